"""The first page of the admin and its menu: what is offered to whom."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu, help_menu, reports_menu
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield
from wagtail.users.models import UserProfile

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff, LessonPage
from tests.counting import count_statements
from tests.factories.editor import log_in, post_page, text_block
from tests.factories.pages import (
    get_catalogue,
    get_lessons,
    make_course,
    make_courses,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49")]

HOME = "/admin/"


def read_home(person: User) -> BeautifulSoup:
    response = log_in(person).get(HOME)
    assert response.status_code == 200, response
    return BeautifulSoup(response.content, "html.parser")


def panel(home: BeautifulSoup, name: str) -> str:
    """Return the words of one panel; "" where it is not drawn."""
    found = home.select_one(f"#teaching-{name}-content")
    return re.sub(r"\s+", " ", found.get_text(" ")).strip() if found else ""


def numbers(home: BeautifulSoup) -> list[str]:
    items = home.select(".w-summary__list li")
    return [re.sub(r"\s+", " ", item.get_text(" ")).strip() for item in items]


def test_a_teacher_sees_the_own_courses_and_what_they_lack(instructor: User) -> None:
    course = make_course(owner=instructor, title="Weaving", lessons=2)
    lesson = get_lessons(course)[0]
    lesson.title = "The loom"
    lesson.save_revision()

    home = read_home(instructor)

    assert "Weaving Published 2 lessons 10 minutes 0 learners edited just now" in panel(
        home, "courses"
    )
    assert panel(home, "drafts").startswith(
        "The loom Published, with a newer draft Lesson in Weaving"
    )
    assert "things to mend before learners see it" in panel(home, "gaps")
    links = {link["href"] for link in home.select("#teaching-courses-content a")}
    assert links == {
        reverse("wagtailadmin_pages:edit", args=[course.pk]),
        reverse("wagtailadmin_explore", args=[course.pk]),
        f"{reverse('course_staff:index')}?course={course.pk}",
        f"/courses/{course.slug}/",
    }


def test_a_stranger_sees_nothing_of_it(instructor: User, stranger: User) -> None:
    course = make_course(owner=instructor, title="Weaving")
    get_lessons(course)[0].save_revision()
    translate(course, "id", publish=False)

    home = read_home(stranger)

    assert "Weaving" not in home.get_text()
    assert numbers(home)[:2] == ["0 courses", "0 lessons"]
    assert home.select_one("#teaching-courses-content") is None


def test_an_assistant_is_not_led_to_the_staff(instructor: User, stranger: User) -> None:
    course = make_course(owner=instructor, title="Weaving")
    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)

    words = panel(read_home(stranger), "courses")

    assert "Weaving" in words
    assert "Staff" not in words


def test_who_left_a_course_reads_no_more_of_it(instructor: User, stranger: User) -> None:
    course = make_course(owner=instructor, title="Weaving")
    row = CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)
    lesson = get_lessons(course)[0]
    browser = log_in(stranger)
    body = streamfield([text_block("Warp and weft")])
    assert post_page(browser, lesson, body=body).status_code == 302
    Page.objects.filter(pk=lesson.pk).update(
        locked=True, locked_by=stranger, locked_at=timezone.now()
    )
    assert "Lesson 1.1" in read_home(stranger).get_text()

    row.delete()

    assert "Lesson 1.1" not in read_home(stranger).get_text()


def test_a_learner_is_not_in_the_admin(learner: User) -> None:
    """Not led to the log-in page either, which would lead them back here."""
    answer = log_in(learner).get(HOME)
    assert answer.status_code == 403
    assert "This is not open to you." in answer.content.decode()


def test_an_admin_sees_all_courses_and_counts_the_platform(
    admin: User, instructor: User, learner: User
) -> None:
    make_course(owner=instructor, title="Weaving", lessons=2)

    home = read_home(admin)

    assert "Weaving" in panel(home, "courses")
    assert numbers(home)[:4] == ["1 course", "2 lessons", "3 people", "1 language"]


def test_who_has_no_course_is_welcomed_with_three_ways(instructor: User) -> None:
    home = read_home(instructor)

    welcome = home.select_one(".teaching-welcome")
    assert welcome is not None
    ways = {link.get_text(strip=True): link["href"] for link in welcome.select("a")}
    catalogue = get_catalogue().pk
    assert ways == {
        "Write your first course": f"/admin/pages/add/course_pages/coursepage/{catalogue}/",
        "Import a course": "/admin/course-imports/new/",
        "Read the guide": "/admin/guide/",
    }
    browser = log_in(instructor)
    assert [browser.get(str(address)).status_code for address in ways.values()] == [200, 200, 200]
    make_course(owner=instructor)
    assert read_home(instructor).select_one(".teaching-welcome") is None


def test_what_a_language_wants_leads_to_the_report(instructor: User) -> None:
    course = make_course(owner=instructor, title="Weaving", modules=1, lessons=2)
    translate(course, "id")

    home = read_home(instructor)

    assert panel(home, "translations") == (
        "Weaving: Bahasa Indonesia 3 pages not translated Help: translate a course"
    )
    link: Any = home.select_one("#teaching-translations-content a")
    report = BeautifulSoup(log_in(instructor).get(link["href"]).content, "html.parser")
    rows = [row.get_text(" ", strip=True) for row in report.select("table.listing tbody tr")]
    assert sum("Not translated" in row for row in rows) == 3


def test_courses_lead_to_the_catalogue_in_the_language_of_the_person(instructor: User) -> None:
    translate(make_course(owner=instructor), "id")
    indonesian = get_catalogue().get_translations().get()
    browser = log_in(instructor)
    address = reverse("teaching_catalogue")

    english = browser.get(address)
    profile = UserProfile.get_for_user(instructor)
    profile.preferred_language = "id"
    profile.save()

    assert english.headers["Location"] == reverse("wagtailadmin_explore", args=[get_catalogue().pk])
    assert browser.get(address).headers["Location"] == reverse(
        "wagtailadmin_explore", args=[indonesian.pk]
    )


def read_menu(menu: Any, person: User, rf: Any) -> list[str]:
    request = rf.get(HOME)
    request.user = person
    items = sorted(menu.menu_items_for_request(request), key=lambda item: item.order)
    return [str(item.label) for item in items]


@pytest.mark.parametrize("who", ["instructor", "admin"])
def test_the_menu_is_in_the_order_of_the_work(
    who: str, request: pytest.FixtureRequest, client: Client, rf: Any
) -> None:
    person = request.getfixturevalue(who)
    make_course(owner=person)
    client.force_login(person)
    client.get(HOME)  # the addresses are loaded, and with them the items of the viewsets

    expected = {
        "instructor": [
            "Courses", "Pages", "Course staff", "Learners", "Imports",
            "Images", "Media", "Documents", "Reports", "Help",
        ],
        "admin": [
            "Courses", "Categories", "Pages", "Course staff", "Learners", "Imports",
            "Images", "Media", "Documents", "Reports", "Settings", "Help",
        ],
    }  # fmt: skip
    assert read_menu(admin_menu, person, rf) == expected[who]
    assert read_menu(help_menu, person, rf) == ["Guide", "Shortcuts"]
    assert ("Page types usage" in read_menu(reports_menu, person, rf)) is (who == "admin")


def test_the_statements_do_not_grow_with_the_courses(instructor: User) -> None:
    make_courses(3, modules=1, lessons=2, owner=instructor)
    LessonPage.objects.update(live=False)
    browser = log_in(instructor)
    few = count_statements(lambda: browser.get(HOME))
    make_courses(27, modules=2, lessons=4, owner=instructor)
    LessonPage.objects.update(live=False)

    assert CoursePage.objects.count() == 30
    assert count_statements(lambda: browser.get(HOME)) == few
