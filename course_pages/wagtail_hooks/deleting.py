"""Deleting is asked first, by the delete screen and by the bulk action."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from course_pages.ports import Reason
from course_pages.selectors.deletion import reasons_to_keep


@hooks.register("before_delete_page")
def ask_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what something depends on, and offer to unpublish it."""
    reasons = reasons_to_keep(page)
    if not reasons:
        return None
    _say_why(request, reasons)
    if page.live and page.permissions_for_user(request.user).can_unpublish():
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def ask_before_bulk_deleting(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> HttpResponse | None:
    """Refuse to delete any of several pages if something depends on one of them."""
    pages = [item for item in objects if isinstance(item, Page)]
    reasons = reasons_to_keep(*pages) if action_type == "delete" and pages else []
    if not reasons:
        return None
    _say_why(request, reasons)
    return redirect(action.next_url)


def _say_why(request: HttpRequest, reasons: Sequence[Reason]) -> None:
    why = " ".join(str(reason.message) for reason in reasons)
    messages.error(
        request,
        _("This cannot be deleted. %(reasons)s Unpublishing hides it from learners.")
        % {"reasons": why},
    )
