"""Every address of the admin, filled with the ids of one person's things.

The list is built from the URL resolver: an address with an argument that is not known here fails
the tests, so nothing new goes untested.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from accounts.models import User
from course_pages.models import (
    CourseDocument,
    CourseImage,
    CourseMedia,
    CoursePage,
    CourseStaff,
    LessonPage,
    ModulePage,
)

NOT_ABOUT_ANYTHING = {
    "",  # the 404 and other nameless addresses
    "wagtailadmin_error_test",
    "wagtailadmin_logout",
}
CHILD_MODELS = {CoursePage: "modulepage", ModulePage: "lessonpage", LessonPage: "lessonpage"}


@dataclass(frozen=True)
class Belongings:
    """What belongs to one teacher: the things a stranger must not come near."""

    owner: User
    course: CoursePage
    module: ModulePage
    lesson: LessonPage
    translated: LessonPage
    translation: Translation
    workflow_state: WorkflowState
    task_state: TaskState
    staff: CourseStaff
    image: CourseImage
    document: CourseDocument
    media: CourseMedia

    @property
    def pages(self) -> dict[str, Page]:
        return {
            "course": self.course,
            "module": self.module,
            "lesson": self.lesson,
            "translation": self.translated,
        }


@dataclass(frozen=True)
class Address:
    """One pattern of the admin."""

    name: str
    arguments: frozenset[str]
    route: str = field(compare=False, default="")

    def fill(self, values: dict[str, Any]) -> str:
        """Return the address with everything that it names taken from `values`.

        Raises:
            KeyError: it names something that `values` does not know.
        """
        return reverse(self.name, kwargs={name: values[name] for name in self.arguments})


def list_admin_addresses() -> list[Address]:
    """Return every named address below the admin's prefix, each once."""
    found = {
        address
        for address in _walk(get_resolver().url_patterns, "", "", frozenset())
        if address.route.startswith(f"{settings.ADMIN_PATH}/")
        and address.name.rpartition(":")[2] not in NOT_ABOUT_ANYTHING
    }
    return sorted(found, key=lambda address: (address.name, sorted(address.arguments)))


def _walk(
    patterns: list[URLPattern | URLResolver], route: str, namespace: str, above: frozenset[str]
) -> Iterator[Address]:
    for item in patterns:
        here = f"{route}{item.pattern}"
        arguments = above | frozenset(item.pattern.regex.groupindex)
        if isinstance(item, URLResolver):
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from _walk(item.url_patterns, here, inner, arguments)
        else:
            yield Address(f"{namespace}{item.name or ''}", arguments, here)


def values_about(target: Page, things: Belongings) -> dict[str, Any]:
    """Return a value for every argument that an address of the admin may have."""
    source = things.translation.source
    revision = target.get_latest_revision()
    model = type(target)
    return {
        "page_id": target.pk,
        "parent_page_id": target.pk,
        "page_to_move_id": target.pk,
        "destination_id": target.pk,
        "page_pk": target.pk,
        "object_id": str(target.pk),
        "pk": target.pk,
        "app_label": model._meta.app_label,
        "model_name": model._meta.model_name,
        "app_name": model._meta.app_label,
        "content_type_app_name": model._meta.app_label,
        "content_type_model_name": CHILD_MODELS[model],
        "revision_id": revision.pk if revision else 1,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action": "delete",
        "action_name": "publish",
        "task_state_id": things.task_state.pk,
        "task_id": things.task_state.task_id,
        "workflow_state_id": things.workflow_state.pk,
        "workflow_pk": things.workflow_state.workflow_id,
        "session_id": 1,
        "translation_id": things.translation.pk,
        "translation_source_id": source.pk,
        "string_segment_id": source.stringsegment_set.order_by("pk")[0].pk,
        "overridable_segment_id": 1,
        "mode": "default",
        "language": "id",
        "media_type": "video",
        "image_id": things.image.pk,
        "document_id": things.document.pk,
        "doc_id": things.document.pk,
        "media_id": things.media.pk,
        "uploaded_file_id": 1,
        "filter_spec": "max-10x10",
        "collection_id": 1,
        "redirect_id": 1,
        "uidb64": "x",
        "token": "x",
        "chapter": "first-look",
        "picture": "home.webp",
    }


def find_address(address: Address, values: dict[str, Any]) -> str | None:
    """Return the filled address; None where it does not exist for such a target."""
    try:
        return address.fill(values)
    except NoReverseMatch:
        return None
