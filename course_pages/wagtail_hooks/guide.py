"""The guide in the menu "Help"."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from course_pages.viewsets.guide import GuideViewSet

SHORTCUTS = "keyboard-shortcuts-trigger"


@hooks.register("register_admin_viewset")
def register_guide() -> GuideViewSet:
    return GuideViewSet("guide", url_prefix="guide")


@hooks.register("register_help_menu_item")
def offer_guide() -> MenuItem:
    return MenuItem(_("Guide"), reverse("guide:index"), name="guide", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def leave_our_guide(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Offer the guide to this product and the keys, not Wagtail's pages on other sites."""
    menu_items[:] = [item for item in menu_items if item.name in ("guide", SHORTCUTS)]
