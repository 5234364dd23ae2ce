"""What a course, a module and a lesson lack, and how much it costs to ask."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import FieldBlock, StructBlock

from course_pages.blocks import LessonBodyBlock
from course_pages.models import Category, CourseDocument, CoursePage, LessonPage, ModulePage
from course_pages.selectors.readiness import (
    Finding,
    Severity,
    check_course,
    check_courses,
    check_page,
    check_pages,
)
from course_pages.selectors.readiness.body_checks import REQUIRED
from tests.factories.bodies import (
    RIGHT,
    WRONG,
    make_audio,
    make_block,
    make_callout,
    make_check,
    make_choice,
    make_details,
    make_image,
    make_table,
    make_video,
    write_body,
)
from tests.factories.files import make_document
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_category,
    make_course,
    make_lesson,
    make_module,
    translate,
)

pytestmark = pytest.mark.django_db

BLOCK = "b0000000-0000-4000-8000-000000000000"
INNER = "a0000000-0000-4000-8000-000000000000"
MUST, SHOULD = Severity.MUST, Severity.SHOULD
FINE = make_block("text", "<p>One word or two.</p>")


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in findings]


def ask(*blocks: dict[str, Any], **fields: Any) -> list[tuple[str, Severity]]:
    """Return what a lesson of these blocks lacks, which lacks nothing beside them."""
    return codes(check_page(make_draft(*blocks, **fields)))


def make_draft(*blocks: dict[str, Any], **fields: Any) -> LessonPage:
    """Return a lesson with these blocks in memory, in a course that nothing else is in."""
    lesson = get_lessons(make_course(lessons=1))[0]
    for name, value in ({"summary": "What it is about."} | fields).items():
        setattr(lesson, name, value)
    write_body(lesson, *blocks)
    return lesson


def make_text(html: str) -> dict[str, Any]:
    return make_block("text", html, block_id=BLOCK)


def make_picture(**fields: Any) -> dict[str, Any]:
    value = {"image": make_image().pk, "alt": "Two tables.", "caption": ""}
    return make_block("image", value | fields, block_id=BLOCK)


def make_film(**fields: Any) -> dict[str, Any]:
    value = {"media": None, "embed": "", "title": "Film", "poster": None, "transcript": ""}
    return make_block("video", value | fields, block_id=BLOCK)


def make_sound(**fields: Any) -> dict[str, Any]:
    return make_block("audio", {"media": None, "title": "Song", "transcript": ""} | fields)


# --- the page as such -----------------------------------------------------------------------------


@pytest.mark.spec("S65")
def test_an_empty_lesson_without_a_summary() -> None:
    assert ask(summary="") == [("body_empty", MUST), ("summary_missing", SHOULD)]


def test_a_whole_lesson_lacks_nothing() -> None:
    assert ask(FINE, make_check(), make_picture()) == []


def test_a_finding_says_what_where_and_how_to_mend_it() -> None:
    lesson = make_draft(make_picture(alt=" "))

    assert check_page(lesson) == (
        Finding(
            code="alt_missing",
            severity=MUST,
            message="The picture has no alternative text. Say what it shows and why.",
            page_id=lesson.pk,
            page_title="Lesson 1.1",
            block_id=BLOCK,
        ),
    )
    assert check_page(lesson)[0].fragment == f"#block-{BLOCK}-section"


def test_a_finding_about_the_page_leads_to_no_block() -> None:
    assert check_page(make_draft())[0].fragment == ""


@pytest.mark.spec("S49")
def test_a_course_of_nothing() -> None:
    course = make_course(modules=0)

    assert codes(check_page(course)) == [
        ("module_missing", MUST),
        ("description_missing", MUST),
        ("outcome_missing", MUST),
        ("category_missing", MUST),
        ("subtitle_missing", SHOULD),
        ("search_description_missing", SHOULD),
    ]


def make_whole_course(**fields: Any) -> CoursePage:
    return make_course(
        **{
            "subtitle": "Ask a database.",
            "description": "<p>For beginners.</p>",
            "outcomes": json.dumps([{"type": "outcome", "value": "Count rows.", "id": BLOCK}]),
            "search_description": "Learn to ask a database.",
            "category": Category.objects.first() or make_category(),
        }
        | fields
    )


@pytest.mark.spec("S49")
def test_a_whole_course_lacks_nothing() -> None:
    assert check_page(make_whole_course()) == ()


def test_a_course_whose_modules_are_empty() -> None:
    assert codes(check_page(make_whole_course(lessons=0))) == [("lesson_missing", MUST)]


def test_an_outcome_without_words_is_none() -> None:
    course = make_whole_course(outcomes=json.dumps([{"type": "outcome", "value": " "}]))

    assert codes(check_page(course)) == [("outcome_missing", MUST)]


def test_a_paid_course_should_show_a_lesson() -> None:
    course = make_whole_course(price_minor=1900)

    assert codes(check_page(course)) == [("preview_missing", SHOULD)]


def test_a_paid_course_that_shows_a_lesson() -> None:
    course = make_whole_course(price_minor=1900)
    LessonPage.objects.filter(pk=get_lessons(course)[0].pk).update(free_preview=True)

    assert check_page(course) == ()
    assert "preview_missing" not in {finding.code for finding in check_course(course.pk)}


def test_a_preview_that_is_only_drafted_counts() -> None:
    course = make_whole_course(price_minor=1900)
    lesson = get_lessons(course)[0]
    lesson.free_preview = True
    lesson.save_revision()

    assert check_page(course) == ()
    assert "preview_missing" not in {finding.code for finding in check_course(course.pk)}


def test_a_module_without_lessons() -> None:
    module = get_modules(make_course(lessons=0))[0]

    assert codes(check_page(module)) == [("module_empty", MUST)]


def test_a_module_with_a_lesson() -> None:
    assert check_page(get_modules(make_course(lessons=1))[0]) == ()


def test_a_page_of_another_kind_lacks_nothing(home_page: Any, catalogue: Any) -> None:
    assert check_pages([home_page, catalogue]) == {home_page.pk: (), catalogue.pk: ()}


# --- pictures, recordings, files ------------------------------------------------------------------


def test_the_name_of_a_file_is_no_alternative_text() -> None:
    assert ask(make_picture(alt="IMG_0042.JPG")) == [("alt_is_file_name", MUST)]


def test_a_picture_that_is_gone() -> None:
    assert ask(make_picture(image=4711)) == [("image_gone", MUST)]


def test_a_picture_that_was_not_chosen() -> None:
    assert ask(make_picture(image=None)) == [("unfinished", MUST)]


@pytest.mark.parametrize("box", [make_callout, make_details])
def test_a_picture_inside_a_box_is_seen(box: Any) -> None:
    inner = {**make_picture(alt=""), "id": INNER}
    findings = check_page(make_draft(box(inner)))

    assert [(finding.code, finding.block_id) for finding in findings] == [("alt_missing", INNER)]


def test_an_exercise_whose_solution_holds_a_picture() -> None:
    inner = {**make_picture(alt=""), "id": INNER}
    findings = check_page(make_draft(make_callout(make_details(inner))))

    assert [(finding.code, finding.block_id) for finding in findings] == [("alt_missing", INNER)]


def test_an_old_callout_of_rich_text_is_read() -> None:
    link = '<p><a linktype="page" id="4711">there</a></p>'
    callout = make_block("callout", {"kind": "tip", "title": "", "body": link}, block_id=BLOCK)
    findings = check_page(make_draft(callout))

    assert [(finding.code, finding.block_id) for finding in findings] == [("link_dead", BLOCK)]


def test_a_recording_without_words_leaves_out_who_cannot_hear() -> None:
    assert ask(make_film(media=make_video().pk)) == [("captions_missing", MUST)]
    assert ask(make_sound(media=make_audio().pk)) == [("transcript_missing", MUST)]


def test_a_film_with_a_transcript_should_have_captions() -> None:
    film = make_film(media=make_video(transcript="Take line 1.").pk)

    assert ask(film) == [("captions_missing", SHOULD)]


def test_a_film_with_captions_lacks_nothing() -> None:
    assert ask(make_film(media=make_video(captions="captions/a.vtt").pk)) == []


@pytest.mark.parametrize("place", ["lesson", "recording"])
def test_a_sound_with_a_transcript_lacks_nothing(place: str) -> None:
    words = "Sugeng rawuh."
    kept = make_audio(transcript=words if place == "recording" else "")

    assert ask(make_sound(media=kept.pk, transcript=words if place == "lesson" else "")) == []


def test_a_film_elsewhere_should_have_a_transcript() -> None:
    film = {"embed": "https://vimeo.com/76979871"}

    assert ask(make_film(**film)) == [("transcript_missing", SHOULD)]
    assert ask(make_film(**film, transcript="Take line 1.")) == []


def test_a_recording_that_is_gone_or_was_never_chosen() -> None:
    assert ask(make_film(media=4711)) == [("recording_gone", MUST)]
    assert ask(make_film()) == [("recording_missing", MUST)]
    assert ask(make_sound()) == [("unfinished", MUST)]


def test_a_file_that_is_gone() -> None:
    file = make_block("file", {"document": 4711, "title": ""})

    assert ask(file) == [("document_gone", MUST)]


def test_a_file_that_is_there() -> None:
    assert ask(make_block("file", {"document": make_document().pk, "title": ""})) == []


def test_a_link_to_elsewhere_should_have_a_title() -> None:
    value = {"url": "https://sqlite.org/fiddle/", "title": ""}

    assert ask(make_block("embed", value)) == [("title_missing", SHOULD)]


# --- texts ----------------------------------------------------------------------------------------


def test_blocks_without_their_content() -> None:
    assert ask(make_text("<p> </p>")) == [("text_empty", MUST)]
    assert ask(make_callout()) == [("box_empty", MUST)]
    assert ask(make_block("quote", {"text": "", "attribution": "Hamming"})) == [
        ("unfinished", MUST)
    ]
    assert ask(make_block("math", {"latex": ""})) == [("unfinished", MUST)]
    assert ask(make_table(("", ""))) == [("table_empty", MUST)]


def test_an_unfinished_block_names_its_part() -> None:
    code = make_block("code", {"language": "sql", "title": "", "code": " "}, block_id=BLOCK)
    (finding,) = check_page(make_draft(code))

    assert finding.message == "“Code” is still empty. Fill it in, or delete the block."


def test_all_that_publishing_demands_of_blocks_is_known() -> None:
    asked_elsewhere = {"kind", "alt", "language"}
    demanded = {
        kind: {
            name
            for name, part in block.child_blocks.items()
            if isinstance(part, FieldBlock) and part.required
        }
        - asked_elsewhere
        for kind, block in LessonBodyBlock().child_blocks.items()
        if isinstance(block, StructBlock)
    }

    assert {kind: set(names) for kind, names in REQUIRED.items()} == {
        kind: names for kind, names in demanded.items() if names
    }


def test_a_table_should_have_headings() -> None:
    assert ask(make_table(("", ""), ("Rice", "62,000"))) == [("table_headings_missing", SHOULD)]
    assert ask(make_table(("Name", "Price"), ("Rice", "62,000"))) == []


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("text", "SELECT name\nFROM products;", [("code_language_missing", SHOULD)]),
        ("sql", "SELECT name\nFROM products;", []),
        ("text", "name\n----\nRice", []),
    ],
)
def test_program_text_should_name_its_language(language: str, code: str, expected: Any) -> None:
    assert ask(make_block("code", {"language": language, "title": "", "code": code})) == expected


def test_headings_that_skip_a_level() -> None:
    assert ask(make_text("<h2>One</h2><p>.</p><h3>Two</h3><p>.</p><h2>Three</h2>")) == []
    assert ask(make_text("<h2>One</h2><p>.</p><h4>Two</h4>")) == [("heading_skips", SHOULD)]
    assert ask(make_text("<h3>One</h3><p>.</p>")) == [("heading_skips", SHOULD)]


def test_headings_inside_a_box_have_an_order_of_their_own() -> None:
    assert ask(make_callout(make_text("<h4>One</h4><p>.</p>"))) == []


def test_a_heading_without_words() -> None:
    assert ask(make_text("<h2> </h2><p>Words.</p>")) == [("heading_empty", SHOULD)]


# --- links ----------------------------------------------------------------------------------------


def link_to(page_id: int) -> dict[str, Any]:
    return make_text(f'<p>See <a linktype="page" id="{page_id}">there</a>.</p>')


def test_a_link_to_a_page_that_is_gone() -> None:
    assert ask(link_to(4711)) == [("link_dead", MUST)]


def test_a_link_to_a_page_that_is_not_published() -> None:
    other = make_course(live=False, title="Later")
    (finding,) = check_page(make_draft(link_to(other.pk)))

    assert (finding.code, finding.severity) == ("link_unpublished", SHOULD)
    assert (
        finding.message == "A link leads to “Later”, which is not published: learners see no link."
    )


def test_a_link_to_a_closed_lesson_of_another_course() -> None:
    other = get_lessons(make_course(lessons=1))[0]

    assert ask(link_to(other.pk)) == [("link_closed", SHOULD)]


def test_links_that_learners_may_follow() -> None:
    course = make_course(lessons=2)
    lesson, neighbour = get_lessons(course)
    preview = get_lessons(make_course(lessons=1))[0]
    LessonPage.objects.filter(pk=preview.pk).update(free_preview=True)
    for target in (neighbour, preview, course, make_course()):
        write_body(lesson, link_to(target.pk))
        lesson.summary = "What it is about."
        assert check_page(lesson) == (), target


@pytest.mark.parametrize("kind", ["table", "quote", "callout"])
def test_links_are_looked_for_in_every_kind_of_text(kind: str) -> None:
    words = '<p><a linktype="document" id="4711">there</a></p>'
    block = {
        "table": make_table(("Name",), (words,)),
        "quote": make_block("quote", {"text": words, "attribution": ""}),
        "callout": make_callout(make_text(words)),
    }[kind]

    assert ask(block) == [("link_dead", MUST)]


def test_a_link_to_a_file_that_is_there() -> None:
    document: CourseDocument = make_document()

    assert ask(make_text(f'<p><a linktype="document" id="{document.pk}">it</a></p>')) == []


def test_a_link_within_the_lesson() -> None:
    headings = make_text('<h2>Try it</h2><p><a href="#try-it-1">on</a></p><h2>Try it</h2>')

    assert ask(headings, make_callout(FINE, title="Two cups"), link_in("two-cups")) == []
    assert ask(headings, link_in("three-cups")) == [("anchor_dead", SHOULD)]


def link_in(anchor: str) -> dict[str, Any]:
    return make_text(f'<p><a href="#{anchor}">there</a></p>')


def test_a_dead_link_in_the_description_of_a_course() -> None:
    words = '<p>Read <a linktype="page" id="4711">this</a>.</p>'

    assert codes(check_page(make_whole_course(description=words))) == [("link_dead", MUST)]


# --- questions ------------------------------------------------------------------------------------


def test_questions_that_nobody_can_answer() -> None:
    wrong = [make_choice(RIGHT, "Four"), make_choice(WRONG, "Five")]
    both = [make_choice(RIGHT, "Four", correct=True), make_choice(WRONG, "4", correct=True)]

    assert ask(make_check(choices=wrong)) == [("key_missing", MUST)]
    assert ask(make_check(choices=both)) == [("key_ambiguous", MUST)]
    assert ask(make_check(choices=both, kind="multiple")) == []
    assert ask(make_check(choices=both[:1])) == [("choices_missing", MUST)]
    assert ask(make_check(question="")) == [("unfinished", MUST)]


def test_a_choice_without_words() -> None:
    choices = [make_choice(RIGHT, "Four", correct=True), make_choice(WRONG, " ")]

    assert ask(make_check(choices=choices)) == [("choice_empty", MUST)]


def test_a_question_that_says_nothing_afterwards() -> None:
    silent = [
        make_choice(RIGHT, "Four", correct=True, feedback=""),
        make_choice(WRONG, "Five", feedback=""),
    ]

    assert ask(make_check(choices=silent, explanation="")) == [("feedback_missing", SHOULD)]
    assert ask(make_check(choices=silent, explanation="Count.")) == []


# --- minutes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "words", "expected"),
    [
        (5, 2200, [("minutes_odd", SHOULD)]),
        (5, 2000, []),
        (60, 200, [("minutes_odd", SHOULD)]),
        (15, 200, []),
    ],
)
def test_minutes_that_no_learner_would_believe(minutes: int, words: int, expected: Any) -> None:
    assert ask(make_text(f"<p>{'word ' * words}</p>"), minutes=minutes) == expected


def test_the_length_of_a_recording_counts() -> None:
    film = make_video(duration=1500, captions="captions/a.vtt")
    (finding,) = check_page(make_draft(make_film(media=film.pk)))

    assert finding.message == ("The lesson promises 5 minutes, but its content takes about 25.")


# --- translations ---------------------------------------------------------------------------------


def test_a_translation_is_asked_for_its_words_alone() -> None:
    course = make_whole_course(lessons=0, category=None, price_minor=1900)
    lesson = make_lesson(
        get_modules(course)[0],
        summary="What it is about.",
        body=json.dumps([make_picture(alt=""), {**make_film(media=make_video().pk), "id": INNER}]),
    )
    translated = translate(lesson, "id")

    assert codes(check_page(lesson)) == [("alt_missing", MUST), ("captions_missing", MUST)]
    assert codes(check_page(translated)) == [("alt_missing", MUST)]
    assert check_page(translated.get_parent().get_parent().specific) == ()
    assert check_page(translated.get_parent().specific) == ()


def test_a_translated_lesson_belongs_to_the_course_of_its_original() -> None:
    lesson, neighbour = get_lessons(make_course(lessons=2))
    lesson.summary = "What it is about."
    write_body(lesson, link_to(neighbour.pk))
    lesson.save_revision().publish()

    assert check_page(translate(lesson, "id")) == ()


# --- a whole course -------------------------------------------------------------------------------


@pytest.mark.spec("S49")
def test_a_course_says_what_all_below_it_lacks_in_their_order() -> None:
    course = make_whole_course(modules=0)
    first, _empty = make_module(course), make_module(course, title="Empty")
    third = make_module(course)
    make_lesson(third, title="Last", summary="What it is about.")
    make_lesson(first, title="First", body=json.dumps([FINE]))

    assert [(f.page_title, f.code) for f in check_course(course.pk)] == [
        ("First", "summary_missing"),
        ("Empty", "module_empty"),
        ("Last", "body_empty"),
    ]


def test_a_course_is_asked_for_its_latest_drafts() -> None:
    course = make_whole_course(lessons=0)
    lesson = make_lesson(get_modules(course)[0], title="Sums")
    lesson.title = "New sums"
    lesson.summary = "What it is about."
    write_body(lesson, FINE)
    lesson.save_revision()
    course.subtitle = ""
    course.save_revision()

    assert [(f.page_title, f.code) for f in check_course(course.pk)] == [
        (course.title, "subtitle_missing")
    ]
    lesson.summary = ""
    lesson.save_revision()
    assert [f.page_title for f in check_course(course.pk)] == [course.title, "New sums"]


def test_lessons_that_are_not_published_are_asked_too() -> None:
    course = make_whole_course(lessons=0)
    make_lesson(get_modules(course)[0], live=False, summary="What it is about.")

    assert codes(check_course(course.pk)) == [("body_empty", MUST)]


def test_courses_are_not_mixed_up() -> None:
    good, bad = make_whole_course(lessons=0), make_course(lessons=0)
    found = check_courses([good.pk, bad.pk])

    assert [f.code for f in found[good.pk]] == ["lesson_missing", "module_empty"]
    assert {f.page_title for f in found[bad.pk]} == {bad.title, "Module 1"}


def test_a_course_that_is_gone_lacks_nothing() -> None:
    assert check_course(4711) == ()


# --- cost -----------------------------------------------------------------------------------------


def count(ask: Any) -> int:
    with CaptureQueriesContext(connection) as statements:
        ask()
    return len(statements)


def make_big_course(lessons: int) -> CoursePage:
    """Return a course whose lessons mention something of everything."""
    course = make_whole_course(lessons=lessons)
    other = make_course()
    body = json.dumps(
        [
            link_to(other.pk),
            make_picture(),
            {**make_film(media=make_video().pk), "id": INNER},
            make_callout(make_block("file", {"document": make_document().pk, "title": ""})),
        ]
    )
    for lesson in get_lessons(course):
        LessonPage.objects.filter(pk=lesson.pk).update(body=body)
    return course


def test_a_course_costs_the_same_however_long_it_is() -> None:
    short, long = make_big_course(3), make_big_course(30)

    assert count(lambda: check_course(short.pk)) == 7
    assert count(lambda: check_course(long.pk)) == 7
    assert count(lambda: check_courses([short.pk, long.pk])) == 7


def test_many_pages_cost_no_more_than_one() -> None:
    lessons = get_lessons(make_big_course(12))
    modules: list[ModulePage] = get_modules(make_course())

    assert count(lambda: check_page(lessons[0])) == 5
    assert count(lambda: check_pages([*lessons, *modules])) == 5
