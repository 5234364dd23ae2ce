"""What the workflow says to people in the page editor."""

from collections.abc import Sequence

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, TaskState, WorkflowState

from course_pages.models import ReadinessTask, TeacherApprovalTask
from course_pages.selectors.obstacles import find_obstacles
from course_pages.selectors.readiness import Finding

SUBMITTING = ("action-submit", "action-restart-workflow", "action-workflow-action")
SHOWN = 8
"""Reasons named in one message; a large course may have a hundred."""


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def stay_with_what_was_given_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead back to the editor when the check has given a submitted page back at once.

    Wagtail would say that the page is submitted, and leave for the explorer.
    """
    if not any(name in request.POST for name in SUBMITTING):
        return None
    if not isinstance(_get_refusal_task(page), ReadinessTask):
        return None
    # Whoever reads the messages takes them: "has been submitted" would be half the truth.
    list(get_messages(request))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def say_what_the_workflow_wants(request: HttpRequest, page: Page) -> None:
    """Tell who opens a page what its workflow wants: what to mend by now, or to decide on it."""
    if request.method != "GET" or "_w_hydrate_create_view" in request.GET:
        return
    task_state = _get_refusal(page)
    if task_state is None:
        _say_what_waits(request, page)
    elif isinstance(task_state.task.specific, ReadinessTask):
        _say_obstacles(request, find_obstacles(page))
    else:
        _say_comment(request, task_state)


def _say_what_waits(request: HttpRequest, page: Page) -> None:
    """Tell those who may approve the page that it waits for them, and where to decide."""
    task_state = page.current_workflow_task_state
    if task_state is None or not isinstance(task_state.task.specific, TeacherApprovalTask):
        return
    if task_state.task.specific.get_actions(page, request.user):
        who = get_user_display_name(task_state.workflow_state.requested_by)
        message = _(
            "%(person)s submitted this for approval. Approve it, or ask for changes, under “More "
            "actions” beside “Save draft”."
        )
        messages.info(request, message % {"person": who})


def _get_refusal(page: Page) -> TaskState | None:
    """Return the step that gave the page back and waits for it to be mended."""
    # Asked anew: the editor's page remembers the state it had before it was submitted.
    states = WorkflowState.objects.for_instance(page).select_related("current_task_state__task")
    state = states.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).first()
    return state.current_task_state if state else None


def _get_refusal_task(page: Page) -> object:
    refusal = _get_refusal(page)
    return refusal.task.specific if refusal else None


def _say_obstacles(request: HttpRequest, obstacles: Sequence[Finding]) -> None:
    if not obstacles:
        messages.success(
            request, _("What was missing is there now. Submit the page again when you are done.")
        )
        return
    heading = _("This is not ready to publish yet. Mend the following, then submit it again:")
    items = format_html_join("", "<li>{}</li>", ((_link(found),) for found in obstacles[:SHOWN]))
    messages.warning(
        request, format_html("{} <ul>{}{}</ul>", heading, items, _count_rest(len(obstacles)))
    )


def _link(found: Finding) -> SafeString:
    address = reverse("wagtailadmin_pages:edit", args=[found.page_id]) + found.fragment
    # Wagtail's color of links cannot be read on the color of its messages.
    return format_html(
        '<a class="w-text-current w-underline" href="{}">{}</a>: {}',
        address,
        found.page_title,
        found.message,
    )


def _count_rest(total: int) -> SafeString:
    rest = total - SHOWN
    if rest <= 0:
        return SafeString("")
    words = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return format_html("<li>{}</li>", words)


def _say_comment(request: HttpRequest, task_state: TaskState) -> None:
    comment = task_state.comment or _("There is no comment.")
    who = get_user_display_name(task_state.finished_by)
    message = _("%(person)s asks for changes: %(comment)s") % {"person": who, "comment": comment}
    messages.warning(request, message)
