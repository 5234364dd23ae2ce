"""Gathering a course from its pages: what an editor sees, in all languages, with its files."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.money import Money
from course_pages.models import CourseMedia, CoursePage, LessonAttachment, LessonFacts, LessonPage
from interchange.document import (
    AudioPart,
    CalloutPart,
    CheckPart,
    Choice,
    CourseDocument,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    MathPart,
    ModuleTranslation,
    QuotePart,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.gatherers.course_pages import gather_course
from interchange.gatherers.files import clean_name
from interchange.gatherers.names import letter_of, make_ids
from interchange.models import CourseSource
from interchange.report import Report
from tests.factories.bodies import CHECK, RIGHT, WRONG, make_block, make_check, write_body
from tests.factories.files import make_document, make_image, make_recording
from tests.factories.pages import (
    get_modules,
    make_category,
    make_course,
    make_lesson,
    make_module,
    translate,
)


def get_lesson(course: CoursePage) -> LessonPage:
    lesson = LessonPage.objects.descendant_of(course).order_by("path").first()
    assert lesson is not None
    return lesson


def gather_body(course: CoursePage, folder: Path, *blocks: dict[str, Any]) -> CourseDocument:
    """Publish the blocks as the body of the first lesson, and gather the course."""
    lesson = get_lesson(course)
    write_body(lesson, *blocks)
    lesson.save_revision().publish()
    return gather_course(course, folder)


def first_parts(document: CourseDocument) -> tuple[Any, ...]:
    return next(document.lessons).body


def test_a_course_made_by_hand_comes_out_whole(instructor: User, tmp_path: Path) -> None:
    data = make_category("Data")
    course = make_course(
        owner=instructor,
        slug="first-steps",
        title="First steps",
        modules=2,
        lessons=1,
        subtitle="Go",
        description='<p data-block-key="x">A <b>bold</b> start</p>',
        category=make_category("SQL: all", parent=data),
        difficulty_level="advanced",
        delivery="classroom",
        price_minor=1950,
        currency="EUR",
    )

    document = gather_course(course, tmp_path)

    assert (document.id, document.key) == ("first-steps", str(course.translation_key))
    assert (document.language, document.title, document.subtitle) == ("en", "First steps", "Go")
    assert document.description == "<p>A <strong>bold</strong> start</p>"
    assert document.category == ("Data", "SQL: all")
    assert (document.level, document.delivery) == ("advanced", "classroom")
    assert document.price == Money(1950, "EUR")
    assert (document.licence, document.authors) == ("all-rights-reserved", ("Ines Teach",))
    assert (document.thumbnail, document.translations, document.files) == (None, (), ())
    modules = get_modules(course)
    assert [(module.id, module.key) for module in document.modules] == [
        (module.slug, str(module.translation_key)) for module in modules
    ]
    assert [lesson.title for lesson in document.lessons] == ["Lesson 1.1", "Lesson 2.1"]


def test_what_a_source_said_is_said_again(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=2)
    course.authors, course.licence = "A\nB", "CC-BY-4.0"
    course.save_revision().publish()
    first, second = LessonPage.objects.descendant_of(course).order_by("path")
    LessonFacts.objects.filter(lesson=first).update(source_id="block-7")
    LessonFacts.objects.filter(lesson=second).update(source_id="Not an id")
    CourseSource.objects.create(
        course=course,
        format="olx",
        kept={
            "cutoffs": {"Pass": 0.8},
            "dates": [{"lesson": "Not an id", "due": "2026-01-31"}, {"module": "x"}],
            "questions": [{"lesson": "block-7", "check": "q1", "points": 2}],
        },
    )
    write_body(first, make_check())
    first.save_revision().publish()

    document = gather_course(
        course, tmp_path, identify=lambda *path: CHECK if path[-1] == "q1" else ""
    )

    assert (document.licence, document.authors) == ("CC-BY-4.0", ("A", "B"))
    assert [lesson.id for lesson in document.lessons] == ["block-7", second.slug]
    kept = document.kept
    assert kept.cutoffs == {"Pass": 0.8}
    assert kept.dates == ({"lesson": second.slug, "due": "2026-01-31"}, {"module": "x"})
    assert kept.questions == ({"lesson": "block-7", "check": "check-1", "points": 2, "key": CHECK},)


def test_every_block_becomes_a_part(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=1)
    image = make_image(title="Cup")
    film, sound = make_recording(), make_recording(name="hiss.mp3")
    CourseMedia.objects.filter(pk=sound.pk).update(type="audio")
    film.captions.save("lecture.en.vtt", ContentFile(b"WEBVTT"))
    sheet = make_document(title="Sheet")
    inner = [
        make_block("image", {"image": image.pk, "alt": "In", "caption": ""}),
        make_block("details", {"kind": "hint", "title": "", "body": "<p>old</p>"}),
    ]
    cell = '<p data-block-key="k"><i>a</i></p>'
    table = {
        "columns": [{"type": "cell", "heading": "Head"}],
        "rows": [{"values": [cell]}],
        "caption": "",
    }

    document = gather_body(
        course,
        tmp_path,
        make_block("text", "<p><i>Hello</i></p>"),
        make_block("callout", {"kind": "tip", "title": "T", "body": "<p>older</p>"}),
        make_block("callout", {"kind": "exercise", "title": "", "body": inner}),
        make_block("quote", {"text": "<p>Q</p>", "attribution": "W. S."}),
        make_block("math", {"latex": "x^2"}),
        make_block("table", {"caption": "What", "table": table}),
        make_block("file", {"document": sheet.pk, "title": ""}),
        make_block("embed", {"url": "https://a.example/", "title": "A"}),
        make_block("audio", {"media": sound.pk, "title": "Hiss", "transcript": "Sss"}),
        make_block(
            "video",
            {
                "media": film.pk,
                "embed": "",
                "title": "Film",
                "poster": image.pk,
                "transcript": "",
            },
        ),
        make_check(hints=[make_block("item", "Count.")]),
    )

    text, old, exercise, quote, math, table_part, file, embed, audio, video, check = first_parts(
        document
    )
    assert text == TextPart("<p><em>Hello</em></p>")
    assert old == CalloutPart("tip", "T", (TextPart("<p>older</p>"),))
    assert isinstance(exercise, CalloutPart)
    picture, details = exercise.body
    assert isinstance(picture, ImagePart)
    assert (picture.alt, picture.file.name) == ("In", "images/test.png")
    assert details == DetailsPart("hint", "", (TextPart("<p>old</p>"),))
    assert quote == QuotePart("<p>Q</p>", "W. S.")
    assert math == MathPart("x^2")
    assert table_part == TablePart(("Head",), (("<p><em>a</em></p>",),), "What")
    assert isinstance(file, FilePart)
    assert (file.title, file.file.name, file.file.path.read_bytes()) == (
        "Sheet",
        "files/sheet.txt",
        b"The words of Sheet",
    )
    assert embed == EmbedPart("https://a.example/", "A")
    assert isinstance(audio, AudioPart)
    assert (audio.title, audio.transcript, audio.file.name) == ("Hiss", "Sss", "media/hiss.mp3")
    assert isinstance(video, VideoPart)
    assert video.file is not None
    assert video.captions is not None
    assert video.poster is not None
    assert (video.file.name, video.poster.name) == ("media/lecture.mp4", "images/test.png")
    assert (video.captions.language, video.captions.file.name) == ("en", "media/lecture.en.vtt")
    assert check == CheckPart(
        id="check-1",
        question="Two and two?",
        kind="single",
        choices=(
            Choice("a", "Four", True, "Well counted.", RIGHT),
            Choice("b", "Five", False, "Count again.", WRONG),
        ),
        explanation="Put two beside two.",
        hints=("Count.",),
        key=CHECK,
    )


def test_links_leave_the_site_behind(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=2)
    other = make_course(owner=instructor)
    _first, second = LessonPage.objects.descendant_of(course).order_by("path")
    sheet = make_document(name="my sheet.txt")
    html = (
        f'<p><a linktype="page" id="{second.pk}">next</a> '
        f'<a linktype="page" id="{other.pk}">other</a> '
        f'<a linktype="document" id="{sheet.pk}">sheet</a> '
        '<a linktype="document" id="99999">gone</a> <a linktype="page" id="99999">gone</a> '
        '<a href="/x/">here</a> <a href="#y">below</a> <a href="#">up</a> <a href="https://a.example/?b&amp;c">a</a>'
        "</p>"
    )

    document = gather_body(course, tmp_path, make_block("text", html))

    (part,) = first_parts(document)
    assert part.html == (
        f'<p><a href="course-lesson:{second.slug}">next</a> '
        f'<a href="{other.get_full_url()}">other</a> '
        '<a href="course-file:files/my_sheet.txt">sheet</a> '
        "<a>gone</a> <a>gone</a> "
        '<a href="http://localhost:8000/x/">here</a> <a href="#y">below</a> <a>up</a> '
        '<a href="https://a.example/?b&amp;c">a</a></p>'
    )
    assert [file.name for file in document.files] == ["files/my_sheet.txt"]


def test_drafts_come_out_as_editors_see_them(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=1)
    module = get_modules(course)[0]
    make_lesson(module, title="Not yet", live=False)
    lesson = get_lesson(course)
    lesson.title = "Better"
    sheet = make_document()
    lesson.attachments = [LessonAttachment(document=sheet, title="")]
    lesson.save_revision()
    left_out = make_module(course)

    document = gather_course(course, tmp_path, without={left_out.pk})

    assert [each.title for each in document.lessons] == ["Better", "Not yet"]
    (attachment,) = next(document.lessons).attachments
    assert (attachment.title, attachment.file.name) == ("Cheat sheet", "files/sheet.txt")
    assert len(document.modules) == 1


def test_a_translation_bears_the_ids_of_its_original(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=2)
    lesson = get_lesson(course)
    write_body(lesson, make_check())
    lesson.save_revision().publish()
    translated = translate(lesson, "id")
    translated.title = "Pelajaran"
    words = make_check(question="Dua dan dua?")
    words["value"]["choices"].reverse()
    stray = make_check(block_id="d0000000-0000-4000-8000-000000000000")
    link = make_block("text", f'<p><a linktype="page" id="{lesson.pk}">asal</a></p>')
    write_body(translated, link, stray, words)
    translated.save_revision().publish()

    document = gather_course(course, tmp_path)

    (indonesian,) = document.translations
    (module,) = document.modules
    assert (indonesian.language, indonesian.title) == ("id", f"{course.title} (id)")
    assert indonesian.modules == (ModuleTranslation(module.id, f"{module.title} (id)", ""),)
    (found,) = indonesian.lessons
    original = next(document.lessons)
    assert (found.id, found.title) == (original.id, "Pelajaran")
    text, check = found.body
    assert text == TextPart(f'<p><a href="course-lesson:{original.id}">asal</a></p>')
    assert isinstance(check, CheckPart)
    assert (check.id, check.question) == ("check-1", "Dua dan dua?")
    assert [(choice.id, choice.key) for choice in check.choices] == [("b", WRONG), ("a", RIGHT)]


def test_each_content_comes_once_under_a_name_of_its_own(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=1)
    same = [make_document(title="One") for _ in range(2)]
    other = make_document(title="Two")

    document = gather_body(
        course,
        tmp_path,
        *(make_block("file", {"document": row.pk, "title": "x"}) for row in [*same, other]),
    )

    names = [part.file.name for part in first_parts(document)]
    assert names == ["files/sheet.txt", "files/sheet.txt", "files/sheet-2.txt"]
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["sheet-2.txt", "sheet.txt"]


def test_a_file_that_is_gone_is_left_out_and_said(instructor: User, tmp_path: Path) -> None:
    course = make_course(owner=instructor, lessons=1)
    sheet = make_document()
    write_body(
        lesson := get_lesson(course),
        make_block("file", {"document": sheet.pk, "title": "x"}),
        make_block("math", {"latex": "x"}),
    )
    lesson.save_revision().publish()
    sheet.file.delete(save=False)
    CourseMedia.objects.all().delete()
    report = Report()

    document = gather_course(course, tmp_path, report=report)

    assert first_parts(document) == (MathPart("x"),)
    assert [found.code for found in report.warnings] == ["file-missing"]


def fill(course: CoursePage, blocks: int) -> CoursePage:
    """Put so many pictures, files, links and nested recordings into every lesson."""
    for lesson in LessonPage.objects.descendant_of(course):
        body = []
        for _ in range(blocks):
            image, sheet, film = make_image(), make_document(), make_recording()
            link = f'<a linktype="document" id="{sheet.pk}">x</a>'
            inner = [
                make_block("video", {"media": film.pk, "title": "x"}),
                make_block("text", f'<p><a linktype="page" id="{course.pk}">x</a></p>'),
            ]
            body += [
                make_block("image", {"image": image.pk, "alt": "x", "caption": ""}),
                make_block("file", {"document": sheet.pk, "title": link}),
                make_block("callout", {"kind": "tip", "title": "", "body": inner}),
            ]
        write_body(lesson, *body)
        lesson.save_revision().publish()
    return course


def count_statements(course: CoursePage, folder: Path) -> int:
    with CaptureQueriesContext(connection) as queries:
        gather_course(course, folder)
    return len(queries)


def test_the_statements_for_a_lesson_do_not_grow_with_it(instructor: User, tmp_path: Path) -> None:
    small, wide = (make_course(owner=instructor, lessons=1) for _ in range(2))
    long = make_course(owner=instructor, lessons=4)
    # The first course finds the addresses of the site, for all.
    gather_course(fill(small, 1), tmp_path)

    once = count_statements(small, tmp_path)

    assert count_statements(fill(wide, 5), tmp_path) == once
    assert (count_statements(fill(long, 1), tmp_path) - once) / 3 <= 6


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("original_images/cup.png", "cup.png"),
        ("documents/cup_aB3dE6g.png", "cup.png"),
        ("documents/my_picture.png", "my_picture.png"),
        ("documents/IMG_1234567.png", "IMG_1234567.png"),
        ("documents/cup-0123456789ab.png", "cup.png"),
        ("documents/cup-0123456789ab_Qgyhatx.png", "cup.png"),
        ("images/1-0123456789ab_Qgyhatx.2_graph.png", "1.2_graph.png"),
        ("media/pour-0123456789ab.mp4", "pour.mp4"),
        ("media/pour-ffffffffffff.mp4", "pour-ffffffffffff.mp4"),
        ("media/pour_aB3dE6g.en-0123456789ab.vtt", "pour.en.vtt"),
        ("media/pour-ffffffffffff_Qgyhatx.en.vtt", "pour.en.vtt"),
        ("media/pour.en-ffffffffffff.vtt", "pour.en.vtt"),
        ("x/كوب (1).png", "كوب-1-.png"),
        ("x/.png", "png"),
    ],
)
def test_files_are_named_as_they_were_uploaded(stored: str, name: str) -> None:
    assert clean_name(stored, "0123456789abcdef") == name


def test_ids_are_valid_and_unique() -> None:
    wanted = {
        1: ("", "a_b"),
        2: ("a-b", "x"),
        3: ("a-b", "a-b"),
        4: ("", "2-days"),
        5: ("", "درس"),
        6: ("No", "y" * 90),
    }

    assert make_ids(wanted, "lesson") == {
        2: "a-b",
        1: "a-b-2",
        3: "a-b-3",
        4: "lesson-2-days",
        5: "lesson",
        6: "y" * 60,
    }
    assert [letter_of(number) for number in (0, 25, 26, 29)] == ["a", "z", "aa", "ad"]
