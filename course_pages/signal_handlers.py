"""Wagtail's news of pages, heard once for the whole product.

Every handler calls one service. What other apps want to know they hear as domain events.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, Revision, Site, TaskState
from wagtail.signals import page_published, page_unpublished, post_page_move, task_submitted

from accounts.models import User, UserProfile
from course_pages.models import (
    Category,
    CourseImage,
    CourseIndexPage,
    CourseMedia,
    CoursePage,
    CourseStaff,
    HomePage,
    LessonPage,
    ModulePage,
    ReadinessTask,
    TeacherApprovalTask,
)
from course_pages.models.base import CanonicalPage
from course_pages.services import courses, publication, shared_pages
from course_pages.signals import approval_requested
from events.signals import Announcement

DRAFT_COLUMNS = frozenset(
    {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
)
"""What saving a draft writes on a page's own row; visitors see none of it."""


@receiver(post_save, sender=CoursePage)
def on_course_saved(
    instance: CoursePage,
    created: bool,
    raw: bool,
    update_fields: frozenset[str] | None,
    **kwargs: Any,
) -> None:
    """A course is new when its row is, or when an alias became a page of its own."""
    if not raw and (created or "canonical" in (update_fields or ())):
        courses.register_course(course=instance)


@receiver(post_save, sender=LessonPage)
def on_lesson_saved(instance: LessonPage, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        courses.note_new_page(page=instance)


@receiver(task_submitted, sender=TaskState)
def on_task_submitted(instance: TaskState, **kwargs: Any) -> None:
    """A page has come to a step of its workflow."""
    task = instance.task.specific
    if isinstance(task, ReadinessTask):
        publication.judge_readiness(task_state=instance)
    elif isinstance(task, TeacherApprovalTask):
        publication.request_approval(task_state=instance)


@approval_requested.listener
def on_approval_requested(event: Announcement) -> None:
    publication.tell_approvers(task_state_id=event.facts["task_state_id"])


@receiver(post_save, sender=CourseIndexPage)
def on_catalogue_saved(instance: CourseIndexPage, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        publication.adopt_workflow(catalogue=instance)


@receiver(page_published, sender=CoursePage)
@receiver(page_published, sender=ModulePage)
@receiver(page_published, sender=LessonPage)
def on_page_published(instance: CanonicalPage, revision: Revision, **kwargs: Any) -> None:
    courses.note_publication(page=instance, actor_id=revision.user_id)


@receiver(page_unpublished, sender=CoursePage)
@receiver(page_unpublished, sender=ModulePage)
@receiver(page_unpublished, sender=LessonPage)
def on_page_unpublished(instance: CanonicalPage, **kwargs: Any) -> None:
    courses.note_unpublication(page=instance)


@receiver(post_page_move, sender=ModulePage)
@receiver(post_page_move, sender=LessonPage)
def on_page_moved(parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """A move within one parent changes the order alone, which is read from the tree."""
    if parent_page_before.pk != parent_page_after.pk:
        courses.note_changed_branches(parents=[parent_page_before, parent_page_after])


@receiver(post_save, sender=CourseMedia)
def on_recording_saved(instance: CourseMedia, created: bool, raw: bool, **kwargs: Any) -> None:
    """A new recording stands in no lesson yet."""
    if not created and not raw:
        courses.note_changed_recording(recording=instance)


@receiver(post_delete, sender=Page)
def on_page_deleted(instance: Page, **kwargs: Any) -> None:
    """Heard of the page's base row: by then nothing of the deleted branch is left to be found."""
    courses.note_deleted_page(path=instance.path)


@receiver(post_delete, sender=Page)
@receiver(post_save, sender=Page)
@receiver(post_save, sender=CourseIndexPage)
@receiver(post_save, sender=CoursePage)
@receiver(post_save, sender=ModulePage)
@receiver(post_save, sender=LessonPage)
@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=Category)
@receiver([post_save, post_delete], sender=CourseStaff)
@receiver([post_save, post_delete], sender=CourseImage)
@receiver(post_page_move)
def on_visible_row_written(update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Rows that visitors see; heard of by every road that writes them, for none may be stale."""
    if update_fields is None or not DRAFT_COLUMNS.issuperset(update_fields):
        shared_pages.renew_shared_pages()


@receiver([post_save, post_delete], sender=Site)
@receiver([post_save, post_delete], sender=Locale)
@receiver([post_save, post_delete], sender=HomePage)
@receiver(post_page_move, sender=HomePage)
def on_front_door_written(**kwargs: Any) -> None:
    shared_pages.renew_front_doors()


@receiver(post_save, sender=User)
@receiver(post_save, sender=UserProfile)
def on_person_saved(
    instance: User | UserProfile,
    created: bool,
    update_fields: frozenset[str] | None,
    **kwargs: Any,
) -> None:
    """Course pages name their teachers; a new account teaches nothing, a login changes no name."""
    if not created and update_fields != frozenset({"last_login"}):
        shared_pages.note_changed_person(person_id=instance.pk)
