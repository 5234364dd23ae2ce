"""Order without dragging, moving between modules, and copies that belong to who made them."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.enums import Direction, StaffRole
from course_pages.models import CoursePage, CourseStaff, LessonPage
from course_pages.services.ordering import Place, move_one_step
from tests.factories.pages import get_lessons, get_modules, make_course, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S65")]


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=2, lessons=3)


def order(page: Page) -> list[str]:
    """Return the titles of the children, as learners meet them."""
    return list(
        Page.objects.get(pk=page.pk).get_children().order_by("path").values_list("title", flat=True)
    )


def test_a_lesson_changes_places_with_its_neighbour(course: CoursePage, instructor: User) -> None:
    module = get_modules(course)[0]
    first, second, third = get_lessons(module)

    down = move_one_step(page=first, direction=Direction.DOWN, actor=instructor)
    up = move_one_step(page=third, direction=Direction.UP, actor=instructor)

    assert (down, up) == (Place(2, 3), Place(2, 3))
    assert order(module) == ["Lesson 1.2", "Lesson 1.3", "Lesson 1.1"]
    entries = PageLogEntry.objects.filter(action="wagtail.reorder").order_by("pk")
    assert [(entry.page_id, entry.user) for entry in entries] == [
        (first.pk, instructor),
        (third.pk, instructor),
    ]
    assert second.pk == get_lessons(module)[0].pk


def test_a_module_takes_its_lessons_along(course: CoursePage, instructor: User) -> None:
    move_one_step(page=get_modules(course)[0], direction=Direction.DOWN, actor=instructor)

    assert [lesson.title for lesson in get_lessons(course)] == [
        *("Lesson 2.1", "Lesson 2.2", "Lesson 2.3"),
        *("Lesson 1.1", "Lesson 1.2", "Lesson 1.3"),
    ]


def test_at_the_end_of_the_row_nothing_moves(course: CoursePage, instructor: User) -> None:
    first, *_middle, last = get_lessons(get_modules(course)[0])

    top = move_one_step(page=first, direction=Direction.UP, actor=instructor)
    bottom = move_one_step(page=last, direction=Direction.DOWN, actor=instructor)

    assert (top, bottom) == (Place(1, 3), Place(3, 3))
    assert order(get_modules(course)[0]) == ["Lesson 1.1", "Lesson 1.2", "Lesson 1.3"]


def test_strangers_order_nothing(course: CoursePage, stranger: User, learner: User) -> None:
    first = get_lessons(course)[0]
    for person in (stranger, learner):
        with pytest.raises(NotAllowed):
            move_one_step(page=first, direction=Direction.DOWN, actor=person)

    assert order(get_modules(course)[0]) == ["Lesson 1.1", "Lesson 1.2", "Lesson 1.3"]


def test_an_instructor_does_not_order_the_catalogue(course: CoursePage, instructor: User) -> None:
    make_course()

    with pytest.raises(NotAllowed):
        move_one_step(page=course, direction=Direction.DOWN, actor=instructor)


def test_a_translation_has_no_order_of_its_own(course: CoursePage, instructor: User) -> None:
    translated = translate(get_lessons(course)[0], "id")

    with pytest.raises(InvalidInput) as refusal:
        move_one_step(page=translated, direction=Direction.DOWN, actor=instructor)
    assert refusal.value.code == "not_original"


def press(client: Client, page: Page, direction: str) -> str:
    """Press a button of the list; return where it leads."""
    back = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    address = reverse("course_pages_admin:move_step", args=[page.pk])
    assert f'formaction="{address}?next={back}"' in client.get(back).content.decode()
    answer = client.post(f"{address}?next={back}", {"direction": direction})
    assert answer.status_code == 302
    return str(answer.headers["Location"]).removeprefix(back)


def test_the_focus_stays_on_the_button_or_on_the_way_back(
    client: Client, course: CoursePage, instructor: User
) -> None:
    client.force_login(instructor)
    lesson = get_lessons(course)[0]

    assert press(client, lesson, "down") == f"#move-{lesson.pk}-down"
    assert press(client, lesson, "down") == f"#move-{lesson.pk}-up"
    assert press(client, lesson, "up") == f"#move-{lesson.pk}-up"
    said = client.get(reverse("wagtailadmin_explore", args=[lesson.get_parent().pk]))
    assert "“Lesson 1.1” is number 2 of 3 now." in said.content.decode()


def test_no_look_moves_anything_and_nonsense_is_no_direction(
    client: Client, course: CoursePage, instructor: User, stranger: User
) -> None:
    lesson = get_lessons(course)[0]
    address = reverse("course_pages_admin:move_step", args=[lesson.pk])
    client.force_login(instructor)
    assert client.get(address).status_code == 405
    assert client.post(address, {"direction": "sideways"}).status_code == 404
    client.force_login(stranger)
    assert client.post(address, {"direction": "down"}).status_code == 302

    assert order(get_modules(course)[0])[0] == "Lesson 1.1"


def test_a_lesson_moves_to_another_module_by_the_admin(
    client: Client, course: CoursePage, instructor: User
) -> None:
    client.force_login(instructor)
    lesson = get_lessons(course)[0]
    target = get_modules(course)[1]

    address = reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, target.pk])
    assert client.get(address).status_code == 200
    client.post(address)

    assert order(target) == ["Lesson 2.1", "Lesson 2.2", "Lesson 2.3", "Lesson 1.1"]
    assert LessonPage.objects.get(pk=lesson.pk).facts.module_id == target.pk


@pytest.mark.spec("S49")
def test_a_copy_belongs_to_who_made_it(
    client: Client, course: CoursePage, instructor: User, stranger: User, admin: User
) -> None:
    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)
    client.force_login(stranger)
    form = {
        "new_title": "Copied",
        "new_slug": "copied",
        "new_parent_page": course.get_parent().pk,
        "copy_subpages": "on",
    }

    answer = client.post(reverse("wagtailadmin_pages:copy", args=[course.pk]), form)

    assert answer.status_code == 302
    copy = CoursePage.objects.get(slug="copied")
    assert [(row.person, row.role) for row in copy.staff.all()] == [(stranger, StaffRole.OWNER)]
    assert (copy.canonical_id, len(get_lessons(copy))) == (copy.pk, 6)
    assert all(lesson.is_canonical for lesson in get_lessons(copy))
    assert not copy.permissions_for_user(instructor).can_edit()
    assert copy.permissions_for_user(stranger).can_publish()
    assert copy.permissions_for_user(admin).can_edit()


def test_a_stranger_copies_nothing(client: Client, course: CoursePage, stranger: User) -> None:
    client.force_login(stranger)
    form = {
        "new_title": "Taken",
        "new_slug": "taken",
        "new_parent_page": course.get_parent().pk,
        "copy_subpages": "on",
    }

    client.post(reverse("wagtailadmin_pages:copy", args=[course.pk]), form)

    assert not CoursePage.objects.filter(slug="taken").exists()
