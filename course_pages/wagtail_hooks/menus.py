"""What the menus of the admin offer to whom."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from course_pages.permissions import is_admin, is_instructor, may_create_courses
from course_pages.permissions.admin_requests import REPORTS_ABOUT_EVERYBODY


@hooks.register("construct_reports_menu")
def hide_reports_about_everybody(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Offer instructors no report that the gate before the admin refuses them."""
    if is_instructor(request.user) and not is_admin(request.user):
        refused = {reverse(name) for name in REPORTS_ABOUT_EVERYBODY}
        menu_items[:] = [item for item in menu_items if item.url not in refused]


class CoursesItem(MenuItem):
    """Leads to the catalogue in the explorer."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_create_courses(request.user)


@hooks.register("register_admin_menu_item")
def offer_courses() -> CoursesItem:
    return CoursesItem(
        _("Courses"),
        reverse("teaching_catalogue"),
        name="courses",
        icon_name="folder-open-1",
        order=90,
    )


ORDER = {"categories": 95, "imports": 280}
"""Places beside what a teacher takes them for; Wagtail would put categories next to the reports."""


@hooks.register("construct_main_menu")
def put_in_the_order_of_the_work(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    for item in menu_items:
        item.order = ORDER.get(item.name, item.order)
