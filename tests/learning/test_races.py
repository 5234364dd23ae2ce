"""Two at once, with real threads and real commits: there is one row and one announcement."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.models import User
from core.exceptions import InvalidInput
from course_pages.models import CoursePage, LessonPage
from events.models import Event
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note
from learning.services.checks import answer_check
from learning.services.enrollment import enroll_student, leave_course
from learning.services.notes import NOTES_OF_A_LESSON, edit_note, keep_note
from learning.services.progress import complete_lesson, reopen_lesson
from learning.services.visits import record_position
from tests.factories.bodies import CHECK, RIGHT, WRONG
from tests.learning.note_places import keep, plant_notes

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


def together(*deeds: Callable[[], object]) -> list[BaseException]:
    """Run `deeds` at the same moment, each on a connection of its own; return what they raised."""
    barrier, raised = Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], object]) -> None:
        try:
            # To connect takes longer than the deeds themselves, and would part them.
            connection.ensure_connection()
            barrier.wait()
            deed()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def count(name: str) -> int:
    return Event.objects.filter(name=name).count()


@pytest.mark.spec("S57", "S241")
def test_enrolling_at_once_makes_one_place(learner: User, course: CoursePage) -> None:
    raised = together(*[lambda: enroll_student(student=learner, course=course)] * AT_ONCE)

    assert raised == []
    assert Enrollment.objects.count() == 1
    assert count("student_enrolled") == 1


def test_coming_back_at_once_is_one_return(enrolled: User, course: CoursePage) -> None:
    leave_course(student=enrolled, course=course)

    raised = together(*[lambda: enroll_student(student=enrolled, course=course)] * AT_ONCE)

    assert raised == []
    assert Enrollment.objects.get().is_active
    assert count("student_enrolled") == 2


@pytest.mark.spec("S71", "S242")
def test_completing_at_once_is_announced_once(enrolled: User, lesson: LessonPage) -> None:
    raised = together(*[lambda: complete_lesson(student=enrolled, lesson=lesson)] * AT_ONCE)

    assert raised == []
    assert LessonProgress.objects.get().completed_at is not None
    assert count("lesson_completed") == 1


def test_the_last_two_lessons_at_once_complete_the_course_once(
    enrolled: User, lessons: list[LessonPage]
) -> None:
    for lesson in lessons[:2]:
        complete_lesson(student=enrolled, lesson=lesson)

    raised = together(
        lambda: complete_lesson(student=enrolled, lesson=lessons[2]),
        lambda: complete_lesson(student=enrolled, lesson=lessons[3]),
    )

    assert raised == []
    assert Enrollment.objects.get().completed_at is not None
    assert count("course_completed") == 1


def test_completing_and_taking_back_at_once_leave_a_true_course(
    enrolled: User, lessons: list[LessonPage]
) -> None:
    for lesson in lessons[:3]:
        complete_lesson(student=enrolled, lesson=lesson)

    raised = together(
        lambda: complete_lesson(student=enrolled, lesson=lessons[3]),
        lambda: reopen_lesson(student=enrolled, lesson=lessons[0]),
    )

    assert raised == []
    assert LessonProgress.objects.completed().count() == 3
    assert Enrollment.objects.get().completed_at is None


def test_positions_and_a_tick_at_once_lose_neither(enrolled: User, lesson: LessonPage) -> None:
    raised = together(
        lambda: complete_lesson(student=enrolled, lesson=lesson),
        *[lambda: record_position(student=enrolled, lesson=lesson, position=400)] * 3,
    )

    assert raised == []
    progress = LessonProgress.objects.get()
    assert progress.completed_at is not None
    assert progress.position == 400


def test_answers_at_once_are_all_counted(enrolled: User, lesson: LessonPage) -> None:
    def answer(choice: str) -> Callable[[], object]:
        return lambda: answer_check(
            student=enrolled, lesson=lesson, block_id=CHECK, choice_ids=[choice]
        )

    raised = together(answer(RIGHT), answer(WRONG), answer(RIGHT), answer(WRONG))

    assert raised == []
    row = CheckAnswer.objects.get()
    assert row.tries == 4
    assert row.choice_ids in ([RIGHT], [WRONG])


@pytest.mark.spec("S5", "B5")
@pytest.mark.parametrize("text", ["The same words", ""])
def test_a_note_sent_several_times_at_once_is_one(
    text: str, enrolled: User, lesson: LessonPage
) -> None:
    def send() -> object:
        return keep_note(student=enrolled, lesson_id=lesson.pk, text=text)

    raised = together(*[send] * AT_ONCE)

    assert raised == []
    assert Note.objects.get().text == text


def test_the_last_room_for_a_note_is_given_once(enrolled: User, lesson: LessonPage) -> None:
    plant_notes(enrolled, lesson, NOTES_OF_A_LESSON - 1)

    raised = together(
        lambda: keep(enrolled, lesson, "From the desk"),
        lambda: keep(enrolled, lesson, "From the phone"),
    )

    assert [type(error) for error in raised] == [InvalidInput]
    assert Note.objects.count() == NOTES_OF_A_LESSON


def test_two_changes_of_a_note_at_once_lose_neither_unseen(
    enrolled: User, lesson: LessonPage
) -> None:
    note = keep(enrolled, lesson, "Old words")
    seen = note.updated_at.isoformat()

    def change(text: str) -> Callable[[], object]:
        return lambda: edit_note(student=enrolled, note_id=note.pk, text=text, seen=seen)

    raised = together(change("From the desk"), change("From the phone"))

    assert [getattr(error, "code", error) for error in raised] == ["changed"]
    assert Note.objects.get().text in ("From the desk", "From the phone")
