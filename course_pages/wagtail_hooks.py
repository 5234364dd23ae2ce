"""Where the catalogue joins Wagtail's admin and its way of serving documents."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from accounts.models import User
from course_pages.models import CourseDocument, CoursePage
from course_pages.permissions import is_admin, is_instructor, may_have_file, may_manage_staff
from course_pages.permissions.admin_requests import REPORTS_ABOUT_EVERYBODY
from course_pages.ports import Reason
from course_pages.selectors.deletion import reasons_to_keep
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


@hooks.register("construct_reports_menu")
def hide_reports_about_everybody(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Offer instructors no report that the gate before the admin refuses them."""
    if is_instructor(request.user) and not is_admin(request.user):
        refused = {reverse(name) for name in REPORTS_ABOUT_EVERYBODY}
        menu_items[:] = [item for item in menu_items if item.url not in refused]


@hooks.register("before_serve_document")
def check_document(document: CourseDocument, request: HttpRequest) -> HttpResponse | None:
    """Serve a document to those who may have it; anonymous visitors are asked to log in."""
    if may_have_file(request.user, document):
        return None
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


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
