"""Courses of Open edX: chapters, pages, videos, files, and what stands beside them."""

import json
from pathlib import Path

import pytest

from interchange.document import (
    CalloutPart,
    Captions,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    TextPart,
    VideoPart,
)
from interchange.enums import Outcome
from interchange.readers.formats import find_format
from interchange.readers.olx.reader import recognizes
from interchange.report import InvalidCourse
from tests.interchange.olx import (
    RUN,
    as_kind,
    entry,
    first_lesson,
    png_bytes,
    policy,
    read,
    read_parts,
    write_course,
    write_files,
    write_lesson,
)

TOP = "course/run.xml"
SRT = """\
1
00:00:00,500 --> 00:00:02,000
Pour the <i>water</i>,

2
00:00:02,000 --> 00:00:03,000
slowly.
"""
MP4 = b"\0\0\0\x18ftypmp42" + b"\0" * 64


def text(html: str) -> TextPart:
    return TextPart(html)


class TestOutline:
    def test_chapters_are_modules_and_subsections_lessons(self, tmp_path: Path) -> None:
        root = write_course(
            tmp_path,
            '<chapter url_name="c1" display_name="Brewing">'
            '<sequential url_name="s1" display_name="Water (20 min)">'
            '<vertical url_name="u1" display_name="Taste">'
            '<html url_name="h1"><p>Drink it.</p></html></vertical>'
            '<vertical url_name="u2" display_name="Heat">'
            '<html url_name="h2"><h3>Heat</h3><p>Boil it.</p><h3>More</h3></html></vertical>'
            "</sequential></chapter>",
        )

        document, report = read(root)

        assert (document.id, document.title, document.language) == ("Org+C1+run", "Tea", "en")
        (module,) = document.modules
        assert (module.id, module.title) == ("c1", "Brewing")
        (lesson,) = module.lessons
        assert (lesson.id, lesson.title, lesson.minutes) == ("s1", "Water", 20)
        assert lesson.body == (
            text("<h2>Taste</h2><p>Drink it.</p><h2>Heat</h2><p>Boil it.</p><h3>More</h3>"),
        )
        assert entry(report, TOP, "vertical", "u2").lesson == "s1"

    def test_a_single_unit_of_the_lessons_name_gets_no_heading(self, tmp_path: Path) -> None:
        parts, _ = read_parts(
            write_lesson(tmp_path, "<html url_name='h1'><h1>water</h1><p>Wet.</p></html>")
        )

        assert parts == (text("<p>Wet.</p>"),)

    def test_pointers_lead_to_files(self, tmp_path: Path) -> None:
        root = write_files(
            tmp_path,
            {
                "mine/course.xml": RUN,
                "mine/course/run.xml": '<course><chapter url_name="c1"/></course>',
                "mine/chapter/c1.xml": '<chapter><sequential url_name="s1"/></chapter>',
                "mine/sequential/s1.xml": '<sequential><vertical url_name="u1"/></sequential>',
                "mine/vertical/u1.xml": '<vertical><html url_name="h1"/></vertical>',
                "mine/html/h1.xml": '<html filename="pages/one" display_name="One"/>',
                "mine/html/pages/one.html": "<p>Wet.</p>",
            },
        )

        document, report = read(root)

        assert first_lesson(document).body == (text("<p>Wet.</p>"),)
        assert first_lesson(document).id == "s1"
        assert entry(report, "mine/html/pages/one.html", "file").lesson == "s1"
        assert entry(report, "mine/chapter/c1.xml", "file").outcome == Outcome.MAPPED

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Water (20 min)", ("Water", 20)),
            ("Water (1 h 30 min)", ("Water", 90)),
            ("Water (2 hours)", ("Water", 120)),
            ("Water (part 2)", ("Water (part 2)", 1)),
            ("(20 min)", ("(20 min)", 1)),
            ("Water (99 h)", ("Water", 600)),
        ],
    )
    def test_minutes_stand_in_the_title(
        self, tmp_path: Path, title: str, expected: tuple[str, int]
    ) -> None:
        root = write_course(
            tmp_path,
            f'<chapter><sequential url_name="s1" display_name="{title}"><html url_name="h1">'
            "<p>Wet.</p></html></sequential></chapter>",
        )

        lesson = first_lesson(read(root)[0])

        assert (lesson.title, lesson.minutes) == expected

    def test_minutes_are_estimated_from_words_videos_and_questions(self, tmp_path: Path) -> None:
        words = "word " * 400
        check = (
            '<problem url_name="p1"><multiplechoiceresponse><label>Which?</label><choicegroup>'
            '<choice correct="true">a</choice><choice correct="false">b</choice>'
            "</choicegroup></multiplechoiceresponse></problem>"
        )
        inside = (
            f'<html url_name="h"><p>{words}</p></html><video youtube="1.00:abcdefghijk"/>{check}'
        )

        lesson = first_lesson(read(write_lesson(tmp_path, inside))[0])

        assert lesson.minutes == 9  # 400 / 180 + 5 + 1, rounded up

    def test_a_missing_file_is_said_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path, '<html url_name="gone"/><html url_name="h1"><p>Wet.</p></html>'
        )

        parts, report = read_parts(root)

        assert parts == (text("<p>Wet.</p>"),)
        assert entry(report, TOP, "html", "gone").reason == (
            "The file html/gone.xml is not in the source; add its content in the editor."
        )
        assert [problem.code for problem in report.warnings] == ["block-missing"]

    def test_what_nothing_leads_to_is_left_out(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>',
            {
                "html/orphan.xml": '<html filename="orphan"/>',
                "html/orphan.html": '<p>Lost <img src="/static/x.png"></p>',
                "drafts/html/d.xml": '<html url_name="d"><p>Not yet</p></html>',
            },
        )

        _, report = read_parts(root)

        orphan = entry(report, "html/orphan.html", "img", "img-1")
        assert orphan.outcome == Outcome.DROPPED
        assert orphan.reason == "It is no part of the course: nothing leads to it."
        assert entry(report, "drafts/html/d.xml", "html", "d").reason == (
            "It is a draft that the course has not published."
        )

    def test_what_is_for_the_staff_is_kept_and_not_shown(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>'
            '<html url_name="h2" visible_to_staff_only="true"><p>Answers: '
            '<img src="a.png"/></p></html>',
        )

        document, report = read(root)

        assert first_lesson(document).body == (text("<p>Wet.</p>"),)
        assert entry(report, TOP, "html", "h2").outcome == Outcome.DEGRADED
        (kept,) = document.kept.settings["blocks"]
        assert (kept["id"], kept["kind"]) == ("h2", "html")
        assert "Answers" in kept["xml"]

    def test_a_block_that_stands_twice_is_shown_once(self, tmp_path: Path) -> None:
        root = write_course(
            tmp_path,
            '<chapter url_name="c1"><sequential url_name="s1"><html url_name="h1"/></sequential>'
            '<sequential url_name="s2"><html url_name="h1"/><html url_name="h2"><p>b</p></html>'
            "</sequential></chapter>",
            {"html/h1.xml": '<html url_name="h1"><p>a</p></html>'},
        )

        document, report = read(root)

        assert [lesson.body for lesson in document.lessons] == [
            (text("<p>a</p>"),),
            (text("<p>b</p>"),),
        ]
        assert entry(report, "html/h1.xml", "html", "h1").reason == (
            "It stands in the course more than once: it is shown at its first place only."
        )

    def test_blocks_that_lead_to_themselves_end(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<vertical url_name="loop"/><html url_name="h1"><p>Wet.</p></html>',
            {"vertical/loop.xml": '<vertical><vertical url_name="loop"/></vertical>'},
        )

        parts, _ = read_parts(root)

        assert parts == (text("<p>Wet.</p>"),)

    def test_due_dates_and_formats_are_kept(self, tmp_path: Path) -> None:
        root = write_course(
            tmp_path,
            '<chapter url_name="c1" start="2026-01-01T00:00:00Z">'
            '<sequential url_name="s1" due="&quot;2026-02-01T00:00:00Z&quot;" format="Quiz" '
            'graded="true"><html url_name="h1"><p>Wet.</p></html></sequential></chapter>',
        )

        document, report = read(root)

        assert document.kept.dates == (
            {"module": "c1", "source": "chapter", "start": "2026-01-01T00:00:00Z"},
            {"lesson": "s1", "source": "sequential", "due": "2026-02-01T00:00:00Z"},
        )
        assert {"kind": "sequential", "id": "s1", "format": "Quiz", "graded": "true"} in (
            document.kept.settings["outline"]
        )
        assert "“Quiz”" in entry(report, TOP, "sequential", "s1").reason


class TestPages:
    def test_files_are_found_by_the_names_that_open_edx_gives_them(self, tmp_path: Path) -> None:
        addresses = (
            "/static/a_cup__1_.png",
            "/static/A_CUP (1).PNG",
            "/asset-v1:Org+C1+run+type@asset+block@a_cup__1_.png",
            "/assets/courseware/v1/0a1b/asset-v1:Org+C1+run+type@asset+block/a_cup__1_.png",
            "/c4x/Org/C1/asset/a_cup__1_.png",
        )
        images = "".join(f'<img src="{address}" alt="A cup"/>' for address in addresses)
        root = write_lesson(
            tmp_path, f'<html url_name="h1">{images}</html>', {"static/a cup (1).png": png_bytes()}
        )

        parts, _ = read_parts(root)

        assert [type(part) for part in parts] == [ImagePart] * 5
        assert {as_kind(part, ImagePart).file.name for part in parts} == {"static/a cup (1).png"}

    def test_links_lead_to_the_lesson_that_holds_the_block(self, tmp_path: Path) -> None:
        links = (
            '<a href="/jump_to_id/h2">1</a> '
            '<a href="/courses/course-v1:o+c+r/jump_to/block-v1:o+c+r+type@html+block@h2">2</a> '
            '<a href="/jump_to_id/nowhere">3</a>'
        )
        root = write_course(
            tmp_path,
            f'<chapter><sequential url_name="s1"><html url_name="h1"><p>{links}</p></html>'
            '</sequential><sequential url_name="s2"><html url_name="h2"><p>b</p></html>'
            "</sequential></chapter>",
        )

        parts, report = read_parts(root)

        assert parts == (
            text('<p><a href="course-lesson:s2">1</a> <a href="course-lesson:s2">2</a> 3</p>'),
        )
        assert entry(report, TOP, "link", "link-2").outcome == Outcome.MAPPED
        assert entry(report, TOP, "link", "link-3").outcome == Outcome.DEGRADED

    def test_links_within_a_lesson_lead_to_headings_of_all_its_blocks(self, tmp_path: Path) -> None:
        links = '<a href="#b">1</a> <a href="/jump_to_id/h2#pour">2</a> <a href="#gone">3</a>'
        root = write_course(
            tmp_path,
            '<chapter><sequential url_name="s1">'
            f'<html url_name="h1"><p>{links}</p><h3 id="b">Boil it</h3></html>'
            '<html url_name="h2"><h3>Pour</h3></html></sequential></chapter>',
        )

        parts, report = read_parts(root)

        assert parts[0] == text(
            '<p><a href="#boil-it">1</a> <a href="#pour">2</a> 3</p><h2>Boil it</h2><h2>Pour</h2>'
        )
        assert entry(report, TOP, "link", "link-1").outcome == Outcome.MAPPED
        assert entry(report, TOP, "link", "link-2").outcome == Outcome.MAPPED
        assert entry(report, TOP, "link", "link-3").outcome == Outcome.DEGRADED

    def test_files_that_only_links_lead_to_are_named(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p><a href="/static/The_guide.pdf">Guide</a></p></html>',
            {"static/The guide.pdf": b"%PDF-1.4 x"},
        )

        document, report = read(root)

        assert first_lesson(document).body == (
            text('<p><a href="course-file:static/The%20guide.pdf">Guide</a></p>'),
        )
        assert [file.name for file in document.files] == ["static/The guide.pdf"]
        assert entry(report, "static/The guide.pdf", "file").lesson == "s1"

    def test_html_in_a_cdata_section_is_html(self, tmp_path: Path) -> None:
        root = write_lesson(tmp_path, "<html url_name='h1'><![CDATA[<p>Wet &amp; hot</p>]]></html>")

        parts, _ = read_parts(root)

        assert parts == (text("<p>Wet &amp; hot</p>"),)


class TestVideos:
    def test_a_video_at_youtube_brings_its_words(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<video url_name="v1" youtube="0.75:zzzzzzzzzzz,1.00:abcdefghijk" display_name="Pour" '
            'transcripts="{&quot;en&quot;: &quot;pour-en.srt&quot;}">'
            '<transcript language="en" src="pour-en.srt"/></video>',
            {"static/pour-en.srt": SRT},
        )

        parts, report = read_parts(root)

        assert parts == (
            VideoPart(
                None,
                "https://www.youtube.com/watch?v=abcdefghijk",
                "Pour",
                None,
                "Pour the water, slowly.",
                None,
            ),
        )
        assert entry(report, TOP, "transcript", "v1-en").outcome == Outcome.DEGRADED
        assert entry(report, TOP, "video", "v1").outcome == Outcome.MAPPED

    def test_a_recording_of_its_own_keeps_its_captions(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<video url_name="v1" html5_sources="[&quot;/static/pour.mp4&quot;]" '
            'transcripts="{&quot;en&quot;: &quot;pour-en.srt&quot;}"/>',
            {"static/pour.mp4": MP4, "static/pour-en.srt": SRT},
        )

        ((part,), report) = read_parts(root)

        video = as_kind(part, VideoPart)
        assert video.file is not None
        assert video.file.name == "static/pour.mp4"
        assert isinstance(video.captions, Captions)
        assert (video.captions.language, video.captions.file.name) == ("en", "static/pour-en.srt")
        assert entry(report, TOP, "transcript", "v1-en").outcome == Outcome.MAPPED

    def test_a_recording_elsewhere_is_a_link(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<video url_name="v1" display_name="Pour">'
            '<source src="https://example.org/p.mp4"/></video>',
        )

        parts, report = read_parts(root)

        assert parts == (EmbedPart("https://example.org/p.mp4", "Pour"),)
        assert entry(report, TOP, "video", "v1").outcome == Outcome.DEGRADED

    def test_recordings_that_open_edx_made_are_found(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<video url_name="v1" display_name="Pour" edx_video_id="1"><video_asset>'
            '<encoded_video profile="desktop_mp4" url="https://example.org/p.mp4"/>'
            '<encoded_video profile="youtube" url="abcdefghijk"/></video_asset></video>',
        )

        (video,), _ = read_parts(root)

        assert as_kind(video, VideoPart).embed == "https://www.youtube.com/watch?v=abcdefghijk"

    def test_old_transcripts_are_read_and_missing_ones_said(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<video url_name="v1" youtube="1.00:abcdefghijk" sub="abcdefghijk"/>'
            '<video url_name="v2" youtube="1.00:bbbbbbbbbbb">'
            '<transcript language="fr" src="gone.srt"/></video>',
            {
                "static/subs_abcdefghijk.srt.sjson": json.dumps(
                    {"start": [0], "end": [1], "text": ["Pour the&#39;water", None, "slowly."]}
                )
            },
        )

        parts, report = read_parts(root)

        assert as_kind(parts[0], VideoPart).transcript == "Pour the'water slowly."
        assert entry(report, TOP, "transcript", "v2-fr").outcome == Outcome.DROPPED

    def test_a_handout_is_a_file_below_the_video(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<video url_name="v1" youtube="1.00:abcdefghijk" handout="/static/How_to_pour.pdf"/>',
            {"static/How to pour.pdf": b"%PDF-1.4 x"},
        )

        parts, _ = read_parts(root)

        assert isinstance(parts[1], FilePart)
        assert (parts[1].file.name, parts[1].title) == ("static/How to pour.pdf", "How to pour.pdf")


class TestOtherBlocks:
    def test_drag_and_drop_is_an_exercise_with_its_solution(self, tmp_path: Path) -> None:
        data = {
            "items": [
                {"displayName": "Leaf", "zones": ["top"], "id": 0},
                {"displayName": "Stone", "zones": [], "id": 1},
                {"displayName": "Bud", "zone": "low", "id": 2},
            ],
            "zones": [{"uid": "top", "title": "Above"}, {"uid": "low", "title": "Below"}],
        }
        given = json.dumps(data).replace('"', "&quot;")
        root = write_lesson(
            tmp_path,
            f'<drag-and-drop-v2 url_name="d1" display_name="Sort" data="{given}" '
            'question_text="Where does it grow?"/>',
        )

        document, report = read(root)

        assert first_lesson(document).body == (
            CalloutPart(
                "exercise",
                "Sort",
                (
                    text("<p>Where does it grow?</p>"),
                    text("<ul><li>Leaf</li><li>Stone</li><li>Bud</li></ul>"),
                    DetailsPart(
                        "solution",
                        "",
                        (
                            text(
                                "<ul><li>Leaf → Above</li><li>Stone → nowhere</li>"
                                "<li>Bud → Below</li></ul>"
                            ),
                        ),
                    ),
                ),
            ),
        )
        (kept,) = document.kept.questions
        assert (kept["kind"], kept["data"]["data"]) == ("drag-and-drop-v2", data)
        assert entry(report, TOP, "drag-and-drop-v2", "d1").outcome == Outcome.DEGRADED

    def test_polls_and_word_clouds_are_questions_to_think_about(self, tmp_path: Path) -> None:
        answers = json.dumps([["A", {"label": "Green"}], ["B", "Black"]]).replace('"', "&quot;")
        root = write_lesson(
            tmp_path,
            f'<poll url_name="p1" display_name="Taste" question="Which tea?" answers="{answers}"/>'
            '<word_cloud url_name="w1" display_name="Words" instructions="Name a tea."/>',
        )

        parts, report = read_parts(root)

        assert parts == (
            CalloutPart(
                "discussion",
                "Taste",
                (text("<p>Which tea?</p>"), text("<ul><li>Green</li><li>Black</li></ul>")),
            ),
            CalloutPart("discussion", "Words", (text("<p>Name a tea.</p>"),)),
        )
        assert entry(report, TOP, "poll", "p1").reason == (
            "Answers are not collected: it is shown as a question to think about."
        )

    def test_what_the_site_does_not_know_is_kept_with_the_course(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>'
            '<lti_consumer url_name="l1" launch_url="https://example.org/lti"/>'
            '<teapot url_name="t1" lid="on"><b>Hot</b></teapot>',
        )

        document, report = read(root)

        kept = document.kept.settings["blocks"]
        assert [(one["kind"], one["facts"].get("lid")) for one in kept] == [
            ("lti_consumer", None),
            ("teapot", "on"),
        ]
        assert entry(report, TOP, "teapot", "t1").reason == (
            "The site has nothing like “teapot”; say it otherwise in the editor. "
            "Kept with the course until the site has a place for it."
        )

    def test_secrets_are_not_kept(self, tmp_path: Path) -> None:
        passports = "[&quot;tool:key:hush-hush&quot;]"
        root = write_files(
            tmp_path,
            {
                "course.xml": RUN,
                TOP: f'<course display_name="Tea" lti_passports="{passports}"><chapter>'
                '<sequential url_name="s1"><html url_name="h1"><p>Wet.</p></html>'
                '<lti url_name="l1" password="hush-hush"/></sequential></chapter></course>',
            },
        )

        document, report = read(root)

        assert "hush-hush" not in repr(document)
        assert document.kept.settings["blocks"][0]["id"] == "l1"
        assert entry(report, TOP, "course", "unnamed").reason == (
            "The keys of tools elsewhere on the web are secret and are not kept."
        )

    def test_what_was_for_some_groups_is_for_everybody(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1" group_access="{&quot;1&quot;: [2]}"><p>Wet.</p></html>',
        )

        _, report = read(root)

        assert entry(report, TOP, "html", "h1").reason == (
            "It was shown to some groups of learners only; here everybody sees it."
        )

    def test_an_open_question_is_an_exercise(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<openassessment url_name="o1"><title>Taste it</title><prompts><prompt>'
            "<description>&lt;p&gt;Say what you &lt;b&gt;taste&lt;/b&gt;.&lt;/p&gt;</description>"
            "</prompt></prompts><rubric><criterion><prompt>Is it wet?</prompt></criterion>"
            "</rubric></openassessment>",
        )

        parts, _ = read_parts(root)

        assert parts == (
            CalloutPart("exercise", "Taste it", (text("<p>Say what you <b>taste</b>.</p>"),)),
        )

    def test_of_a_test_between_groups_the_first_version_is_shown(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<split_test url_name="x"><vertical url_name="a"><html url_name="h1"><p>a</p></html>'
            '</vertical><vertical url_name="b"><html url_name="h2"><p>b</p></html></vertical>'
            "</split_test>",
        )

        parts, report = read_parts(root)

        assert parts == (text("<p>a</p>"),)
        assert entry(report, TOP, "html", "h2").outcome == Outcome.DEGRADED


class TestBesideTheBlocks:
    def test_about_the_course(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>',
            {
                "about/overview.html": "<section><h2>About</h2><p>All of <b>tea</b>.</p></section>",
                "about/short_description.html": "Tea in ten minutes.",
                "about/effort.html": "2 hours",
                "about/title.html": "",
                "LICENSE": "MIT License\n\nPermission is hereby granted",
                "static/cup.png": png_bytes(),
                "policies/run/policy.json": policy(
                    course_image="cup.png",
                    display_organization="Tea House",
                    instructor_info={"instructors": [{"name": "Wulan"}, {"name": "Jon"}]},
                    learning_info=["Brew it"],
                ),
            },
        )

        document, report = read(root)

        assert document.subtitle == "Tea in ten minutes."
        assert document.description == ("<p><strong>About</strong></p><p>All of <b>tea</b>.</p>")
        assert document.outcomes == ("Brew it",)
        assert document.authors == ("Wulan", "Jon")
        assert document.licence == "MIT"
        assert document.thumbnail is not None
        assert document.thumbnail.file.name == "static/cup.png"
        assert document.thumbnail.alt == "Tea"
        assert document.kept.settings["about"] == {"effort": "2 hours"}
        assert entry(report, "LICENSE", "file").outcome == Outcome.MAPPED
        assert entry(report, "about/title.html", "file").reason == "It is empty."

    def test_a_licence_that_the_course_names(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>',
            {"policies/run/policy.json": policy(license="creative-commons: ver=4.0 BY NC SA")},
        )

        assert read(root)[0].licence == "CC-BY-NC-SA-4.0"

    def test_tabs_that_learners_see_are_lessons_at_the_end(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>',
            {
                "tabs/faq.html": "<h3>Questions</h3><p>Why?</p>",
                "tabs/staff.html": "<p>Secret</p>",
                "tabs/lost.html": "<p>Lost</p>",
                "policies/run/policy.json": policy(
                    tabs=[
                        {"type": "courseware", "name": "Course"},
                        {"type": "static_tab", "name": "Questions", "url_slug": "faq"},
                        {
                            "type": "static_tab",
                            "name": "Staff",
                            "url_slug": "staff",
                            "course_staff_only": True,
                        },
                        {"type": "static_tab", "name": "Gone", "url_slug": "gone"},
                    ]
                ),
            },
        )

        document, report = read(root)

        about = document.modules[-1]
        assert about.title == "About this course"
        assert [(lesson.id, lesson.title, lesson.body) for lesson in about.lessons] == [
            ("faq", "Questions", (text("<p>Why?</p>"),))
        ]
        assert document.kept.notes == ({"id": "staff", "title": "Staff", "html": "<p>Secret</p>"},)
        name = "policies/run/policy.json"
        outcomes = [entry(report, name, "tab", f"tab-{n}").outcome for n in range(1, 5)]
        assert outcomes == [Outcome.DEGRADED, Outcome.MAPPED, Outcome.DEGRADED, Outcome.DROPPED]
        assert entry(report, "tabs/lost.html", "file").outcome == Outcome.DROPPED

    def test_the_grading_policy_is_kept(self, tmp_path: Path) -> None:
        graders = [{"type": "Quiz", "weight": 0.4}, {"type": "Exam", "weight": 0.6}]
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"><p>Wet.</p></html>',
            {
                "policies/run/grading_policy.json": json.dumps(
                    {"GRADER": graders, "GRADE_CUTOFFS": {"Pass": 0.8}}
                )
            },
        )

        document, report = read(root)

        assert document.kept.grading == tuple(graders)
        assert document.kept.cutoffs == {"Pass": 0.8}
        assert entry(report, "policies/run/grading_policy.json", "grader", "grader-2").reason == (
            "Kept with the course until the site has a place for it."
        )

    def test_names_may_stand_in_the_policy_alone(self, tmp_path: Path) -> None:
        facts = {"course/run": {"display_name": "Teas"}, "chapter/c1": {"display_name": "Leaves"}}
        root = write_files(
            tmp_path,
            {
                "course.xml": RUN,
                "course/run.xml": '<course><chapter url_name="c1"><sequential url_name="Week_1">'
                '<html url_name="h"><p>Wet.</p></html></sequential></chapter></course>',
                "policies/run/policy.json": json.dumps(facts),
            },
        )

        document, _ = read(root)

        assert (document.title, document.modules[0].title) == ("Teas", "Leaves")
        assert first_lesson(document).title == "Week 1"


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "head",
        [
            '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
            "<!DOCTYPE html>",
        ],
    )
    def test_xml_that_declares_entities(self, tmp_path: Path, head: str) -> None:
        root = write_lesson(
            tmp_path, '<html url_name="h1"/>', {"html/h1.xml": f"{head}<html>&x;</html>"}
        )

        with pytest.raises(InvalidCourse) as refused:
            read(root)

        assert [(one.file, one.code) for one in refused.value.problems] == [
            ("html/h1.xml", "xml-entity")
        ]

    def test_a_course_with_nothing_to_show(self, tmp_path: Path) -> None:
        root = write_course(tmp_path, '<chapter url_name="c1"/>')

        with pytest.raises(InvalidCourse) as refused:
            read(root)

        assert [problem.code for problem in refused.value.problems] == ["course-empty"]

    @pytest.mark.parametrize("content", ["", "no XML", "<course", '<course url_name="gone"/>'])
    def test_a_course_that_cannot_be_read(self, tmp_path: Path, content: str) -> None:
        with pytest.raises(InvalidCourse):
            read(write_files(tmp_path, {"course.xml": content}))

    def test_malformed_xml_is_mended_and_said(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<html url_name="h1"/>',
            {"html/h1.xml": "<html url_name='h1'><p>Caf&eacute;&nbsp;<b>hot</p></html>"},
        )

        parts, report = read_parts(root)

        assert parts == (text("<p>Café&nbsp;<b>hot</b></p>"),)
        assert entry(report, "html/h1.xml", "file").reason == (
            "The file is not well-formed XML: read what became of it, and mend it."
        )


class TestRecognizing:
    @pytest.mark.parametrize(
        "name", ["course.xml", "course/course.xml", "tea/course.xml", "a/b/c/course.xml"]
    )
    def test_by_course_xml(self, tmp_path: Path, name: str) -> None:
        write_files(tmp_path, {name: RUN})

        assert recognizes(tmp_path)
        assert find_format(tmp_path).name == "olx"

    def test_not_by_other_xml(self, tmp_path: Path) -> None:
        write_files(tmp_path, {"course.xml": "<teapot/>", "a/b/c/d/course.xml": RUN})

        assert not recognizes(tmp_path)
