"""An instructor comes to nothing of another instructor's, whatever address is typed."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.models import EditingSession
from wagtail.models import (
    Comment,
    Page,
    PageViewRestriction,
    Revision,
    TaskState,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CourseDocument, CourseImage, CourseMedia, CourseStaff
from tests.course_pages.admin_addresses import (
    Address,
    Belongings,
    find_address,
    list_admin_addresses,
    values_about,
)
from tests.factories.files import make_document, make_image, make_recording
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.slow

SECRET = "Zephyr"
"""Stands in the name of everything that belongs to the owner."""
WORD = "Holdfast"
"""Stands there too: a search for it would find them, and its echo gives nothing away."""
OWNER_SIDE = ("course", "module", "lesson", "translation")
POSTED: dict[str, Any] = {
    "title": "Taken",
    "slug": "taken",
    "new_title": "Taken",
    "new_slug": "taken",
    "name": "Taken",
    "role": "assistant",
    "email": "stranger@example.com",
    "action-publish": "1",
    "restriction_type": "login",
    "locales": ["3"],
    "next": "/",
    "value": "Taken",
    "is_editing": "1",
    "comment": "Taken",
}


@pytest.fixture
def owner(instructor: User) -> User:
    return instructor


@pytest.fixture
def belongings(owner: User) -> Belongings:
    """A course with a module, a lesson, its translation and files, all bearing the secret."""
    course = make_course(owner=owner, modules=1, lessons=0, title=f"{SECRET} {WORD} course")
    module = get_modules(course)[0]
    module.title = f"{SECRET} {WORD} module"
    module.save_revision(user=owner).publish()
    lesson = make_lesson(module, title=f"{SECRET} {WORD} lesson", owner=owner)
    lesson.save_revision(user=owner)
    translated = translate(lesson, "id", title=f"{SECRET} {WORD} terjemahan")
    workflow_state = Workflow.objects.all()[0].start(lesson, owner)
    return Belongings(
        owner=owner,
        course=course,
        module=module,
        lesson=lesson,
        translated=translated,
        translation=Translation.objects.get(
            source__object_id=lesson.translation_key, target_locale=translated.locale
        ),
        workflow_state=workflow_state,
        task_state=workflow_state.current_task_state,
        staff=CourseStaff.objects.get(course=course, person=owner),
        image=make_image(owner=owner, title=f"{SECRET} {WORD} image"),
        document=make_document(
            owner=owner, title=f"{SECRET} {WORD} document", name=f"{SECRET}.txt"
        ),
        media=make_recording(owner=owner, title=f"{SECRET} {WORD} media", name=f"{SECRET}.mp4"),
    )


@pytest.fixture
def stranger_browser(client: Client, stranger: User) -> Client:
    """The browser of an instructor with a course of their own, so that nothing is refused
    merely because the person has no page at all."""
    make_course(owner=stranger, modules=1, lessons=1, title="Own course")
    client.force_login(stranger)
    return client


def fingerprint() -> dict[str, Any]:
    """Return everything that a stranger could have changed."""
    return {
        "pages": list(
            Page.objects.order_by("pk").values_list(
                "pk",
                "path",
                "title",
                "slug",
                "live",
                "locked",
                "alias_of",
                "has_unpublished_changes",
            )
        ),
        "revisions": Revision.objects.count(),
        "scheduled": Revision.objects.filter(approved_go_live_at__isnull=False).count(),
        "comments": Comment.objects.count(),
        "restrictions": PageViewRestriction.objects.count(),
        "sources": list(TranslationSource.objects.values_list("pk", "last_updated_at")),
        "translations": list(Translation.objects.values_list("pk", "enabled")),
        "strings": list(StringTranslation.objects.order_by("pk").values_list("pk", "data")),
        "overrides": SegmentOverride.objects.count(),
        "workflows": list(WorkflowState.objects.values_list("pk", "status")),
        "tasks": list(TaskState.objects.values_list("pk", "status")),
        "sessions": EditingSession.objects.count(),
        "staff": list(CourseStaff.objects.order_by("pk").values_list("pk", "person", "role")),
        "images": list(CourseImage.objects.values_list("pk", "title", "file")),
        "documents": list(CourseDocument.objects.values_list("pk", "title", "file")),
        "media": list(CourseMedia.objects.values_list("pk", "title", "file")),
    }


def shows_secret(response: Any) -> bool:
    return SECRET.lower() in b"".join(response).decode(errors="replace").lower()


def describe_breach(response: Any, before: dict[str, Any]) -> str:
    """Return what is wrong with the answer to a stranger; "" when nothing is."""
    if response.status_code >= 500:
        return f"answers {response.status_code}"
    if shows_secret(response):
        return f"shows the secret, with status {response.status_code}"
    after = fingerprint()
    changed = [name for name, value in before.items() if after[name] != value]
    return f"changes {changed}" if changed else ""


def try_addresses(
    browser: Client, method: str, addresses: list[Address], values: dict[str, Any], query: str = ""
) -> list[str]:
    breaches = []
    for address in addresses:
        url = find_address(address, values)
        if url is None:
            continue
        before = fingerprint()
        send = getattr(browser, method)
        response = send(f"{url}{query}", POSTED) if method == "post" else send(f"{url}{query}")
        breach = describe_breach(response, before)
        if breach:
            breaches.append(f"{method} {address.name} ({url}{query}) {breach}")
    return breaches


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", OWNER_SIDE)
def test_no_address_of_the_admin_shows_or_changes_what_is_somebody_elses(
    kind: str, method: str, belongings: Belongings, stranger_browser: Client
) -> None:
    """A new address with an argument nobody thought of ends in a KeyError here."""
    addresses = [address for address in list_admin_addresses() if address.arguments]
    values = values_about(belongings.pages[kind], belongings)

    assert len(addresses) > 100
    assert try_addresses(stranger_browser, method, addresses, values) == []


def test_no_list_of_the_admin_names_what_is_somebody_elses(
    belongings: Belongings, stranger_browser: Client
) -> None:
    addresses = [address for address in list_admin_addresses() if not address.arguments]

    assert len(addresses) > 50
    for query in ("", f"?q={WORD}", "?page_type=course_pages.lessonpage"):
        assert try_addresses(stranger_browser, "get", addresses, {}, query) == []


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_no_bulk_action_reaches_other_peoples_pages(
    action: str, belongings: Belongings, stranger_browser: Client, stranger: User
) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    own = CourseStaff.objects.get(person=stranger).course
    before = fingerprint()

    for page in belongings.pages.values():
        for query in (f"id={page.pk}", f"id=all&childOf={page.pk}"):
            response = stranger_browser.post(
                f"{url}?{query}&next=/", {"chooser": own.pk, "include_descendants": "on"}
            )
            assert describe_breach(response, before) == ""


def test_no_bulk_action_reaches_other_peoples_files(
    belongings: Belongings, stranger_browser: Client
) -> None:
    before = fingerprint()

    for file in (belongings.image, belongings.document):
        for action in ("delete", "add_tags", "add_to_collection"):
            url = reverse(
                "wagtail_bulk_action", args=["course_pages", file._meta.model_name, action]
            )
            response = stranger_browser.post(
                f"{url}?id={file.pk}&next=/", {"tags": "taken", "collection": "1"}
            )
            assert describe_breach(response, before) == ""
        assert list(file.tags.names()) == []


@pytest.mark.parametrize("kind", OWNER_SIDE)
def test_no_action_of_the_admin_api_reaches_other_peoples_pages(
    kind: str, belongings: Belongings, stranger_browser: Client, stranger: User
) -> None:
    page = belongings.pages[kind]
    own = CourseStaff.objects.get(person=stranger).course
    details = {
        "destination_page_id": own.pk,
        "locale": "ar",
        "recursive": True,
        "revision_id": page.latest_revision_id,
    }
    before = fingerprint()

    for action in PagesAdminAPIViewSet.actions:
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        response = stranger_browser.post(url, json.dumps(details), content_type="application/json")
        assert response.status_code == 302
        assert describe_breach(response, before) == ""


def test_own_lesson_cannot_be_moved_into_somebody_elses_module(
    belongings: Belongings, stranger_browser: Client, stranger: User
) -> None:
    own = get_lessons(CourseStaff.objects.get(person=stranger).course)[0]
    url = reverse("wagtailadmin_pages:move_confirm", args=[own.pk, belongings.module.pk])
    before = fingerprint()

    response = stranger_browser.post(url)

    assert response.status_code == 302
    assert describe_breach(response, before) == ""


def test_own_lesson_cannot_be_copied_into_somebody_elses_module(
    belongings: Belongings, stranger_browser: Client, stranger: User
) -> None:
    own = get_lessons(CourseStaff.objects.get(person=stranger).course)[0]
    before = fingerprint()

    stranger_browser.post(
        reverse("wagtailadmin_pages:copy", args=[own.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": belongings.module.pk},
    )

    assert fingerprint() == before


def test_chosen_pages_name_no_page_of_somebody_else(
    belongings: Belongings, stranger_browser: Client
) -> None:
    ids = "&".join(f"id={page.pk}" for page in belongings.pages.values())

    response = stranger_browser.get(f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?{ids}")

    assert response.status_code == 302
    assert not shows_secret(response)


def test_uploading_over_somebody_elses_recording_is_refused(
    belongings: Belongings, stranger_browser: Client
) -> None:
    before = fingerprint()

    stranger_browser.post(
        reverse("wagtailmedia:edit", args=[belongings.media.pk]),
        {"title": "Taken", "duration": 1, "file": ContentFile(b"x", name="x.mp4"), "collection": 1},
    )

    assert fingerprint() == before


@pytest.mark.parametrize(("actor", "answer"), [("anonymous", 302), ("learner", 403)])
def test_those_who_do_not_teach_never_enter_the_admin(
    actor: str, answer: int, client: Client, belongings: Belongings, learner: User
) -> None:
    if actor == "learner":
        client.force_login(learner)
    values = values_about(belongings.lesson, belongings)
    answers = {
        client.get(url).status_code
        for address in list_admin_addresses()
        if not address.name.startswith(("wagtailadmin_login", "wagtailadmin_password_reset"))
        and not address.name.startswith(("wagtailadmin_sprite", "wagtailadmin_javascript"))
        and address.name not in ("admin_words", "admin_login")
        and (url := find_address(address, values))
    }

    assert answers == {answer}


def test_a_staff_member_of_low_rank_still_edits(
    belongings: Belongings, stranger_browser: Client, stranger: User
) -> None:
    """The same stranger, made an assistant, may: so the refusals above mean something."""
    edit = reverse("wagtailadmin_pages:edit", args=[belongings.module.pk])
    assert stranger_browser.get(edit).status_code == 302

    CourseStaff.objects.create(course=belongings.course, person=stranger, role=StaffRole.ASSISTANT)

    response = stranger_browser.get(edit)
    assert response.status_code == 200
    assert shows_secret(response)
