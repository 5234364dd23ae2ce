"""Progress is true: whatever happens to lessons and ticks, it says what is so now."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import Enrollment, LessonProgress
from learning.selectors.progress import get_progress, get_progress_by_course
from learning.selectors.screens import Progress
from learning.selectors.steps import count_progress, list_steps
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson, reopen_lesson
from tests.factories.pages import get_lessons, make_course, make_lesson, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S66")]


@pytest.mark.parametrize(
    ("done", "total", "percent", "is_complete"),
    [
        (0, 0, 0, False),
        (0, 3, 0, False),
        (1, 3, 33, False),
        (199, 200, 99, False),
        (3, 3, 100, True),
    ],
)
def test_percent_is_rounded_down_so_that_a_hundred_means_all(
    done: int, total: int, percent: int, is_complete: bool
) -> None:
    progress = Progress(done=done, total=total)

    assert (progress.percent, progress.is_complete) == (percent, is_complete)


class TestAfterEveryChange:
    """Two of four lessons are done; then the course changes."""

    @pytest.fixture(autouse=True)
    def two_done(self, enrolled: User, lessons: list[LessonPage]) -> None:
        complete_lesson(student=enrolled, lesson=lessons[0])
        complete_lesson(student=enrolled, lesson=lessons[1])

    def now(self, student: User, course: CoursePage) -> tuple[int, int]:
        progress = get_progress(student, course.pk)
        assert count_progress(list_steps(course.pk, student)) == progress
        return progress.done, progress.total

    def test_a_lesson_is_added(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        make_lesson(lessons[0].get_parent().specific)
        assert self.now(enrolled, course) == (2, 5)

    def test_a_draft_is_added(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        make_lesson(lessons[0].get_parent().specific, live=False)
        assert self.now(enrolled, course) == (2, 4)

    def test_a_done_lesson_is_unpublished_and_comes_back(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        lessons[0].unpublish()
        assert self.now(enrolled, course) == (1, 3)

        LessonPage.objects.get(pk=lessons[0].pk).save_revision().publish()
        assert self.now(enrolled, course) == (2, 4)

    def test_a_module_is_unpublished(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        lessons[2].get_parent().specific.unpublish()
        progress = get_progress(enrolled, course.pk)
        assert (progress.done, progress.total, progress.percent) == (2, 2, 100)

    def test_a_lesson_is_deleted(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        LessonPage.objects.get(pk=lessons[3].pk).delete()
        assert self.now(enrolled, course) == (2, 3)

    def test_a_done_lesson_is_moved_to_another_course(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        other = make_course(modules=2, lessons=1)
        enroll_student(student=enrolled, course=other)
        target = get_lessons(other)[1].get_parent().specific
        LessonPage.objects.get(pk=lessons[0].pk).move(target, pos="last-child")

        assert self.now(enrolled, course) == (1, 3)
        assert self.now(enrolled, other) == (1, 3)

    def test_a_translation_changes_nothing(
        self, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        translate(course, "id", tree=True)
        assert self.now(enrolled, course) == (2, 4)

        LessonPage.objects.exclude(pk=lessons[0].pk).get(canonical=lessons[0]).unpublish()
        assert self.now(enrolled, course) == (2, 4)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["publish", "unpublish", "complete", "reopen"]), st.integers(0, 3)
        ),
        max_size=8,
    )
)
def test_no_story_leads_over_a_hundred(
    enrolled: User, course: CoursePage, lessons: list[LessonPage], deeds: list[tuple[str, int]]
) -> None:
    start_over(lessons)
    live, done = {0, 1, 2, 3}, set[int]()
    for deed, index in deeds:
        lesson = LessonPage.objects.get(pk=lessons[index].pk)
        if deed == "publish":
            lesson.save_revision().publish()
            live.add(index)
        elif deed == "unpublish":
            lesson.unpublish()
            live.discard(index)
        elif index in live and deed == "complete":
            complete_lesson(student=enrolled, lesson=lesson)
            done.add(index)
        elif index in live:
            reopen_lesson(student=enrolled, lesson=lesson)
            done.discard(index)

        progress = get_progress(enrolled, course.pk)
        assert (progress.done, progress.total) == (len(done & live), len(live))
        assert 0 <= progress.percent <= 100
        assert progress.is_complete == (bool(live) and live <= done)


def start_over(lessons: list[LessonPage]) -> None:
    """Hypothesis tells many stories in one test."""
    LessonProgress.objects.all().delete()
    Enrollment.objects.update(completed_at=None)
    for lesson in LessonPage.objects.filter(pk__in=[page.pk for page in lessons], live=False):
        lesson.save_revision().publish()


def test_many_courses_are_counted_in_one_query(
    enrolled: User,
    course: CoursePage,
    lessons: list[LessonPage],
    django_assert_num_queries: object,
) -> None:
    empty, other = make_course(lessons=0), make_course(lessons=3)
    complete_lesson(student=enrolled, lesson=lessons[0])

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = get_progress_by_course(enrolled, [course.pk, empty.pk, other.pk])

    assert found == {
        course.pk: Progress(done=1, total=4),
        empty.pk: Progress(done=0, total=0),
        other.pk: Progress(done=0, total=3),
    }


def test_one_learners_ticks_are_not_anothers(
    enrolled: User, newcomer: User, course: CoursePage, lesson: LessonPage
) -> None:
    enroll_student(student=newcomer, course=course)

    complete_lesson(student=enrolled, lesson=lesson)

    assert get_progress(newcomer, course.pk) == Progress(done=0, total=4)
