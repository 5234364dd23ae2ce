"""Another title from the list: at once for learners, while a draft stays a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.models import GroupPagePermission, Page, PageLogEntry, Workflow

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.models import LessonPage, ModulePage
from course_pages.services.renaming import rename_page
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_course,
    make_lesson,
    make_module,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S65")]


@pytest.fixture
def module(instructor: User) -> ModulePage:
    return make_module(make_course(owner=instructor, modules=0, slug="sql"), slug="first")


@pytest.fixture
def lesson(module: ModulePage) -> LessonPage:
    return make_lesson(module, title="Old", slug="old", summary="Live words")


def fresh(lesson: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


def test_a_published_lesson_is_renamed_for_learners(lesson: LessonPage, instructor: User) -> None:
    rename_page(page=lesson, title="  New  ", actor=instructor)

    found = fresh(lesson)
    assert (found.title, found.draft_title, found.slug) == ("New", "New", "old")
    assert (found.live, found.has_unpublished_changes) == (True, False)
    log = PageLogEntry.objects.filter(page=lesson, user=instructor).order_by("pk")
    assert [entry.action for entry in log] == ["wagtail.edit", "wagtail.publish"]


def test_words_that_wait_in_a_draft_stay_there(lesson: LessonPage, instructor: User) -> None:
    lesson.summary = "Draft words"
    lesson.save_revision(user=instructor)

    rename_page(page=lesson, title="New", actor=instructor)

    found = fresh(lesson)
    draft = found.get_latest_revision_as_object()
    assert (found.title, found.summary) == ("New", "Live words")
    assert (draft.title, draft.summary) == ("New", "Draft words")
    assert (found.live, found.has_unpublished_changes) == (True, True)
    found.get_latest_revision().publish()
    assert (fresh(lesson).title, fresh(lesson).summary) == ("New", "Draft words")


def test_a_draft_that_was_never_published_stays_one(module: ModulePage, instructor: User) -> None:
    lesson = make_lesson(module, title="Old", live=False)
    lesson.save_revision(user=instructor)

    rename_page(page=lesson, title="New", actor=instructor)

    assert (fresh(lesson).live, fresh(lesson).draft_title) == (False, "New")


def test_the_address_follows_only_when_asked_and_the_old_one_leads_there(
    lesson: LessonPage, instructor: User, django_capture_on_commit_callbacks: Any
) -> None:
    lesson.free_preview = True
    lesson.save_revision().publish()
    lesson.summary = "Draft words"
    lesson.save_revision(user=instructor)
    with django_capture_on_commit_callbacks(execute=True):
        rename_page(page=lesson, title="A new title", actor=instructor, with_address=True)

    assert fresh(lesson).slug == "a-new-title"
    assert fresh(lesson).get_latest_revision_as_object().slug == "a-new-title"
    answer = Client().get("/courses/sql/first/old/")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/courses/sql/first/a-new-title/",
    )
    assert Client().get("/courses/sql/first/a-new-title/").status_code == 200


def test_an_address_that_is_taken_gets_a_number(module: ModulePage, instructor: User) -> None:
    make_lesson(module, title="New", slug="new")
    lesson = make_lesson(module, title="Old", slug="old")

    rename_page(page=lesson, title="New", actor=instructor, with_address=True)

    assert fresh(lesson).slug == "new-2"


@pytest.mark.parametrize("title", ["", "   ", "x" * 256])
def test_a_title_must_be_one(lesson: LessonPage, instructor: User, title: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rename_page(page=lesson, title=title, actor=instructor)

    assert refusal.value.code == "title"
    assert fresh(lesson).title == "Old"


def test_somebody_elses_lesson_keeps_its_title(
    lesson: LessonPage, stranger: User, learner: User, admin: User
) -> None:
    for person in (stranger, learner):
        with pytest.raises(NotAllowed):
            rename_page(page=lesson, title="New", actor=person)
    assert fresh(lesson).title == "Old"

    rename_page(page=lesson, title="New", actor=admin)
    assert fresh(lesson).title == "New"


def test_who_may_edit_and_not_publish_renames_no_published_page(
    lesson: LessonPage, newcomer: User
) -> None:
    editors = Group.objects.create(name="Proofreaders")
    newcomer.groups.add(editors)
    course = lesson.get_parent().get_parent()
    GroupPagePermission.objects.create(
        group=editors,
        page=course,
        permission=Permission.objects.get(
            content_type__app_label="wagtailcore", codename="change_page"
        ),
    )

    with pytest.raises(NotAllowed, match="Learners see this page"):
        rename_page(page=lesson, title="New", actor=newcomer)
    assert fresh(lesson).title == "Old"


def test_a_locked_page_says_who_locked_it(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    LessonPage.objects.filter(pk=lesson.pk).update(
        locked=True, locked_by=admin, locked_at=timezone.now()
    )

    with pytest.raises(NotAllowed, match="locked") as refusal:
        rename_page(page=lesson, title="New", actor=instructor)
    assert refusal.value.code == "locked"
    assert fresh(lesson).title == "Old"


def test_a_scheduled_page_keeps_its_title_until_it_is_published(
    lesson: LessonPage, instructor: User
) -> None:
    lesson.go_live_at = timezone.now() + timedelta(days=1)
    lesson.save_revision(user=instructor).publish()

    with pytest.raises(NotAllowed) as refusal:
        rename_page(page=lesson, title="New", actor=instructor)
    assert refusal.value.code == "locked"
    assert fresh(lesson).title == "Old"


def test_a_page_on_its_way_through_a_workflow_keeps_its_title(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    lesson.save_revision(user=instructor)
    Workflow.objects.get(name="Moderators approval").start(lesson, instructor)

    for person in (instructor, admin):
        with pytest.raises(NotAllowed) as refusal:
            rename_page(page=lesson, title="New", actor=person)
        assert refusal.value.code == "locked"
    assert fresh(lesson).title == "Old"


def test_a_kept_translation_is_renamed_in_its_own_editor(
    lesson: LessonPage, instructor: User
) -> None:
    translated = translate(lesson, "id")

    with pytest.raises(InvalidInput) as refusal:
        rename_page(page=translated, title="Baru", actor=instructor)
    assert refusal.value.code == "translated"


def test_the_screen_renames_and_leads_back(
    client: Client, lesson: LessonPage, instructor: User
) -> None:
    client.force_login(instructor)
    module = lesson.get_parent()
    back = reverse("wagtailadmin_explore", args=[module.pk])
    query = urlencode({"next": back})
    address = f"{reverse('course_pages_admin:rename', args=[lesson.pk])}?{query}"

    assert address in client.get(back).content.decode()
    assert "Learners see the new title at once." in client.get(address).content.decode()
    refused = client.post(address, {"title": " "})
    assert refused.status_code == 200
    assert "This field is required." in refused.content.decode()
    answer = client.post(address, {"title": "New"}, follow=True)

    assert answer.redirect_chain == [(back, 302)]
    assert "“Old” is called “New” now." in answer.content.decode()
    assert fresh(lesson).title == "New"


def test_the_screen_is_closed_to_strangers(
    client: Client, lesson: LessonPage, stranger: User
) -> None:
    client.force_login(stranger)
    address = reverse("course_pages_admin:rename", args=[lesson.pk])

    for answer in (client.get(address), client.post(address, {"title": "New"})):
        assert answer.status_code == 302
        assert "Old" not in answer.content.decode()
    assert fresh(lesson).title == "Old"


def test_a_course_and_a_module_are_renamed_too(instructor: User) -> None:
    course = make_course(owner=instructor)
    module = get_modules(course)[0]

    rename_page(page=course, title="Other course", actor=instructor)
    rename_page(page=module, title="Other module", actor=instructor)

    assert Page.objects.get(pk=course.pk).title == "Other course"
    assert course.facts.__class__.objects.get(pk=course.pk).title == "Other course"
    assert Page.objects.get(pk=module.pk).title == "Other module"
    assert len(get_lessons(course)) == 2
