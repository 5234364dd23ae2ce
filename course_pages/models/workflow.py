"""The two steps of the workflow that courses, modules and lessons begin with.

Wagtail keeps tasks as rows of their own type: an admin makes more of them, and puts them into other
workflows, under Settings.
"""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from course_pages import ports

Action = tuple[str, "str | Promise", bool]
"""What somebody may do at a task: its name, its words, whether it asks for a comment."""


class ReadinessTask(Task):
    """Asks nobody: passes a page on that is ready, and gives any other back with the reasons.

    The verdict is `services.publication.judge_readiness`, called when the task begins.
    """

    # Wagtail keeps the first name for ever; schools call things otherwise.
    admin_form_readonly_on_edit_fields: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("readiness check")
        verbose_name_plural = _("readiness checks")

    @classmethod
    def get_description(cls) -> str:
        return gettext(
            "The page goes on if nothing is missing that must be there. Otherwise its author "
            "learns at once what to mend."
        )


class TeacherApprovalTask(Task):
    """Waits for somebody who answers for the course: its owner, an instructor of it, an admin."""

    admin_form_readonly_on_edit_fields: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("approval by a teacher of the course")
        verbose_name_plural = _("approvals by a teacher of the course")

    @classmethod
    def get_description(cls) -> str:
        return gettext("The owner or an instructor of the course, or an admin, approves the page.")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin to wait; an assistant's lock gives way, or nobody could approve."""
        page = workflow_state.content_object
        if page.locked_by and not ports.approval.may_approve(page.locked_by, page):
            page.locked, page.locked_by, page.locked_at = False, None, None
            page.save(update_fields=["locked", "locked_by", "locked_at"])
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or reject once: of two people at the same time, the second changes nothing.

        What is approved is the latest draft, for that is what Wagtail publishes.
        """
        waiting = (
            TaskState.objects.select_for_update()
            .filter(pk=task_state.pk, status=TaskState.STATUS_IN_PROGRESS)
            .first()
        )
        if waiting is None:
            return
        waiting.revision = waiting.workflow_state.content_object.get_latest_revision()
        super().on_action(waiting, user, action_name, **kwargs)

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return ports.approval.may_approve(user, obj)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not ports.approval.may_approve(user, obj)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return ports.approval.may_approve(user, obj)

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        if not ports.approval.may_approve(user, obj):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        # Wagtail keeps the page's number as text.
        ids = ports.approval.get_pages(user).values(key=Cast("pk", CharField()))
        waiting: QuerySet[TaskState] = self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=ids
        )
        return waiting
