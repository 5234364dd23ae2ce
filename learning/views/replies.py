"""How the views find what is asked for and how they answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from core.exceptions import DomainError, NotAllowed
from course_pages.models import CoursePage, LessonPage
from learning.selectors.versions import find_course, find_lesson, get_url


def reader_language() -> str:
    """Return the language of the address's prefix."""
    return get_language() or "en"


def course_or_404(course_id: int) -> CoursePage:
    """Return a published course in the reader's language, or the original."""
    course = find_course(course_id, reader_language())
    if course is None:
        raise Http404
    return course


def lesson_or_404(lesson_id: int) -> LessonPage:
    """Return an open lesson in the reader's language, or the original."""
    lesson = find_lesson(lesson_id, reader_language())
    if lesson is None:
        raise Http404
    return lesson


def url_of(page: CoursePage | LessonPage) -> str:
    """Return where the reader finds the page, in the frame of the reader's own language."""
    return get_url(page, reader_language())


def is_key(text: str) -> bool:
    """Return whether `text` can be a primary key: it comes from outside."""
    return text.isascii() and text.isdigit() and len(text) < 19


def person_of(request: HttpRequest) -> User:
    """Return who is logged in; the caller has turned visitors away."""
    if not isinstance(request.user, User):
        raise TypeError("A view for learners was reached by a visitor.")
    return request.user


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asks for the part of the page that has changed."""
    return bool(request.htmx)  # type: ignore[attr-defined]


def send_to_login(request: HttpRequest, page_url: str) -> HttpResponseBase:
    """Ask a visitor to log in, and lead to the page (never to the post) afterwards."""
    if wants_json(request):
        return JsonResponse({"code": "login"}, status=403)
    return in_the_window(request, redirect_to_login(page_url))


def refuse(request: HttpRequest, error: DomainError, page_url: str) -> HttpResponseBase:
    """Say on the page why nothing was done."""
    if wants_json(request):
        return error_as_json(error)
    messages.error(request, str(error.message))
    return in_the_window(request, redirect(page_url))


def in_the_window(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponseBase:
    """Return a redirect that the whole window follows, also when htmx asked for a part of it."""
    return HttpResponseClientRedirect(response.url) if wants_fragment(request) else response


def error_as_json(error: DomainError) -> JsonResponse:
    status = 403 if isinstance(error, NotAllowed) else 400
    content: dict[str, Any] = {"code": error.code, "message": str(error.message)}
    return JsonResponse(content, status=status)
