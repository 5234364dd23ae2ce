"""The page editor's panel "Checks": what is missing, and Wagtail's own look at the preview."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.models import Page

from course_pages.views import readiness


class LessonCheckerItem(ContentCheckerItem):
    """Wagtail's look at the page as learners see it, at what its author can mend."""

    axe_include: ClassVar[list[str]] = ["main"]
    axe_run_only: ClassVar[list[str]] = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "svg-img-alt",
    ]
    axe_custom_checks: ClassVar[list[dict[str, Any]]] = [
        {
            # Wagtail's own pattern takes every underscore for a file name: here columns have them.
            "id": "check-image-alt-text",
            "options": {"pattern": r"^\S+\.(avif|gif|jpe?g|png|svg|webp)$"},
        },
        {"id": "check-empty-meta-description"},
    ]
    axe_messages: ClassVar[dict[str, dict[str, Any]]] = {
        **ContentCheckerItem.axe_messages,
        "alt-text-quality": {
            "error_name": _("The alternative text is the name of a file"),
            "help_text": _("Say what the picture shows, for those who cannot see it."),
        },
        "image-alt": {
            "error_name": _("The picture has no alternative text"),
            "help_text": _("Say what it shows, for those who cannot see it."),
        },
        "svg-img-alt": {
            "error_name": _("The drawing has no alternative text"),
            "help_text": _("Say what it shows, for those who cannot see it."),
        },
        "empty-heading": {
            "error_name": _("A heading has no words"),
            "help_text": _("Delete it, or write what comes below it."),
        },
        "heading-order": {
            "error_name": _("A heading skips a level"),
            "help_text": _("Choose the next level down: learners who listen find their way by it."),
        },
        "empty-meta-description": {
            "error_name": _("Search engines have no description to show"),
            "help_text": _("Write one under “Promote”, in a sentence or two."),
        },
    }


@hooks.register("construct_wagtail_userbar")
def check_with_our_rules(
    request: HttpRequest, items: list[BaseItem], page: Page | None = None
) -> None:
    items[:] = [
        LessonCheckerItem(in_editor=item.in_editor)
        if isinstance(item, ContentCheckerItem)
        else item
        for item in items
    ]


@hooks.register("register_admin_urls")
def add_readiness_address() -> list[URLPattern]:
    return [path("readiness/<int:page_id>/", readiness, name="course_readiness")]


@hooks.register("insert_global_admin_css")
def add_checks_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-checks.css"))


@hooks.register("insert_editor_js")
def add_ways_to_blocks() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/admin-checks.js"))
