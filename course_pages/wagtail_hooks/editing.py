"""The page editor: its viewsets, choosers, links and header."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from accounts.models import User
from course_pages.models import CoursePage
from course_pages.permissions import may_manage_staff
from course_pages.selectors.page_links import ReaderPageLinkHandler
from course_pages.viewsets.categories import CategoryViewSet
from course_pages.viewsets.staff import CourseStaffViewSet

register_snippet(CategoryViewSet)


@hooks.register("register_admin_viewset")
def register_course_staff_viewset() -> CourseStaffViewSet:
    return CourseStaffViewSet()


@hooks.register("register_page_header_buttons")
def add_staff_button(page: Page, user: User, **kwargs: Any) -> Iterator[Button]:
    """Lead from a course to its staff list."""
    course = page.specific if page.specific_class is CoursePage else None
    if course is not None and may_manage_staff(user, course):
        yield Button(
            _("Course staff"),
            url=f"{reverse('course_staff:index')}?course={course.canonical_id}",
            icon_name="group",
            priority=90,
        )


@hooks.register("construct_page_chooser_queryset")
def hide_other_courses(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Show in the page chooser what the explorer shows: no drafts of other people."""
    near = policy_registry.get_by_type(Page).choosable_instances(request.user)
    return pages.filter(pk__in=near.values("pk"))


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_page_links(features: FeatureRegistry) -> None:
    features.register_link_type(ReaderPageLinkHandler)


@hooks.register("insert_editor_js")
def keep_focus_after_choosing() -> SafeString:
    """Let keyboards go on from where they chose a file."""
    return format_html('<script src="{}"></script>', static("js/admin-focus.js"))


@hooks.register("insert_editor_js")
def save_nothing_after_the_button() -> SafeString:
    """Keep what the editor saves by itself from coming after what somebody pressed."""
    return format_html('<script src="{}"></script>', static("js/admin-saving.js"))
