"""Who may choose, change and have images, documents and recordings."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from course_pages import ports
from course_pages.models import CourseImage
from course_pages.permissions.people import is_admin, staff_rows
from course_pages.ports import Person, PrivateFile
from course_pages.selectors.files import courses_using


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's ownership rule, where whoever may change a file may also choose it.

    Wagtail lets people choose from whole collections only; so instructors, who may add to every
    collection, could either choose everybody's files or not even their own.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        allowed = super().user_has_permission(user, action)
        return bool(allowed or (action == "choose" and super().user_has_permission(user, "add")))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        return bool(
            super().user_has_any_permission_for_instance(user, _with_change(actions), instance)
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        files: QuerySet[Any] = super().instances_user_has_any_permission_for(
            user, _with_change(actions)
        )
        return files


def may_have_file(person: Person, file: PrivateFile) -> bool:
    """Return whether the person may have a document or recording.

    The uploader, admins and the staff of a course that uses the file may, and whoever one of the
    registered gates lets in. Nobody else: a file that nothing uses stays with its uploader.
    """
    return may_teach_with(person, file) or any(gate(person, file) for gate in ports.file_gates)


def may_teach_with(person: Person, file: PrivateFile | CourseImage) -> bool:
    """Return whether the person added the file, or teaches a course that uses it; admins may."""
    if is_admin(person) or _uploaded(person, file):
        return True
    return bool(staff_rows(person).filter(course__in=courses_using(file)).exists())


def _uploaded(person: Person, file: PrivateFile | CourseImage) -> bool:
    return bool(person.is_active and file.uploaded_by_user_id == person.pk is not None)


def _with_change(actions: Iterable[str]) -> set[str]:
    actions = set(actions)
    return {*actions, "change"} if "choose" in actions else actions
