"""One learner, one course, two languages."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from course_pages.models import CoursePage
from learning.models import LessonProgress
from tests.factories.pages import get_lessons, translate
from tests.journeys.browser import Visitor
from tests.journeys.steps import answer, complete, enrol_from_catalogue


@pytest.mark.spec("S71")
def test_a_lesson_is_gone_on_with_in_another_language(
    guest: Visitor, course: CoursePage, newcomer: User
) -> None:
    arabic = get_lessons(translate(course, "ar", tree=True))
    page = guest.log_in("newcomer@example.com")
    enrol_from_catalogue(page, "bread", "Bread at Home")
    answer(page, "Four")
    expect(page.get_by_text("Well counted.")).to_be_visible()

    guest.go(arabic[0].url)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("radio", name="Four (ar)")).to_be_checked()
    expect(page.get_by_text("Well counted. (ar)")).to_be_visible()
    guest.look("language-lesson-in-arabic")
    complete(page)
    expect(page.get_by_text("This lesson is done.")).to_be_visible()
    assert page.url.startswith(f"{guest.site}/ar/")

    guest.go(get_lessons(course)[0].url)
    expect(page.get_by_text("This lesson is done.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Lessons")).to_contain_text("1 of 4 lessons done")
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 1
