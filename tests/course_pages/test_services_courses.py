"""A course is announced, owned and published exactly once, by whatever road it comes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CourseFacts, CoursePage, CourseStaff, LessonPage
from course_pages.services import courses
from course_pages.services.courses import register_course
from events.models import Event
from tests.factories.bodies import make_video
from tests.factories.pages import (
    get_catalogue,
    get_lessons,
    get_modules,
    make_course,
    make_lesson,
    translate,
)

pytestmark = pytest.mark.django_db


def heard(name: str) -> list[dict[str, Any]]:
    return list(Event.objects.filter(name=name).order_by("pk").values_list("facts", flat=True))


def add_course(owner: User | None = None, **fields: Any) -> CoursePage:
    course = CoursePage(**{"title": "SQL", "slug": "sql", "owner": owner, "live": False} | fields)
    get_catalogue().add_child(instance=course)
    return course


@pytest.mark.spec("S239")
@pytest.mark.spec("S54")
def test_new_course_is_announced_once_and_belongs_to_who_made_it(instructor: User) -> None:
    course = add_course(instructor)

    assert heard("course_created") == [{"course_id": course.pk}]
    assert Event.objects.get(name="course_created").actor_id == instructor.pk
    (staff,) = CourseStaff.objects.filter(course=course)
    assert (staff.person, staff.role) == (instructor, StaffRole.OWNER)
    assert CourseFacts.objects.get(course=course).title == "SQL"


def test_course_made_by_nobody_has_no_owner_and_is_announced() -> None:
    course = add_course(None)

    assert heard("course_created") == [{"course_id": course.pk}]
    assert not CourseStaff.objects.filter(course=course).exists()


def test_registering_twice_changes_nothing(instructor: User) -> None:
    course = add_course(instructor)
    register_course(course=course)

    assert len(heard("course_created")) == 1
    assert CourseStaff.objects.count() == 1


@pytest.mark.spec("S239")
def test_saving_publishing_and_moving_make_no_new_course() -> None:
    course = make_course(lessons=1)
    course.title = "Other"
    course.save()
    course.save_revision().publish()
    course.unpublish()
    make_course(slug="second").move(course, pos="left")

    assert len(heard("course_created")) == 2


def test_translation_is_no_new_course() -> None:
    course = make_course(lessons=1)
    translate(course, "id", tree=True)

    assert heard("course_created") == [{"course_id": course.pk}]
    assert CourseStaff.objects.count() == 1


def test_copy_is_a_new_course_of_who_copied_it(instructor: User, stranger: User) -> None:
    course = make_course(owner=instructor, lessons=1)
    copy = course.copy(recursive=True, update_attrs={"slug": "copy"}, user=None)
    copy_of_other = course.copy(update_attrs={"slug": "copy-2", "owner": stranger})

    ids = [course.pk, copy.pk, copy_of_other.pk]
    assert heard("course_created") == [{"course_id": pk} for pk in ids]
    owners = CourseStaff.objects.order_by("course").values_list("course", "person", "role")
    assert list(owners) == [
        (course.pk, instructor.pk, "owner"),
        (copy.pk, instructor.pk, "owner"),
        (copy_of_other.pk, stranger.pk, "owner"),
    ]


def test_alias_becomes_a_course_when_it_is_converted() -> None:
    course = make_course(lessons=0)
    alias = course.create_alias(parent=get_catalogue(), update_slug="alias")
    assert len(heard("course_created")) == 1

    ConvertAliasPageAction(alias).execute()
    assert heard("course_created") == [{"course_id": course.pk}, {"course_id": alias.pk}]
    assert CourseStaff.objects.filter(course=alias, role=StaffRole.OWNER).count() == 1


def test_refused_course_is_not_announced(monkeypatch: pytest.MonkeyPatch, instructor: User) -> None:
    def refuse(**facts: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(courses, "refresh_course_facts", refuse)
    with pytest.raises(RuntimeError):
        add_course(instructor)

    assert not CoursePage.objects.exists()
    assert not CourseStaff.objects.exists()
    assert heard("course_created") == []


@pytest.mark.spec("S240")
def test_publication_is_announced_once_with_whether_it_is_the_first() -> None:
    course = make_course(lessons=1, live=False)
    assert heard("course_published") == []

    course.save_revision().publish()
    assert heard("course_published") == [{"course_id": course.pk, "is_first": True}]

    CoursePage.objects.get(pk=course.pk).save_revision().publish()
    course = CoursePage.objects.get(pk=course.pk)
    course.unpublish()
    course.save_revision().publish()
    assert [facts["is_first"] for facts in heard("course_published")] == [True, False, False]
    assert heard("course_unpublished") == [{"course_id": course.pk}]


@pytest.mark.spec("S240")
def test_publication_names_who_published(instructor: User) -> None:
    course = make_course(owner=instructor, lessons=0, live=False)
    course.save_revision(user=instructor).publish(user=instructor)

    assert Event.objects.get(name="course_published").actor_id == instructor.pk


def test_publishing_a_lesson_a_translation_or_a_draft_announces_no_course() -> None:
    course = make_course(lessons=1)
    translated = translate(course, "id", tree=True)
    CoursePage.objects.get(pk=translated.pk).unpublish()
    make_lesson(get_modules(course)[0]).save_revision().publish()
    course.save_revision()
    get_lessons(course)[0].unpublish()

    assert heard("course_published") == [{"course_id": course.pk, "is_first": True}]
    assert heard("course_unpublished") == []


def test_scheduled_course_is_announced_when_it_appears() -> None:
    course = make_course(lessons=0, live=False)
    course.go_live_at = timezone.now() + timedelta(hours=1)
    course.save_revision().publish()
    assert heard("course_published") == []

    revision = course.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    revision.publish()
    assert heard("course_published") == [{"course_id": course.pk, "is_first": True}]


def test_publication_that_fails_half_way_publishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(lessons=1, live=False)
    revision = course.save_revision()

    def refuse(*args: Any, **facts: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(courses, "announce", refuse)
    with pytest.raises(RuntimeError):
        revision.publish()

    assert CoursePage.objects.get(pk=course.pk).live is False
    assert CourseFacts.objects.get(course=course).is_published is False


def test_unpublication_that_fails_half_way_unpublishes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = make_course(lessons=1)

    def refuse(*args: Any, **facts: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(courses, "announce", refuse)
    with pytest.raises(RuntimeError):
        course.unpublish()

    assert CoursePage.objects.get(pk=course.pk).live is True
    assert CourseFacts.objects.get(course=course).is_published is True


@pytest.mark.spec("S239", "S240")
def test_course_made_and_published_in_the_editor_is_announced_once(
    client: Client,
    instructor: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client.force_login(instructor)
    address = reverse(
        "wagtailadmin_pages:add", args=["course_pages", "coursepage", get_catalogue().pk]
    )
    data = nested_form_data(
        {
            "title": "SQL",
            "slug": "sql",
            "description": rich_text(""),
            "outcomes": streamfield([]),
            "requirements": streamfield([]),
            "difficulty_level": "beginner",
            "delivery": "self_paced",
            "price": "",
            "currency": "USD",
            "comments": inline_formset([]),
            "action-publish": "on",
        }
    )
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, data)

    assert response.status_code == 302
    course = CoursePage.objects.get(slug="sql")
    assert course.live
    assert course.live_revision is not None
    assert CourseStaff.objects.get(course=course).person == instructor
    assert heard("course_created") == [{"course_id": course.pk}]
    assert heard("course_published") == [{"course_id": course.pk, "is_first": True}]


@pytest.mark.spec("S70")
@pytest.mark.spec("B1")
def test_course_is_written_page_by_page_in_the_editor(client: Client, instructor: User) -> None:
    course = make_course(owner=instructor, modules=0, lessons=0)
    client.force_login(instructor)
    common = {"comments": inline_formset([]), "action-publish": "on"}
    client.post(
        reverse("wagtailadmin_pages:add", args=["course_pages", "modulepage", course.pk]),
        nested_form_data({"title": "Basics", "slug": "basics", "summary": "", **common}),
    )
    (module,) = get_modules(course)
    lesson = {
        "title": "SELECT",
        "slug": "select",
        "summary": "",
        "minutes": "7",
        "body": streamfield([]),
        "attachments": inline_formset([]),
        **common,
    }
    client.post(
        reverse("wagtailadmin_pages:add", args=["course_pages", "lessonpage", module.pk]),
        nested_form_data(lesson),
    )

    (page,) = get_lessons(course)
    assert (page.title, page.minutes, page.live) == ("SELECT", 7, True)
    facts = CourseFacts.objects.get(course=course)
    assert (facts.lesson_count, facts.minutes) == (1, 7)
    assert isinstance(page, LessonPage)


def test_a_published_lesson_is_announced_with_its_course_in_any_language() -> None:
    course = make_course(lessons=1)
    (lesson,) = get_lessons(course)
    assert heard("lesson_published") == []

    lesson.save_revision().publish()
    translate(lesson, "id")

    assert heard("lesson_published") == [{"course_id": course.pk, "lesson_id": lesson.pk}] * 2
    assert heard("course_translated") == [{"course_id": course.pk}]


def test_a_draft_of_a_lesson_is_no_news() -> None:
    module = get_modules(make_course(lessons=0))[0]

    make_lesson(module, live=False).save_revision()

    assert heard("lesson_published") == []


def test_a_recording_is_announced_when_it_changes() -> None:
    film = make_video("Film")
    assert heard("recording_changed") == []

    film.transcript = "Other words."
    film.save()

    assert heard("recording_changed") == [{"recording_id": film.pk}]
