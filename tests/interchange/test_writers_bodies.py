"""Bodies: every part has its block, links lead into the site, and no word is lost."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from PIL import Image

from accounts.models import User
from course_pages.blocks import LessonBodyBlock
from course_pages.models import CourseDocument, CourseImage, CourseMedia, CoursePage, LessonPage
from interchange.document import (
    AudioPart,
    CalloutPart,
    Captions,
    Choice,
    CodePart,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    MathPart,
    Part,
    QuotePart,
    SourceFile,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.report import InvalidCourse, Report
from interchange.writers.course_pages import write_course
from interchange.writers.identity import make_id
from tests.interchange.documents import check, course, lesson, module, source_file, text

MP4 = b"\x00\x00\x00\x18ftypmp42film"
SRT = b"1\n00:00:00,000 --> 00:00:02,000\nPour.\n"
ELSEWHERE = "https://sqlite.org/fiddle/"
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def picture(folder: Path, name: str = "cup.png", *, kind: str = "PNG") -> SourceFile:
    content = BytesIO()
    Image.new("RGB", (8, 8), name[:1] == "c" and "white" or "black").save(content, kind)
    return source_file(folder, name, content.getvalue())


@pytest.fixture
def body(instructor: User) -> Any:
    """Return a function that imports parts as the lesson `first` and returns its raw blocks."""

    def write(*parts: Part, report: Report | None = None, **fields: Any) -> list[dict[str, Any]]:
        document = course(module("only", lesson("first", *parts), lesson("second")), **fields)
        write_course(document=document, owner=instructor, report=report)
        return list(LessonPage.objects.get(slug="first").body.raw_data)

    return write


def values(blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in blocks]


def test_simple_parts(body: Any) -> None:
    blocks = body(
        text(r"Water \( H_2O \)."),
        CodePart("python", "boil.py", "boil()\n"),
        CodePart("brainfuck", "", "+++"),
        MathPart(r"\frac{a}{b}"),
        QuotePart("<p>Tea is <b>good</b>.</p>", "Kakuzo"),
        EmbedPart(ELSEWHERE, "Fiddle"),
    )

    assert values(blocks) == [
        ("text", r"<p>Water \( H_2O \).</p>"),
        ("code", {"language": "python", "title": "boil.py", "code": "boil()\n"}),
        ("code", {"language": "text", "title": "", "code": "+++"}),
        ("math", {"latex": r"\frac{a}{b}"}),
        ("quote", {"text": "<p>Tea is <b>good</b>.</p>", "attribution": "Kakuzo"}),
        ("embed", {"url": ELSEWHERE, "title": "Fiddle"}),
    ]


def test_a_table_keeps_its_cells_and_evens_its_rows(body: Any) -> None:
    blocks = body(TablePart(("Tea", "Price"), (("<b>Green</b>", "2"), ("Black",)), "Prices"))

    assert values(blocks) == [
        (
            "table",
            {
                "caption": "Prices",
                "table": {
                    "columns": [
                        {"type": "cell", "heading": "Tea"},
                        {"type": "cell", "heading": "Price"},
                    ],
                    "rows": [{"values": ["<b>Green</b>", "2"]}, {"values": ["Black", ""]}],
                    "caption": "",
                },
            },
        )
    ]


def test_parts_within_parts(body: Any) -> None:
    solution = DetailsPart("solution", "", (text("Boil."), CodePart("text", "", "x")))
    blocks = body(CalloutPart("exercise", "Try", (text("What now?"), solution)))

    value = blocks[0]["value"]
    assert (value["kind"], value["title"]) == ("exercise", "Try")
    assert [block["type"] for block in value["body"]] == ["text", "details"]
    inner = value["body"][1]["value"]
    assert (inner["kind"], [block["type"] for block in inner["body"]]) == (
        "solution",
        ["text", "code"],
    )
    path = ("tea-for-guests", "lesson", "first", "block", "callout-1")
    assert value["body"][1]["id"] == str(make_id(*path, "details-1"))
    assert inner["body"][0]["id"] == str(make_id(*path, "details-1", "text-1"))


def test_a_check_with_hints(body: Any) -> None:
    value = body(check(hints=("Think of steam.", "Listen.")))[0]["value"]

    assert [hint["value"] for hint in value["hints"]] == ["Think of steam.", "Listen."]
    assert len({hint["id"] for hint in value["hints"]}) == 2
    assert [choice["value"]["correct"] for choice in value["choices"]] == [True, False]


def test_parts_without_content_leave_nothing(body: Any) -> None:
    blocks = body(
        TextPart("<p> </p>"),
        CodePart("text", "", " \n"),
        MathPart(" "),
        QuotePart("<p></p>"),
        TablePart((), ()),
        CalloutPart("note", "Only a title", ()),
        CalloutPart("note", "", (TextPart("<p></p>"),)),
        TextPart("<hr/>"),
    )

    assert values(blocks) == [("text", "<p><b>Only a title</b></p>"), ("text", "<hr/>")]


def test_what_cannot_be_shown_as_such_is_shown_otherwise(body: Any) -> None:
    report = Report()
    blocks = body(
        MathPart(r"\frac{a"),
        EmbedPart(YOUTUBE, "Film"),
        EmbedPart("http://example.org/a?b=1&c=2", "Old"),
        VideoPart(None, "https://example.org/film", "Elsewhere", None, "", None),
        report=report,
    )

    assert values(blocks) == [
        ("code", {"language": "text", "title": "LaTeX", "code": r"\frac{a"}),
        (
            "video",
            {"media": None, "embed": YOUTUBE, "title": "Film", "poster": None, "transcript": ""},
        ),
        ("text", '<p><a href="http://example.org/a?b=1&amp;c=2">Old</a></p>'),
        ("text", '<p><a href="https://example.org/film">Elsewhere</a></p>'),
    ]
    assert [found.code for found in report.warnings] == ["math-unreadable"]


def test_links_lead_to_pages_and_files(body: Any, tmp_path: Path) -> None:
    sheet = source_file(tmp_path, "files/a sheet.txt", b"tea")
    inside = (
        '<p><a href="course-lesson:second#top">next</a> '
        '<a href="course-file:files/a%20sheet.txt">sheet</a> '
        '<a href="course-lesson:nowhere">lost</a> <a href="#tea-cups">below</a> '
        '<a href="https://example.org/">out</a></p>'
    )
    blocks = body(
        TextPart(inside),
        QuotePart(inside),
        CalloutPart("note", "", (TextPart(inside),)),
        TablePart(("A",), ((inside[3:-4],),)),
        files=(sheet,),
        description='<p><a href="course-lesson:second">Look</a></p>',
    )

    second = LessonPage.objects.get(slug="second").pk
    document = CourseDocument.objects.get().pk
    expected = (
        f'<p><a linktype="page" id="{second}">next</a> '
        f'<a linktype="document" id="{document}">sheet</a> '
        'lost <a href="#tea-cups">below</a> <a href="https://example.org/">out</a></p>'
    )
    assert blocks[0]["value"] == expected
    assert blocks[1]["value"]["text"] == expected
    assert blocks[2]["value"]["body"][0]["value"] == expected
    assert blocks[3]["value"]["table"]["rows"][0]["values"] == [expected[3:-4]]
    link = f'<p><a linktype="page" id="{second}">Look</a></p>'
    assert CoursePage.objects.get().description == link


def test_a_link_to_a_draft_is_no_error(instructor: User) -> None:
    linked = TextPart('<p><a href="course-lesson:second">next</a></p>')
    document = course(module("only", lesson("first", linked), lesson("second")))
    write_course(document=document, owner=instructor)
    LessonPage.objects.get(slug="second").unpublish()

    html = str(LessonPage.objects.get(slug="first").body)
    assert ">next</a>" in html


def test_a_description_holds_only_what_the_editor_can_open(instructor: User) -> None:
    description = "<p>one<br>two</p><hr><p onclick='x()'>three</p>"

    written = write_course(document=course(description=description), owner=instructor)

    assert written.course.description == "<p>one<br/>two</p><hr/><p>three</p>"


def test_words_that_do_not_fit_stand_in_the_text(body: Any, tmp_path: Path) -> None:
    long = "tea " * 600
    report = Report()
    choices = (
        Choice("a", long.strip(), correct=True, feedback=""),
        Choice("b", "No", correct=False, feedback=""),
    )
    blocks = body(
        CodePart("text", long.strip(), "x"),
        ImagePart(picture(tmp_path), long.strip(), "A cup"),
        check(choices=choices),
        report=report,
    )

    whole = f"<p><b>{long.strip()}</b></p>"
    assert [block["type"] for block in blocks] == ["text", "code", "text", "image", "text", "check"]
    assert [block["value"] for block in blocks[::2]] == [whole] * 3
    assert blocks[1]["value"]["title"] == "tea " * 29 + "tea…"
    assert len(blocks[3]["value"]["alt"]) <= 500
    assert len(blocks[5]["value"]["choices"][0]["value"]["text"]) <= 2000
    assert [found.code for found in report.warnings] == ["too-long"] * 3


def test_long_titles_are_cut_at_a_word_and_kept_whole(instructor: User) -> None:
    title = " ".join(["Tea"] * 100)
    document = course(
        module("only", lesson("first", title=title, summary=title, minutes=9999), title=title),
        title=title,
        subtitle=title,
        outcomes=(title,),
        licence=title,
        authors=(title,),
    )
    report = Report()
    written = write_course(document=document, owner=instructor, report=report)

    page = LessonPage.objects.get()
    assert (len(page.title), page.title[-5:], page.minutes) == (252, " Tea…", 600)
    assert [block["value"] for block in page.body.raw_data] == [
        f"<p><b>{title}</b></p>",
        f"<p><b>{title}</b></p>",
        "<p>About first.</p>",
    ]
    assert len(page.summary) <= 300
    assert written.course.description.count(title) == 3
    assert len(str(written.course.outcomes[0].value)) <= 200
    assert {found.code for found in report.warnings} == {"too-long"}


def test_a_picture_without_words_gets_some_and_is_named(body: Any, tmp_path: Path) -> None:
    report = Report()
    blocks = body(
        ImagePart(picture(tmp_path, "blue-cup.png"), "", ""),
        ImagePart(picture(tmp_path), "", "A cup of tea"),
        report=report,
    )

    assert [block["value"]["alt"] for block in blocks] == ["Blue cup", "A cup of tea"]
    assert [found.code for found in report.warnings] == ["no-description"] * 2


@pytest.mark.parametrize(("name", "kind"), [("cup.gif", "GIF"), ("cup.webp", "WEBP")])
def test_pictures_of_many_kinds(body: Any, tmp_path: Path, name: str, kind: str) -> None:
    body(ImagePart(picture(tmp_path, name, kind=kind), "A cup", ""))

    assert CourseImage.objects.get().file.name.endswith(name[3:])


def test_a_drawing(body: Any, tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>'
    body(ImagePart(source_file(tmp_path, "cup.svg", drawing), "A cup", ""))

    image = CourseImage.objects.get()
    assert (image.width, image.height, image.is_svg()) == (40, 20, True)


def test_a_drawing_that_runs_is_refused(instructor: User, tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    part = ImagePart(source_file(tmp_path, "cup.svg", drawing), "A cup", "")
    with pytest.raises(InvalidCourse, match="^cup.svg: file-type: "):
        write_course(document=course(module("only", lesson("first", part))), owner=instructor)

    assert CourseImage.objects.count() == 0


def test_files_and_recordings(body: Any, tmp_path: Path) -> None:
    sound = source_file(tmp_path, "media/pour.mp3", b"ID3sound")
    film = source_file(tmp_path, f"media/{'pour' * 30}.mp4", MP4)
    captions = Captions("en", source_file(tmp_path, "media/pour.srt", SRT))
    video = VideoPart(film, "", "Pour", captions, "Pour.", picture(tmp_path))
    blocks = body(
        FilePart(source_file(tmp_path, "files/list.txt", b"tea"), "List"),
        AudioPart(sound, "Sound", "Psst."),
        video,
    )

    audio, recording = CourseMedia.objects.order_by("pk")
    assert values(blocks) == [
        ("file", {"document": CourseDocument.objects.get().pk, "title": "List"}),
        ("audio", {"media": audio.pk, "title": "Sound", "transcript": "Psst."}),
        (
            "video",
            {
                "media": recording.pk,
                "embed": "",
                "title": "Pour",
                "poster": CourseImage.objects.get().pk,
                "transcript": "Pour.",
            },
        ),
    ]
    assert (audio.type, recording.type) == ("audio", "video")
    assert str(recording.captions.name).endswith(".vtt")
    said = recording.captions.read().decode()
    assert said.startswith("WEBVTT")
    assert "00:00:00.000 --> 00:00:02.000\nPour." in said


def test_captions_in_two_languages_are_two_rows_of_one_recording(body: Any, tmp_path: Path) -> None:
    film = source_file(tmp_path, "media/pour.mp4", MP4)
    english = Captions("en", source_file(tmp_path, "en.srt", SRT))
    french = Captions("fr", source_file(tmp_path, "fr.srt", SRT.replace(b"Pour", b"Versez")))
    body(
        VideoPart(film, "", "Pour", english, "", None),
        VideoPart(film, "", "Verser", french, "", None),
        VideoPart(film, "", "Pour again", english, "", None),
    )

    rows = CourseMedia.objects.order_by("pk").values_list("title", "captions_language")
    assert list(rows) == [("Pour", "en"), ("Verser", "fr")]


def test_a_file_of_a_kind_nobody_may_upload_is_refused(instructor: User, tmp_path: Path) -> None:
    tool = FilePart(source_file(tmp_path, "files/tool.exe", b"MZ"), "Tool")
    with pytest.raises(InvalidCourse, match="^files/tool.exe: file-type: "):
        write_course(document=course(module("only", lesson("first", tool))), owner=instructor)

    assert (CoursePage.objects.count(), CourseDocument.objects.count()) == (0, 0)


@override_settings(WAGTAILDOCS_EXTENSIONS=["txt"])
def test_a_title_is_made_of_the_files_name(body: Any, tmp_path: Path) -> None:
    link = TextPart('<p><a href="course-file:my-list.txt">x</a></p>')
    body(link, link, files=(source_file(tmp_path, "my-list.txt", b"tea"),))

    assert CourseDocument.objects.get().title == "My list"


def test_bodies_can_be_saved_by_the_editor(body: Any, tmp_path: Path) -> None:
    body(
        text("Words."),
        ImagePart(picture(tmp_path), "A cup", ""),
        TablePart(("A",), (("1",),)),
        CalloutPart("tip", "", (DetailsPart("hint", "", (text("x"),)),)),
        check(hints=("h",)),
    )

    page = LessonPage.objects.get(slug="first")
    cleaned = LessonBodyBlock().clean(page.body)
    assert LessonBodyBlock().get_prep_value(cleaned) == list(page.body.raw_data)


def test_an_unanswerable_check_is_refused_with_its_place(instructor: User) -> None:
    both = check(kind="multiple", choices=())
    with pytest.raises(
        InvalidCourse, match=r"^lessons/first.md:1: value: block 2 \(check\): Give at least two"
    ):
        write_course(
            document=course(module("only", lesson("first", text("x"), both))), owner=instructor
        )

    assert CoursePage.objects.count() == 0
