"""What axe says of the explorer's lists, with everything in them that a row may show."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts.models import User
from course_pages.models import CoursePage
from tests.factories.pages import (
    get_catalogue,
    get_lessons,
    get_modules,
    make_category,
    make_lesson,
    translate,
)
from tests.journeys.browser import DESKTOP, PHONE, Visitor, find_violations

pytestmark = [pytest.mark.spec("S65"), pytest.mark.spec("S71")]


@pytest.fixture
def full_course(course: CoursePage) -> CoursePage:
    """Return a course with a category, a price, a draft, a change, a schedule and translations."""
    course.category = make_category("Baking")
    course.price_minor = 1950
    course.save_revision().publish()
    module = get_modules(course)[0]
    make_lesson(module, title="A draft", live=False)
    soon = timezone.now() + timedelta(days=2)
    scheduled = make_lesson(module, title="Soon", live=False, go_live_at=soon)
    scheduled.save_revision(approved_go_live_at=soon)
    changed = get_lessons(module)[0]
    changed.summary = "Changed."
    changed.save_revision()
    translate(course, "id", publish=False)
    translate(course, "ar", tree=True)
    return course


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("ar", "light")])
def test_everybody_can_use_the_lists(
    guest: Visitor, full_course: CoursePage, instructor: User, language: str, theme: str
) -> None:
    UserProfile.objects.update_or_create(
        user=instructor, defaults={"preferred_language": language, "theme": theme}
    )
    module = get_modules(full_course)[0]
    page = guest.log_in(instructor.email)
    found = {}
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for parent in (get_catalogue(), full_course, module):
            guest.go(f"/admin/pages/{parent.pk}/")
            page.wait_for_load_state("networkidle")
            found[f"{parent.title} {size['width']}"] = find_violations(page)

    assert {place: faults for place, faults in found.items() if faults} == {}
