"""The explorer: its lists, what their rows offer, and the addresses of that."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import URLResolver, include, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_localize.wagtail_hooks import page_listing_more_buttons as localize_buttons
from wagtail_localize.wagtail_hooks import (
    register_snippet_listing_buttons as localize_snippet_buttons,
)

from accounts.models import User
from course_pages.models.base import CanonicalPage
from course_pages.selectors.explorer import ExplorerRow
from course_pages.viewsets.page_actions import MoveStepView, RenamePageView
from course_pages.viewsets.pages import (
    CoursePageViewSet,
    LessonPageViewSet,
    ModulePageViewSet,
    row_of,
)

MORE_BUTTONS = "register_page_listing_more_buttons"


@hooks.register("register_admin_viewset")
def register_page_viewsets() -> list[ViewSet]:
    return [CoursePageViewSet(), ModulePageViewSet(), LessonPageViewSet()]


@hooks.register("register_admin_urls")
def register_explorer_addresses() -> list[URLResolver]:
    addresses = [
        path("<int:page_id>/rename/", RenamePageView.as_view(), name="rename"),
        path("<int:page_id>/step/", MoveStepView.as_view(), name="move_step"),
    ]
    return [path("explorer/", include((addresses, "course_pages_admin")))]


@hooks.register(MORE_BUTTONS)
def add_rename_button(
    page: Page, user: User, next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    """Offer another title to whoever may edit the page; the screen says where that cannot be."""
    if isinstance(page, CanonicalPage) and page.permissions_for_user(user).can_edit():
        address = reverse("course_pages_admin:rename", args=[page.pk])
        query = f"?{urlencode({'next': next_url})}" if next_url else ""
        yield Button(_("Rename"), url=f"{address}{query}", icon_name="edit", priority=3)


def add_translation_buttons(
    page: Page, user: User, next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    """Offer what wagtail-localize offers, from what the list knows already.

    Its own function asks the database three questions a row; where no list was made, it answers.
    """
    row = row_of(page)
    if row is None:
        yield from localize_buttons(page, user, next_url=next_url, **kwargs)
    elif user.has_perm("wagtail_localize.submit_translation"):
        yield from _make_translation_buttons(page, row, next_url)


def add_category_translation_buttons(
    snippet: Model, user: User, next_url: str | None = None
) -> Iterator[Button]:
    """Do the same in the list of categories."""
    offer = getattr(snippet, "translation_offer", None)
    if offer is None:
        yield from localize_snippet_buttons(snippet, user, next_url=next_url)
    elif user.has_perm("wagtail_localize.submit_translation"):
        address = reverse(
            "wagtail_localize:submit_snippet_translation",
            args=[snippet._meta.app_label, snippet._meta.model_name, snippet.pk],
        )
        yield from _make_buttons(
            _("Translate"),
            address if offer.is_missing_a_language else "",
            offer.source_id,
            next_url,
        )


def _make_translation_buttons(
    page: Page, row: ExplorerRow, next_url: str | None
) -> Iterator[Button]:
    source = page.alias_of_id or page.pk
    address = reverse("wagtail_localize:submit_page_translation", args=[source])
    yield from _make_buttons(
        _("Translate this page"),
        address if row.is_missing_a_language else "",
        row.translation_source_id,
        next_url,
    )


def _make_buttons(
    label: str, address: str, source_id: int | None, next_url: str | None
) -> Iterator[Button]:
    if address:
        yield Button(label, url=address, icon_name="wagtail-localize-language", priority=60)
    if source_id is not None:
        sync = reverse("wagtail_localize:update_translations", args=[source_id])
        yield Button(
            _("Sync translations"),
            url=f"{sync}?{urlencode({'next': next_url})}" if next_url else sync,
            icon_name="resubmit",
            priority=60,
        )


def _replace_hook(name: str, old: Any, new: Any) -> None:
    """Put our function in the place of another app's; Wagtail has no public way to do so."""
    hooks._hooks[name].remove((old, 0))
    hooks.register(name, new)


_replace_hook(MORE_BUTTONS, localize_buttons, add_translation_buttons)
_replace_hook(
    "register_snippet_listing_buttons", localize_snippet_buttons, add_category_translation_buttons
)
