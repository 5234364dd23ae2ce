"""Which notes a person sees, in which order, where they lead, and what the file of them holds."""

import pytest
from markdown_it import MarkdownIt

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.enums import NoteKind
from learning.selectors.access import get_lesson_access
from learning.selectors.note_export import escape_line, escape_text, write_markdown
from learning.selectors.notes import (
    NoteFilter,
    NotesPanel,
    find_note,
    get_all_notes,
    get_course_notes,
    get_notes_panel,
    list_recent_notes,
)
from learning.services.enrollment import enroll_student, leave_course
from tests.factories.bodies import make_block, make_callout
from tests.factories.pages import get_lessons, make_course, translate
from tests.learning.conftest import publish_body
from tests.learning.note_places import FIRST, INNER, LOST, SECOND, at, beside, keep, plant_notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_lesson(lesson: LessonPage) -> LessonPage:
    """Return the first lesson with two blocks of text, between them one with a block inside."""
    publish_body(
        lesson,
        make_block("text", "<p>One</p><p>Two</p>", block_id=FIRST),
        make_callout(make_block("text", "<p>Inside</p>", block_id=INNER)),
        make_block("text", "<p>Three</p>", block_id=SECOND),
    )
    return LessonPage.objects.get(pk=lesson.pk)


def open_panel(person: User, lesson: LessonPage) -> NotesPanel:
    access = get_lesson_access(person, lesson.canonical_id)
    return get_notes_panel(person, access, lesson, language=lesson.locale.language_code)


class TestPanel:
    @pytest.mark.spec("S5")
    def test_notes_stand_in_order_of_place(self, enrolled: User, read_lesson: LessonPage) -> None:
        keep(enrolled, read_lesson, "second block", **beside(SECOND))
        keep(enrolled, read_lesson, "inner", **beside(INNER))
        keep(enrolled, read_lesson, "first, later", **beside(FIRST, 1))
        keep(enrolled, read_lesson, "first", **beside(FIRST, 0))
        keep(enrolled, read_lesson, "whole")

        panel = open_panel(enrolled, read_lesson)

        assert [note.text for note in panel.notes] == [
            "whole",
            "first",
            "first, later",
            "inner",
            "second block",
        ]
        assert [note.url.removeprefix(read_lesson.url) for note in panel.notes] == [
            "",
            f"?p=0#block-{FIRST}",
            f"?p=1#block-{FIRST}",
            f"?p=0#block-{INNER}",
            f"?p=0#block-{SECOND}",
        ]

    def test_the_block_is_gone_and_the_note_is_not(
        self, enrolled: User, read_lesson: LessonPage
    ) -> None:
        keep(enrolled, read_lesson, "kept", **beside(LOST, 4, "What it said"))

        (note,) = open_panel(enrolled, read_lesson).notes

        assert (note.text, note.place, note.quote) == ("kept", "lesson", "What it said")
        assert note.url == read_lesson.url

    def test_every_language_shows_them(
        self, enrolled: User, course: CoursePage, read_lesson: LessonPage
    ) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=read_lesson.pk).get(canonical=read_lesson)
        keep(enrolled, read_lesson, "kept", **beside(FIRST))

        (note,) = open_panel(enrolled, translated).notes

        assert note.url == f"{translated.url}?p=0#block-{FIRST}"

    def test_nobody_sees_anothers(
        self, enrolled: User, instructor: User, admin: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Mine")

        for person in (instructor, admin):
            assert open_panel(person, lesson).notes == ()
            assert find_note(person, note.pk, language="en") is None
            assert get_all_notes(person, NoteFilter(), language="en").total == 0

    def test_a_hundred_and_no_more(self, enrolled: User, lesson: LessonPage) -> None:
        plant_notes(enrolled, lesson, 103)

        panel = open_panel(enrolled, lesson)

        assert (len(panel.notes), panel.more) == (100, 3)

    def test_the_way_in(self, newcomer: User, instructor: User, lesson: LessonPage) -> None:
        assert open_panel(newcomer, lesson).way_in == "enrol"
        assert open_panel(instructor, lesson).way_in == ""


class TestCourse:
    def test_in_the_order_of_the_course(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        for index in (3, 0, 1):
            keep(enrolled, lessons[index], f"In {index}")

        screen = get_course_notes(enrolled, course.pk, NoteFilter(), language="en")

        assert screen is not None
        found = [
            (module.title, lesson.title, [note.text for note in lesson.notes])
            for module in screen.modules
            for lesson in module.lessons
        ]
        assert found == [
            ("Module 1", "Lesson 1.1", ["In 0"]),
            ("Module 1", "Lesson 1.2", ["In 1"]),
            ("Module 2", "Lesson 2.2", ["In 3"]),
        ]
        assert screen.total == 3

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (NoteFilter(), {"Knead well", ""}),
            (NoteFilter(kind=NoteKind.NOTES), {"Knead well"}),
            (NoteFilter(kind=NoteKind.BOOKMARKS), {""}),
            (NoteFilter(words="WELL knead"), {"Knead well"}),
            (NoteFilter(words="oven"), {""}),
            (NoteFilter(words="knead oven"), set()),
            (NoteFilter(words="%"), set()),
        ],
    )
    def test_filters(
        self,
        asked: NoteFilter,
        found: set[str],
        enrolled: User,
        course: CoursePage,
        read_lesson: LessonPage,
    ) -> None:
        keep(enrolled, read_lesson, "Knead well")
        keep(enrolled, read_lesson, "", **beside(FIRST, quote="Heat the oven"))

        screen = get_course_notes(enrolled, course.pk, asked, language="en")

        assert screen is not None
        notes = [n for m in screen.modules for lesson in m.lessons for n in lesson.notes]
        assert {note.text for note in notes} == found
        assert screen.total == len(found)

    def test_pages_of_whole_lessons(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        for lesson, count in zip(lessons, (60, 60, 1, 0), strict=True):
            plant_notes(enrolled, lesson, count)

        first, second, beyond = (
            get_course_notes(enrolled, course.pk, NoteFilter(page=page), language="en")
            for page in ("1", "2", "99")
        )

        assert first and second and beyond
        assert [len(lesson.notes) for lesson in first.modules[0].lessons] == [60, 60]
        assert [len(lesson.notes) for lesson in second.modules[0].lessons] == [1]
        assert (first.previous_url, first.next_url) == ("", "?page=2")
        assert (beyond.page_number, beyond.previous_url) == (2, "?page=1")

    def test_who_has_left_reads_but_does_not_edit(
        self, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        keep(enrolled, lesson, "Mine")
        leave_course(student=enrolled, course=course)

        screen = get_course_notes(enrolled, course.pk, NoteFilter(), language="en")

        assert screen is not None
        (note,) = screen.modules[0].lessons[0].notes
        assert (note.text, note.can_edit) == ("Mine", False)

    def test_an_unpublished_course_shows_notes_to_who_has_some(
        self, enrolled: User, newcomer: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        keep(enrolled, lesson, "Mine")
        course.unpublish()

        screen = get_course_notes(enrolled, course.pk, NoteFilter(), language="en")
        assert screen is not None
        assert (screen.total, screen.course_url) == (1, "")
        assert screen.modules[0].lessons[0].notes[0].url == ""
        assert get_course_notes(newcomer, course.pk, NoteFilter(), language="en") is None


class TestNewest:
    def test_of_all_courses_the_last_written_first(
        self, enrolled: User, lesson: LessonPage
    ) -> None:
        other = make_course(title="Other", lessons=1)
        enroll_student(student=enrolled, course=other)
        keep(enrolled, lesson, "Earlier")
        keep(enrolled, get_lessons(other)[0], "Later")

        notes = list_recent_notes(enrolled, 5, language="en")

        assert [(note.text, note.course_title) for note in notes] == [
            ("Later", "Other"),
            ("Earlier", lesson.get_parent().get_parent().title),
        ]
        assert [note.text for note in list_recent_notes(enrolled, 1, language="en")] == ["Later"]

    def test_thirty_a_page(self, enrolled: User, lesson: LessonPage) -> None:
        plant_notes(enrolled, lesson, 31)

        last = get_all_notes(enrolled, NoteFilter(page="2"), language="en")

        assert (len(last.notes), last.total, last.page_count) == (1, 31, 2)
        assert (last.previous_url, last.next_url) == ("?page=1", "")


class TestMarkdown:
    def test_headings_quotes_times_and_words(
        self, enrolled: User, course: CoursePage, read_lesson: LessonPage
    ) -> None:
        keep(enrolled, read_lesson, "One line\nanother\n\nA paragraph", **beside(FIRST))
        keep(enrolled, read_lesson, "", **at(SECOND, 252, "said *so*"))

        document = "".join(write_markdown(enrolled, course.pk, language="en"))

        assert document == (
            f"# Notes: {course.title}\n"
            "\n## Module 1\n"
            "\n### Lesson 1.1\n"
            "\n> As it begins\n"
            "\nOne line\\\nanother\n\nA paragraph\n\n* * *\n"
            "\n> 4:12 said \\*so\\*\n"
            "\n*Bookmark*\n\n* * *\n"
        )

    @pytest.mark.parametrize(
        "text",
        [
            "# no heading",
            "## no heading ##",
            "- no list\n- no list",
            "* x\n+ y\n1. z\n2) z",
            "> no quote",
            "```\nno fence\n```",
            "~~~\nno fence",
            "no rule\n---\n***\n___",
            "no setext\n===",
            "x\n    no code\n\tno code",
            "<script>alert(1)</script>",
            "<!-- no comment",
            "[no link](javascript:alert(1)) ![no](x) <http://x>",
            "[x]: /no-definition",
            "a | b\n--|--\n1 | 2",
            "&lt;b&gt; \\* \\",
            "ends with a backslash \\\nnext",
            "*a* _b_ **c** ~~d~~ `e`",
        ],
    )
    def test_a_note_means_nothing_in_markdown(self, text: str) -> None:
        """Read back, it is one paragraph or several with the very characters that were typed."""
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(escape_text(text))
        words = [child for token in tokens for child in token.children or ()]

        assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}
        assert {child.type for child in words} <= {"text", "text_special", "hardbreak"}
        read = "".join("\n" if c.type == "hardbreak" else c.content for c in words)
        assert read.replace("\u00a0", " ") == text.expandtabs(4)

    def test_a_title_stays_on_its_line(self) -> None:
        assert escape_line("Two\n# lines | <b>") == "Two \\# lines \\| \\<b\\>"

    def test_only_ones_own(
        self, enrolled: User, admin: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        keep(enrolled, lesson, "Mine")

        assert "Mine" not in "".join(write_markdown(admin, course.pk, language="en"))
