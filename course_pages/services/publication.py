"""From a submitted draft to a published page: what the workflow decides, and whom it tells."""

from collections.abc import Sequence

from django.db import transaction
from wagtail.admin.mail import BaseGroupApprovalTaskStateEmailNotifier
from wagtail.models import TaskState, WorkflowPage

from accounts.models import User
from course_pages.models import CourseIndexPage, TeacherApprovalTask
from course_pages.permissions.approval import get_approvers
from course_pages.selectors.obstacles import find_obstacles
from course_pages.selectors.readiness import Finding
from course_pages.signals import approval_requested
from events.services import announce


@transaction.atomic
def judge_readiness(*, task_state: TaskState) -> None:
    """Pass the submitted draft on, or give it back with the reasons as the comment.

    The verdict is written on `task_state` itself: Wagtail reads it there and goes on accordingly.
    """
    obstacles = find_obstacles(task_state.revision.as_object())
    if obstacles:
        task_state.reject(update=False, comment=_list_in_words(obstacles))
    else:
        task_state.approve(update=False)


@transaction.atomic
def request_approval(*, task_state: TaskState) -> None:
    """Announce that a draft waits for approval."""
    announce(approval_requested, task_state_id=task_state.pk)


def tell_approvers(*, task_state_id: int) -> None:
    """Write to those who may approve, unless the draft waits no more. They are not told twice."""
    waiting = TaskState.objects.filter(pk=task_state_id, status=TaskState.STATUS_IN_PROGRESS)
    for task_state in waiting:
        ApprovalNotifier()(instance=task_state, user=task_state.revision.user)


class ApprovalNotifier(BaseGroupApprovalTaskStateEmailNotifier):
    """Wagtail's mail "has been submitted for approval", to the people who answer for the course.

    Each reads it in the language they chose for the admin; who wants no such mails, gets none.
    """

    notification = "submitted"

    def can_handle(self, instance: TaskState, **kwargs: object) -> bool:
        return isinstance(instance.task.specific, TeacherApprovalTask)

    def get_recipient_users(self, task_state: TaskState, **kwargs: object) -> set[User]:
        page = task_state.workflow_state.content_object
        return {person for person in get_approvers(page) if person != kwargs.get("user")}


@transaction.atomic
def adopt_workflow(*, catalogue: CourseIndexPage) -> None:
    """Give the catalogue of another language the workflow that an existing one has, if any."""
    versions = CourseIndexPage.objects.filter(translation_key=catalogue.translation_key)
    known = WorkflowPage.objects.filter(page__in=versions).order_by("page").first()
    if known is not None and not WorkflowPage.objects.filter(page=catalogue).exists():
        WorkflowPage.objects.create(page=catalogue, workflow=known.workflow)


def _list_in_words(obstacles: Sequence[Finding]) -> str:
    return "\n".join(f"{finding.page_title}: {finding.message}" for finding in obstacles)
