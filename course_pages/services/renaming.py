"""Giving a page another title from the list, without opening it in the editor."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.models.base import CanonicalPage


@transaction.atomic
def rename_page(
    *, page: CanonicalPage, title: str, actor: User, with_address: bool = False
) -> CanonicalPage:
    """Give `page` the title in what learners see and in its draft; publish nothing else of a draft.

    A page that learners see gets a published revision with nothing changed but the title. Words
    that wait in a draft stay a draft, under the new title. `with_address` makes a new address of
    the title; the old one leads there. Every step stands in the page's history.

    Raises:
        NotAllowed: `actor` may not edit the page or, where learners see it, publish it
            (`not_allowed`); it is locked, scheduled or on its way through a workflow (`locked`).
        InvalidInput: the title is empty or too long (`title`), or the page is an alias or is
            translated in the translation editor (`translated`).
    """
    current = _lock(page)
    _check_may_rename(current, actor)
    _check_is_written_here(current)
    draft = current.get_latest_revision_as_object()
    has_draft = current.live and current.has_unpublished_changes
    shares_address = draft.slug == current.slug
    if current.live:
        _set_title(current, title, with_address=with_address)
        revision = _save(current, actor)
        revision.publish(user=actor)
    if has_draft or not current.live:
        if has_draft and with_address and shares_address:
            draft.slug = current.slug
        _set_title(draft, title, with_address=with_address and not has_draft)
        _save(draft, actor)
    return type(page).objects.get(pk=page.pk)


def _lock(page: CanonicalPage) -> CanonicalPage:
    """Return the page as it is now; who renames the same page waits here."""
    Page.objects.select_for_update().get(pk=page.pk)
    return type(page).objects.get(pk=page.pk)


def _check_may_rename(page: CanonicalPage, actor: User) -> None:
    rights = page.permissions_for_user(actor)
    if not rights.can_edit():
        raise NotAllowed(_("You may not edit this page."))
    if page.live and not rights.can_publish():
        raise NotAllowed(
            _("Learners see this page. Change the title in the editor and submit it for approval.")
        )
    lock = page.get_lock()
    if lock is not None and lock.for_user(actor):
        raise NotAllowed(lock.get_message(actor), code="locked")
    if page.workflow_in_progress:
        raise NotAllowed(
            _("This page is being checked. Rename it when that is over, or cancel the workflow."),
            code="locked",
        )


def _check_is_written_here(page: CanonicalPage) -> None:
    if page.alias_of_id:
        raise InvalidInput(
            _("This page shows another one. Rename the other one."), code="translated"
        )
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    if translations.exists():
        raise InvalidInput(
            _("The words of this translation are changed in its editor."), code="translated"
        )


def _set_title(page: CanonicalPage, title: str, *, with_address: bool) -> None:
    """Change the words, and where asked the address; nothing is saved yet."""
    page.title = title.strip()
    if with_address:
        page.slug = ""
    try:
        page.minimal_clean()
    except ValidationError as refusal:
        raise InvalidInput(" ".join(refusal.messages), code="title") from refusal


def _save(page: CanonicalPage, actor: User) -> Revision:
    # Not cleaned whole: a draft may be unfinished.
    return page.save_revision(user=actor, log_action=True, clean=False)
