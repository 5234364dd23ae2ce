"""Notes: who may keep them, what becomes of what is sent, twice the same, two at once, undo."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.models import CoursePage, LessonPage
from learning.enums import NotePlace
from learning.models import Note
from learning.services.enrollment import enroll_student, leave_course
from learning.services.notes import delete_note, edit_note, keep_note, restore_note
from tests.factories.pages import make_course, translate
from tests.learning.note_places import FIRST, at, beside, keep, plant_notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> SessionBase:
    return SessionStore()


class TestKeeping:
    @pytest.mark.spec("S5")
    def test_a_note_stands_beside_the_lesson(self, enrolled: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "Knead for ten minutes.")

        assert (note.student, note.lesson) == (enrolled, lesson)
        assert (note.text, note.place, note.block) == ("Knead for ten minutes.", "lesson", "")

    def test_or_beside_a_paragraph_or_a_second(self, enrolled: User, lesson: LessonPage) -> None:
        paragraph = keep(enrolled, lesson, "One", **beside(FIRST, 2, "Flour and water"))
        second = keep(enrolled, lesson, "Two", **at(FIRST, 252))

        assert (paragraph.place, paragraph.block, paragraph.number, paragraph.quote) == (
            NotePlace.PARAGRAPH,
            FIRST,
            2,
            "Flour and water",
        )
        assert (second.place, second.number) == (NotePlace.SECOND, 252)

    def test_without_words_it_is_a_bookmark(self, enrolled: User, lesson: LessonPage) -> None:
        assert keep(enrolled, lesson, " \r\n ", **beside(FIRST)).is_bookmark

    def test_a_translation_shares_the_notes(
        self, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)

        assert keep(enrolled, translated, "Ini").lesson_id == lesson.pk

    def test_staff_keep_notes_too(self, instructor: User, lesson: LessonPage) -> None:
        assert keep(instructor, lesson, "Say this slower").student == instructor

    def test_nobody_else_does(self, newcomer: User, stranger: User, lesson: LessonPage) -> None:
        for person in (newcomer, stranger):
            with pytest.raises(NotAllowed) as refusal:
                keep(person, lesson, "Mine")
            assert refusal.value.code == "enrol"
        assert not Note.objects.exists()

    def test_the_reader_of_a_free_lesson_enrols_first(
        self, newcomer: User, lesson: LessonPage
    ) -> None:
        lesson.free_preview = True
        lesson.save_revision().publish()

        with pytest.raises(NotAllowed) as refusal:
            keep(newcomer, lesson, "Mine")
        assert refusal.value.code == "preview"

    def test_who_has_left_keeps_no_new_ones(
        self, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        leave_course(student=enrolled, course=course)

        with pytest.raises(NotAllowed):
            keep(enrolled, lesson, "Late")
        assert not Note.objects.exists()

    def test_no_such_lesson(self, enrolled: User) -> None:
        with pytest.raises(LessonPage.DoesNotExist):
            keep_note(student=enrolled, lesson_id=999_999, text="Where?")


class TestWhatIsSent:
    def test_lines_stay_and_what_nobody_sees_goes(self, enrolled: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "One\r\nTwo\x00\ud800\x07\n\n\tThree  ")

        note.refresh_from_db()
        assert note.text == "One\nTwo\n\n\tThree"

    def test_html_is_only_text(self, enrolled: User, lesson: LessonPage) -> None:
        assert keep(enrolled, lesson, "<b>x</b>").text == "<b>x</b>"

    def test_five_thousand_characters_and_no_more(self, enrolled: User, lesson: LessonPage) -> None:
        assert len(keep(enrolled, lesson, "ä" * 5000).text) == 5000

        with pytest.raises(InvalidInput) as refusal:
            keep(enrolled, lesson, "ä" * 5320)
        assert refusal.value.code == "too_long"
        assert "5,000 characters, and this one has 5,320" in str(refusal.value.message)
        assert Note.objects.count() == 1

    def test_a_long_quote_ends_in_an_ellipsis(self, enrolled: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "", **beside(FIRST, quote="a\n\x00b " + "c" * 300))

        assert len(note.quote) == 200
        assert note.quote.startswith("a b ccc")
        assert note.quote.endswith("c…")

    @pytest.mark.parametrize(
        ("place", "block", "number"),
        [
            (NotePlace.LESSON, FIRST, 0),
            (NotePlace.LESSON, "", 3),
            (NotePlace.PARAGRAPH, "", 0),
            (NotePlace.SECOND, "", 5),
            (NotePlace.SECOND, FIRST, -1),
            (NotePlace.SECOND, FIRST, 86_401),
            (NotePlace.PARAGRAPH, 'x" onclick="', 0),
            (NotePlace.PARAGRAPH, "x\x00", 0),
            (NotePlace.PARAGRAPH, "ä", 0),
            (NotePlace.PARAGRAPH, "x" * 37, 0),
        ],
    )
    def test_a_place_that_is_none(
        self, place: NotePlace, block: str, number: int, enrolled: User, lesson: LessonPage
    ) -> None:
        with pytest.raises(InvalidInput) as refusal:
            keep(enrolled, lesson, "x", place=place, block=block, number=number)
        assert refusal.value.code == "place"
        assert not Note.objects.exists()

    def test_a_thousand_notes_a_lesson(self, enrolled: User, lessons: list[LessonPage]) -> None:
        plant_notes(enrolled, lessons[0], 1000)

        with pytest.raises(InvalidInput) as refusal:
            keep(enrolled, lessons[0], "One more")
        assert refusal.value.code == "too_many"
        assert Note.objects.count() == 1000
        assert keep(enrolled, lessons[1], "Elsewhere there is room").lesson == lessons[1]


class TestTwice:
    def test_the_same_words_within_a_minute_are_one_note(
        self, enrolled: User, lesson: LessonPage
    ) -> None:
        first = keep(enrolled, lesson, "Again", **beside(FIRST))

        assert keep(enrolled, lesson, "Again", **beside(FIRST)).pk == first.pk
        assert keep(enrolled, lesson, "Again", **beside(FIRST, 1)).pk != first.pk
        assert keep(enrolled, lesson, "Others", **beside(FIRST)).pk != first.pk

    def test_later_they_are_another(self, enrolled: User, lesson: LessonPage) -> None:
        first = keep(enrolled, lesson, "Again")
        Note.objects.update(created_at=timezone.now() - timedelta(seconds=61))

        assert keep(enrolled, lesson, "Again").pk != first.pk

    def test_a_place_has_one_bookmark(self, enrolled: User, lesson: LessonPage) -> None:
        first = keep(enrolled, lesson, "", **at(FIRST, 9))
        Note.objects.update(created_at=timezone.now() - timedelta(days=9))

        assert keep(enrolled, lesson, "", **at(FIRST, 9)).pk == first.pk

    def test_what_another_person_wrote_is_not_mine(
        self, enrolled: User, instructor: User, lesson: LessonPage
    ) -> None:
        theirs = keep(instructor, lesson, "Again")

        assert keep(enrolled, lesson, "Again").pk != theirs.pk


class TestChanging:
    def test_other_words(self, enrolled: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "Old", **beside(FIRST))

        edit_note(student=enrolled, note_id=note.pk, text="New", seen=note.updated_at.isoformat())

        note.refresh_from_db()
        assert (note.text, note.block) == ("New", FIRST)

    def test_changed_elsewhere_nothing_is_lost(self, enrolled: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "Old")
        seen = note.updated_at.isoformat()
        edit_note(student=enrolled, note_id=note.pk, text="From the phone", seen=seen)

        with pytest.raises(InvalidInput) as refusal:
            edit_note(student=enrolled, note_id=note.pk, text="From the desk", seen=seen)
        assert refusal.value.code == "changed"
        assert Note.objects.get().text == "From the phone"

        edit_note(student=enrolled, note_id=note.pk, text="From the phone", seen=seen)

    def test_without_words_it_stays_as_it_is(self, enrolled: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "Old")

        with pytest.raises(InvalidInput) as refusal:
            edit_note(student=enrolled, note_id=note.pk, text=" ", seen=note.updated_at.isoformat())
        assert refusal.value.code == "empty"
        assert Note.objects.get().text == "Old"

    def test_only_ones_own(self, enrolled: User, admin: User, lesson: LessonPage) -> None:
        note = keep(enrolled, lesson, "Mine")
        seen = note.updated_at.isoformat()

        with pytest.raises(Note.DoesNotExist):
            edit_note(student=admin, note_id=note.pk, text="Ha", seen=seen)
        assert Note.objects.get().text == "Mine"

    def test_not_after_leaving(
        self, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Mine")
        leave_course(student=enrolled, course=course)

        with pytest.raises(NotAllowed):
            edit_note(
                student=enrolled, note_id=note.pk, text="New", seen=note.updated_at.isoformat()
            )
        assert Note.objects.get().text == "Mine"


class TestDeleting:
    def test_undo_brings_it_back_as_it_was(
        self, enrolled: User, lesson: LessonPage, session: SessionBase
    ) -> None:
        note = keep(enrolled, lesson, "Dear", **at(FIRST, 252, "said so"))
        Note.objects.update(created_at=timezone.now() - timedelta(days=3))
        before = Note.objects.values().get()

        delete_note(student=enrolled, note_id=note.pk, session=session)
        assert not Note.objects.exists()
        restore_note(student=enrolled, note_id=note.pk, session=session)

        assert Note.objects.values().get() == before
        assert restore_note(student=enrolled, note_id=note.pk, session=session) == note

    def test_twice(self, enrolled: User, lesson: LessonPage, session: SessionBase) -> None:
        note = keep(enrolled, lesson, "Dear")

        delete_note(student=enrolled, note_id=note.pk, session=session)
        delete_note(student=enrolled, note_id=note.pk, session=session)

        assert restore_note(student=enrolled, note_id=note.pk, session=session).text == "Dear"

    def test_also_after_leaving(
        self, enrolled: User, course: CoursePage, lesson: LessonPage, session: SessionBase
    ) -> None:
        note = keep(enrolled, lesson, "Dear")
        leave_course(student=enrolled, course=course)

        delete_note(student=enrolled, note_id=note.pk, session=session)

        assert not Note.objects.exists()

    def test_only_ones_own(
        self, enrolled: User, admin: User, lesson: LessonPage, session: SessionBase
    ) -> None:
        note = keep(enrolled, lesson, "Dear")

        with pytest.raises(Note.DoesNotExist):
            delete_note(student=admin, note_id=note.pk, session=session)
        assert Note.objects.exists()

        delete_note(student=enrolled, note_id=note.pk, session=session)
        with pytest.raises(Note.DoesNotExist):
            restore_note(student=admin, note_id=note.pk, session=session)
        assert not Note.objects.exists()

    def test_the_session_remembers_the_last_five(
        self, enrolled: User, lesson: LessonPage, session: SessionBase
    ) -> None:
        notes = [keep(enrolled, lesson, f"Note {number}") for number in range(6)]
        for note in notes:
            delete_note(student=enrolled, note_id=note.pk, session=session)

        with pytest.raises(Note.DoesNotExist):
            restore_note(student=enrolled, note_id=notes[0].pk, session=session)
        for note in notes[1:]:
            restore_note(student=enrolled, note_id=note.pk, session=session)
        assert Note.objects.count() == 5

    def test_the_lesson_was_deleted_meanwhile(self, learner: User, session: SessionBase) -> None:
        course = make_course(lessons=1)
        lesson = LessonPage.objects.descendant_of(course).get()
        enroll_student(student=learner, course=course)
        note = keep(learner, lesson, "Dear")
        delete_note(student=learner, note_id=note.pk, session=session)
        session["deleted_notes"][str(note.pk)]["lesson_id"] = 999_999

        with pytest.raises(InvalidInput) as refusal:
            restore_note(student=learner, note_id=note.pk, session=session)
        assert refusal.value.code == "gone"
        assert not Note.objects.exists()
