"""What the staff of a course can do with it in the admin, and by how many questions."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail.permissions import policy_registry
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import (
    CourseDocument,
    CourseImage,
    CourseIndexPage,
    CoursePage,
    CourseStaff,
    LessonPage,
    ModulePage,
)
from course_pages.permissions import CoursePagePermissionPolicy, is_page_staff
from tests.factories.files import make_document, make_image, make_recording
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_course,
    make_lesson,
    translate,
)
from tests.factories.people import InstructorFactory, LearnerFactory

ACTIONS = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


pytestmark = pytest.mark.slow


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=2, lessons=2, title="Queries")


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    return get_modules(course)[0]


@pytest.fixture
def lesson(module: ModulePage, instructor: User) -> LessonPage:
    return make_lesson(module, title="Joins", owner=instructor)


@pytest.fixture
def browser(client: Client, instructor: User) -> Client:
    client.force_login(instructor)
    return client


@pytest.fixture
def policy() -> CoursePagePermissionPolicy:
    found: CoursePagePermissionPolicy = policy_registry.get_by_type(Page)
    return found


def again(person: User) -> User:
    """Return the person as the next request sees them: Wagtail caches permissions on the user."""
    return User.objects.get(pk=person.pk)


def titles(pages: Any) -> set[str]:
    return set(pages.values_list("title", flat=True))


# --- the policy ----------------------------------------------------------------------------------


def test_staff_may_edit_every_page_in_every_language(
    course: CoursePage, lesson: LessonPage, instructor: User
) -> None:
    translated = translate(course, "id", tree=True)
    pages = [
        course,
        *course.get_descendants().specific(),
        translated,
        *translated.get_descendants().specific(),
    ]

    assert len(pages) == 16
    for page in pages:
        tester = page.permissions_for_user(instructor)
        assert (tester.can_edit(), tester.can_publish(), tester.can_lock()) == (True, True, True)
        assert is_page_staff(instructor, page)


def test_strangers_and_learners_may_nothing(
    course: CoursePage, lesson: LessonPage, stranger: User, learner: User
) -> None:
    for person in (stranger, learner, AnonymousUser()):
        for page in (course, lesson):
            tester = page.permissions_for_user(person)
            assert tester.can_edit() is False
            assert tester.can_publish() is False
            assert tester.can_delete() is False
            assert tester.can_add_subpage() is False
            assert is_page_staff(person, page) is False


def test_the_explorer_shows_own_courses_and_the_way_to_them(
    course: CoursePage, policy: CoursePagePermissionPolicy, instructor: User, stranger: User
) -> None:
    make_course(owner=stranger, modules=0, title="Others", live=False)

    seen = titles(policy.explorable_instances(instructor))

    assert {"Queries", "Module 1", "Module 2", "Lesson 1.1"} <= seen
    assert "Others" not in seen


def test_an_instructor_without_a_course_sees_the_catalogue_and_may_add_to_it(
    course: CoursePage, policy: CoursePagePermissionPolicy, catalogue: CourseIndexPage
) -> None:
    beginner = InstructorFactory()
    tester = catalogue.permissions_for_user(beginner)

    assert catalogue.title in titles(policy.explorable_instances(beginner))
    assert "Queries" not in titles(policy.explorable_instances(beginner))
    assert tester.can_add_subpage()
    assert tester.can_publish_subpage()


def test_adding_to_the_catalogue_is_all_an_instructor_may_do_there(
    catalogue: CourseIndexPage, instructor: User, course: CoursePage
) -> None:
    bare = Page.objects.get(pk=catalogue.pk)
    for tester in (
        catalogue.permissions_for_user(instructor),
        bare.permissions_for_user(instructor),
    ):
        assert tester.can_add_subpage()
        assert not any(
            (
                tester.can_edit(),
                tester.can_publish(),
                tester.can_unpublish(),
                tester.can_delete(),
                tester.can_move(),
                tester.can_lock(),
                tester.can_reorder_children(),
                tester.can_set_view_restrictions(),
            )
        )


def test_a_learner_adds_nothing_to_the_catalogue(
    catalogue: CourseIndexPage, learner: User, policy: CoursePagePermissionPolicy
) -> None:
    tester = catalogue.permissions_for_user(learner)

    assert not tester.can_add_subpage()
    assert not tester.can_publish_subpage()
    assert not policy.user_has_any_permission(learner, ACTIONS)
    assert not policy.explorable_instances(learner).exists()


def test_a_site_editor_made_by_an_admin_keeps_the_groups_rights(
    course: CoursePage, lesson: LessonPage, policy: CoursePagePermissionPolicy
) -> None:
    editor = LearnerFactory()
    group = Group.objects.create(name="Proofreaders")
    editor.groups.add(group)
    GroupPagePermission.objects.create(group=group, page=course, permission_type="change")

    assert lesson.permissions_for_user(editor).can_edit()
    assert not lesson.permissions_for_user(editor).can_publish()
    assert "Joins" in titles(policy.instances_user_has_permission_for(editor, "change"))
    assert not policy.instances_user_has_permission_for(editor, "publish").exists()


def test_the_policy_knows_who_may_publish_a_lesson(
    lesson: LessonPage,
    policy: CoursePagePermissionPolicy,
    instructor: User,
    stranger: User,
    admin: User,
) -> None:
    people = policy.users_with_permission_for_instance("publish", lesson)

    assert set(people) == {instructor, admin}


def test_an_alias_belongs_to_the_staff_of_what_it_shows(
    course: CoursePage, instructor: User, stranger: User
) -> None:
    alias = course.create_alias(update_slug="alias").specific

    assert alias.permissions_for_user(instructor).can_edit()
    assert not alias.permissions_for_user(stranger).can_edit()


@pytest.mark.parametrize("count", [1, 12])
def test_rights_in_many_courses_are_three_questions(
    count: int,
    instructor: User,
    policy: CoursePagePermissionPolicy,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        make_course(owner=instructor, modules=0)
    person = again(instructor)
    pages = list(CoursePage.objects.all())

    with django_assert_num_queries(2):
        assert all(page.permissions_for_user(person).can_edit() for page in pages)
    with django_assert_num_queries(3):
        # The catalogues, the page that all have in common, and the pages themselves.
        assert policy.explorable_instances(person).count() > count


def test_more_courses_than_sqlite_can_or_together(
    instructor: User, policy: CoursePagePermissionPolicy, catalogue: CourseIndexPage
) -> None:
    person = again(instructor)
    person._page_permission_cache = [  # type: ignore[attr-defined]
        held
        for number in range(2000)
        for held in _permissions_at(f"{catalogue.path}{Page._int2str(number).rjust(4, '0')}")
    ]

    assert policy.instances_user_has_permission_for(person, "change").count() == 0


def _permissions_at(path: str) -> list[Any]:
    from course_pages.permissions.pages import Codename, StaffPermission

    return [StaffPermission(Page(path=path), Codename("change_page"))]


# --- by browser, on one's own course -------------------------------------------------------------


def course_form(**fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "New course",
            "slug": "new-course",
            "subtitle": "",
            "description": json.dumps({"blocks": [], "entityMap": {}}),
            "outcomes": streamfield([]),
            "requirements": streamfield([]),
            "thumbnail": "",
            "category": "",
            "difficulty_level": "beginner",
            "delivery": "self_paced",
            "price": "0",
            "currency": "USD",
            "comments": inline_formset([]),
            **fields,
        }
    )


def lesson_form(**fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "Groups",
            "slug": "groups",
            "summary": "",
            "minutes": "7",
            "body": streamfield([]),
            "attachments": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


@pytest.mark.spec("S115")
def test_an_instructor_creates_and_publishes_a_course(
    client: Client, catalogue: CourseIndexPage, stranger: User
) -> None:
    client.force_login(stranger)
    url = reverse("wagtailadmin_pages:add", args=["course_pages", "coursepage", catalogue.pk])

    assert client.get(url).status_code == 200
    response = client.post(url, course_form(**{"action-publish": "1"}))

    course = CoursePage.objects.get(slug="new-course")
    assert response.status_code == 302
    assert course.live
    assert list(course.staff.values_list("person", "role")) == [(stranger.pk, StaffRole.OWNER)]


@pytest.mark.spec("S65")
def test_staff_build_and_publish_a_lesson(browser: Client, module: ModulePage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["course_pages", "lessonpage", module.pk])

    browser.post(url, lesson_form())
    lesson = LessonPage.objects.get(slug="groups")
    assert lesson.get_parent().pk == module.pk
    assert not lesson.live

    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    browser.post(edit, lesson_form(title="Grouping", **{"action-publish": "1"}))
    lesson.refresh_from_db()
    assert (lesson.title, lesson.live) == ("Grouping", True)


@pytest.mark.parametrize(
    "name",
    [
        "edit",
        "view_draft",
        "history",
        "workflow_history",
        "usage",
        "copy",
        "move",
        "delete",
        "unpublish",
        "set_privacy",
    ],
)
def test_staff_reach_the_screens_of_their_lesson(
    name: str, browser: Client, lesson: LessonPage
) -> None:
    response = browser.get(reverse(f"wagtailadmin_pages:{name}", args=[lesson.pk]))

    assert response.status_code == 200


def test_staff_compare_and_revert_revisions(browser: Client, lesson: LessonPage) -> None:
    old = lesson.latest_revision or lesson.save_revision()
    lesson.title = "Outer joins"
    lesson.save_revision()
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[lesson.pk, "earliest", "latest"]
    )
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, old.pk])

    assert b"Outer joins" in browser.get(compare).content
    assert browser.get(revert).status_code == 200


def test_staff_lock_and_unlock(browser: Client, lesson: LessonPage) -> None:
    browser.post(reverse("wagtailadmin_pages:lock", args=[lesson.pk]))
    lesson.refresh_from_db()
    assert lesson.locked

    browser.post(reverse("wagtailadmin_pages:unlock", args=[lesson.pk]))
    lesson.refresh_from_db()
    assert not lesson.locked


@pytest.mark.spec("S65")
def test_staff_reorder_their_lessons(browser: Client, module: ModulePage) -> None:
    first, second = get_lessons(module)
    url = reverse("wagtailadmin_pages:set_page_position", args=[second.pk])

    assert browser.post(f"{url}?position=0").status_code == 200

    assert [page.pk for page in get_lessons(module)] == [second.pk, first.pk]
    explorer = reverse("wagtailadmin_explore", args=[module.pk])
    assert browser.get(f"{explorer}?ordering=ord").status_code == 200


def test_staff_move_a_lesson_to_another_module(
    browser: Client, course: CoursePage, lesson: LessonPage
) -> None:
    other = get_modules(course)[1]

    browser.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, other.pk]))

    assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == other.pk


def test_staff_copy_their_course_and_own_the_copy(
    browser: Client, course: CoursePage, catalogue: CourseIndexPage, instructor: User
) -> None:
    browser.post(
        reverse("wagtailadmin_pages:copy", args=[course.pk]),
        {
            "new_title": "Queries again",
            "new_slug": "queries-again",
            "new_parent_page": catalogue.pk,
            "copy_subpages": "on",
        },
    )

    copy = CoursePage.objects.get(slug="queries-again")
    assert copy.get_descendant_count() == 6
    assert list(copy.staff.values_list("person", "role")) == [(instructor.pk, StaffRole.OWNER)]


@pytest.mark.parametrize(("action", "is_live"), [("unpublish", False), ("publish", True)])
def test_staff_publish_and_unpublish_in_bulk(
    action: str, is_live: bool, browser: Client, lesson: LessonPage
) -> None:
    LessonPage.objects.filter(pk=lesson.pk).update(live=not is_live)
    lesson.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    browser.post(f"{url}?id={lesson.pk}&next=/", {})

    assert LessonPage.objects.get(pk=lesson.pk).live is is_live


def test_staff_translate_their_lesson(browser: Client, lesson: LessonPage) -> None:
    locale = Locale.objects.get_or_create(language_code="id")[0]
    translate(lesson.get_parent().specific, "id")
    url = reverse("wagtail_localize:submit_page_translation", args=[lesson.pk])

    assert browser.get(url).status_code == 200
    browser.post(url, {"locales": [locale.pk], "include_subtree": ""})

    translated = lesson.get_translation(locale)
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).status_code == 200


def test_choosers_offer_own_things_only(
    browser: Client, course: CoursePage, instructor: User, stranger: User
) -> None:
    for owner, name in ((instructor, "Mine"), (stranger, "Theirs")):
        make_image(owner=owner, title=name)
        make_document(owner=owner, title=name)
        make_recording(owner=owner, title=name)
    make_course(owner=stranger, modules=0, title="Theirs")
    catalogue = course.get_parent()
    addresses = [
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtailmedia:chooser"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse("wagtailmedia:index"),
    ]

    for url in addresses:
        content = browser.get(url).content
        assert b"Mine" in content
        assert b"Theirs" not in content
    pages = browser.get(reverse("wagtailadmin_choose_page_child", args=[catalogue.pk])).content
    assert b"Queries" in pages
    assert b"Theirs" not in pages


def test_a_collection_that_an_admin_opened_can_be_chosen_from(
    browser: Client, instructor: User, admin: User
) -> None:
    from django.contrib.auth.models import Permission
    from wagtail.models import Collection, GroupCollectionPermission

    shared = Collection.get_first_root_node().add_child(name="For all instructors")
    GroupCollectionPermission.objects.create(
        group=Group.objects.get(name="Instructors"),
        collection=shared,
        permission=Permission.objects.get(
            codename="choose_image", content_type__app_label="wagtailimages"
        ),
    )
    make_image(owner=admin, title="House style", collection=Collection.objects.get(pk=shared.pk))
    image = make_image(owner=admin, title="Admin only")

    content = browser.get(reverse("wagtailimages_chooser:choose")).content

    assert b"House style" in content
    assert image.title.encode() not in content


def test_an_instructor_uploads_an_image_and_a_document(browser: Client, instructor: User) -> None:
    picture = SimpleUploadedFile("plan.png", get_test_image_file().file.getvalue())
    text = SimpleUploadedFile("plan.txt", b"The plan")

    browser.post(reverse("wagtailimages:add"), {"title": "Plan", "file": picture})
    browser.post(reverse("wagtaildocs:add"), {"title": "Plan", "file": text})

    assert CourseImage.objects.get(title="Plan").uploaded_by_user == instructor
    assert CourseDocument.objects.get(title="Plan").uploaded_by_user == instructor


@pytest.mark.parametrize("is_own", [True, False])
def test_a_lesson_takes_no_file_that_its_editor_may_not_choose(
    is_own: bool, browser: Client, module: ModulePage, instructor: User, stranger: User
) -> None:
    """Otherwise typing a number would give the editor any private file there is."""
    owner = instructor if is_own else stranger
    document, recording = make_document(owner=owner), make_recording(owner=owner)
    url = reverse("wagtailadmin_pages:add", args=["course_pages", "lessonpage", module.pk])
    link = f'<p><a linktype="document" id="{document.pk}">Sheet</a></p>'
    video = {"media": str(recording.pk), "embed": "", "title": "A", "poster": "", "transcript": ""}
    smuggled = [
        {"body": streamfield([("video", video)])},
        {"body": streamfield([("text", rich_text(link, editor="default"))])},
        {"attachments": inline_formset([{"document": document.pk, "title": "", "id": ""}])},
    ]

    for number, fields in enumerate(smuggled):
        browser.post(url, lesson_form(slug=f"smuggled-{number}", **fields))
        assert LessonPage.objects.filter(slug=f"smuggled-{number}").exists() is is_own


def test_a_colleagues_file_stays_when_the_lesson_is_edited(
    browser: Client, lesson: LessonPage, stranger: User
) -> None:
    recording = make_recording(owner=stranger)
    video = {"media": recording, "embed": "", "title": "A", "poster": None, "transcript": ""}
    lesson.body = [("video", video)]  # type: ignore[assignment]
    lesson.save_revision().publish()
    same = {**video, "media": str(recording.pk), "poster": ""}

    browser.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        lesson_form(title="Edited", body=streamfield([("video", same)]), **{"action-publish": "1"}),
    )

    assert LessonPage.objects.get(pk=lesson.pk).title == "Edited"


# --- the staff list by browser -------------------------------------------------------------------


def test_the_owner_puts_a_colleague_on_the_list_by_address(
    browser: Client, course: CoursePage, stranger: User
) -> None:
    page = browser.get(reverse("wagtailadmin_explore", args=[course.pk]))
    assert f"/course-staff/?course={course.pk}" in page.content.decode()

    browser.post(
        reverse("course_staff:add"),
        {"course": course.pk, "email": "Stranger@Example.com", "role": "assistant"},
    )

    assert CourseStaff.objects.get(course=course, person=stranger).role == "assistant"
    listing = browser.get(f"{reverse('course_staff:index')}?course={course.pk}").content.decode()
    assert "Stan Other" in listing
    assert "stranger@example.com" not in listing


@pytest.mark.parametrize("email", ["learner@example.com", "nobody@example.com"])
def test_a_learners_address_is_answered_like_nobodys(
    email: str, browser: Client, course: CoursePage, learner: User
) -> None:
    response = browser.post(
        reverse("course_staff:add"), {"course": course.pk, "email": email, "role": "assistant"}
    )

    assert "No instructor has this address." in response.content.decode()
    assert course.staff.count() == 1


def test_a_strangers_course_cannot_be_named(
    browser: Client, course: CoursePage, stranger: User, instructor: User
) -> None:
    other = make_course(owner=stranger, modules=0)

    browser.post(
        reverse("course_staff:add"),
        {"course": other.pk, "email": instructor.email, "role": "assistant"},
    )

    assert list(other.staff.values_list("person", flat=True)) == [stranger.pk]


def test_an_assistant_comes_to_no_staff_list(
    client: Client, course: CoursePage, stranger: User
) -> None:
    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)
    client.force_login(stranger)

    assert client.get(reverse("course_staff:index")).status_code == 302
    assert client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).status_code == 200


def test_the_owner_is_not_taken_off_and_the_screen_says_why(
    browser: Client, course: CoursePage
) -> None:
    response = browser.post(
        reverse("course_staff:delete", args=[course.staff.get().pk]), follow=True
    )

    assert "A course needs an owner." in response.content.decode()
    assert course.staff.count() == 1


def test_a_colleague_is_taken_off_by_the_owner(
    browser: Client, course: CoursePage, stranger: User
) -> None:
    row = CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)

    browser.post(reverse("course_staff:delete", args=[row.pk]))

    assert not CourseStaff.objects.filter(pk=row.pk).exists()


def test_the_course_is_handed_over_by_the_owner(
    browser: Client, course: CoursePage, stranger: User, instructor: User
) -> None:
    row = CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)

    browser.post(reverse("course_staff:edit", args=[row.pk]), {"role": "owner"})

    assert dict(course.staff.values_list("person", "role")) == {
        stranger.pk: "owner",
        instructor.pk: "instructor",
    }
