"""Deleting pages outside the admin: importers, the API, commands."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.selectors.deletion import reasons_to_keep


@transaction.atomic
def delete_page(*, page: Page, actor: User | None = None) -> None:
    """Delete the page and everything below it.

    Args:
        actor: who deletes; None for the system itself, which is not asked for permission.

    Raises:
        NotAllowed: something depends on the page (`must_stay`), or `actor` may not delete it.
    """
    if actor is not None and not page.permissions_for_user(actor).can_delete():
        raise NotAllowed(_("You may not delete this page."))
    reasons = reasons_to_keep(page)
    if reasons:
        raise NotAllowed(
            format_lazy("{} {}", _("This page must stay."), reasons[0].message), code="must_stay"
        )
    DeletePageAction(page, user=actor).execute(skip_permission_checks=True)
