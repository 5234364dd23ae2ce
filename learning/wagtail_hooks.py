"""The gate before lesson pages, where a module's address leads, and the list of learners."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from course_pages.models import LessonPage, ModulePage
from learning.enums import LessonDoor
from learning.selectors.access import LessonAccess, get_lesson_access
from learning.selectors.resuming import find_first_lesson_url
from learning.services.visits import record_visit
from learning.views.doors import say_why
from learning.views.replies import reader_language
from learning.viewsets import EnrollmentViewSet


@hooks.register("register_admin_viewset")
def register_enrollment_viewset() -> EnrollmentViewSet:
    return EnrollmentViewSet()


@hooks.register("before_serve_page")
def guard_lesson(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponseBase | None:
    """Let in who may open the lesson; tell everybody else why not, and the way in."""
    if not isinstance(page, LessonPage):
        return None
    access = ask(request, page)
    if not access.door.is_open:
        return None if wagtail_refuses(request, page) else turn_away(request, page, access)
    request.lesson_access = access  # type: ignore[attr-defined]
    # The access rule has looked at the line of pages; Wagtail need not look again.
    page.is_known_unrestricted = page.alias_of_id is None and not access.is_guarded
    if request.method == "GET" and isinstance(request.user, User):
        record_visit(student=request.user, access=access)
    return None


@hooks.register("before_serve_page")
def lead_from_module_to_lesson(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponseBase | None:
    """A module has no screen of its own."""
    if not isinstance(page, ModulePage):
        return None
    url = find_first_lesson_url(page, language=reader_language())
    if not url:
        raise Http404
    return redirect(url)


def ask(request: HttpRequest, page: LessonPage) -> LessonAccess:
    """Ask the access rule for the visitor of this request."""
    passed = request.session.get(PageViewRestriction.passed_view_restrictions_session_key, [])
    try:
        return get_lesson_access(
            request.user,
            page.canonical_id,
            passed_restrictions=passed,
            shown_path="" if page.is_canonical else page.path,
        )
    except LessonPage.DoesNotExist as error:
        raise Http404 from error


def wagtail_refuses(request: HttpRequest, page: LessonPage) -> bool:
    """Return whether Wagtail is about to ask for a login or a password of its own.

    That stands before our question: who does not get past it need not know what lies behind.
    """
    return any(not setting.accept_request(request) for setting in page.get_view_restrictions())


def turn_away(request: HttpRequest, page: LessonPage, access: LessonAccess) -> HttpResponseBase:
    if access.door == LessonDoor.GONE:
        raise Http404
    if access.door == LessonDoor.LOGIN:
        return redirect_to_login(request.get_full_path())
    return say_why(request, page, access)
