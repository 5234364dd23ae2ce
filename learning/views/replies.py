"""How the views find what is asked for and how they answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from accounts.models import User
from core.exceptions import DomainError, NotAllowed
from course_pages.models import CoursePage, LessonPage
from learning.selectors.versions import find_course, find_lesson


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


def person_of(request: HttpRequest) -> User:
    """Return who is logged in; the caller has turned visitors away."""
    if not isinstance(request.user, User):
        raise TypeError("A view for learners was reached by a visitor.")
    return request.user


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def send_to_login(request: HttpRequest, page_url: str) -> HttpResponseBase:
    """Ask a visitor to log in, and lead to the page (never to the post) afterwards."""
    if wants_json(request):
        return JsonResponse({"code": "login"}, status=403)
    return redirect_to_login(page_url)


def refuse(request: HttpRequest, error: DomainError, page_url: str) -> HttpResponseBase:
    """Say on the page why nothing was done."""
    if wants_json(request):
        return error_as_json(error)
    messages.error(request, str(error.message))
    return redirect(page_url)


def error_as_json(error: DomainError) -> JsonResponse:
    status = 403 if isinstance(error, NotAllowed) else 400
    content: dict[str, Any] = {"code": error.code, "message": str(error.message)}
    return JsonResponse(content, status=status)
