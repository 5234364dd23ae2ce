"""What is looked at where more fits than a search looks at."""

import pytest

from accounts.models import User
from course_pages.models import LessonPage
from learning.services.enrollment import enroll_student
from search.enums import EntryKind
from search.selectors.hits import MOST_HITS
from search.selectors.suggestions import list_suggestions
from tests.factories.pages import make_courses
from tests.search.entries import add_entries
from tests.search.index import search, titles

pytestmark = pytest.mark.django_db

MANY = MOST_HITS + 10


@pytest.mark.spec("S51")
def test_a_course_named_so_comes_before_hundreds_that_mention_it() -> None:
    *others, named = make_courses(MANY, modules=0)
    add_entries(EntryKind.COURSE, others, title="Cloth", words="About batik")
    add_entries(EntryKind.COURSE, [named], title="Batik by hand")

    found = search("batik")

    assert titles(found)[:2] == ["Batik by hand", "Cloth"]
    assert (found.total, found.is_cut) == (MOST_HITS, True)


@pytest.mark.spec("S51")
def test_words_in_hundreds_of_closed_lessons_hide_none_of_ones_own(learner: User) -> None:
    courses = make_courses(MANY, modules=1, lessons=1)
    add_entries(EntryKind.TEXT, LessonPage.objects.order_by("pk"), title="Dye", words="indigo")
    enroll_student(student=learner, course=courses[-1])

    assert search("indigo").total == 0
    (found,) = search("indigo", learner).results
    assert found.places[0].title == courses[-1].title


@pytest.mark.spec("S51")
def test_words_in_hundreds_of_closed_lessons_hide_no_free_one() -> None:
    make_courses(MANY, modules=1, lessons=1)
    lessons = LessonPage.objects.order_by("pk")
    free = lessons[MANY - 1]
    LessonPage.objects.filter(pk=free.pk).update(free_preview=True)
    closed = lessons.exclude(pk=free.pk)
    add_entries(EntryKind.TEXT, closed, title="Dye", words="indigo")
    add_entries(EntryKind.TEXT, [free], title="Blue", words="indigo", is_free=True)

    assert titles(search("indigo")) == ["Blue"]


def test_suggestions_are_of_the_first_hundreds_courses_before_lessons() -> None:
    courses = make_courses(MANY, modules=1, lessons=1)
    lessons = LessonPage.objects.order_by("pk")
    add_entries(EntryKind.LESSON, lessons, title="Batik at night")
    add_entries(EntryKind.COURSE, courses[-1:], title="Batik by hand")

    found = list_suggestions("bat", language="en", catalogue_url="/courses/")

    assert [one.kind for one in found] == ["course", *["lesson"] * 7]
