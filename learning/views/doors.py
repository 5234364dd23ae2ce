"""A lesson's closed door: what is said to those who may not open it, and the way in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from course_pages.enums import PreviewSeat
from course_pages.models import LessonPage
from learning.selectors.access import LessonAccess
from learning.selectors.previews import NO_WORDS, get_preview_access
from learning.selectors.words import get_words
from learning.views.replies import reader_language


def say_why(
    request: HttpRequest, page: LessonPage, access: LessonAccess, *, status: int = 403
) -> HttpResponse:
    """Show the closed door; nothing of the lesson but its title is on it."""
    words = get_words([access.course_id], reader_language())
    context = {
        "page": page,
        "door": access.door,
        "course": words.get(access.course_id, NO_WORDS),
        "course_id": access.course_id,
        "lesson_id": access.lesson_id,
    }
    return render(request, "pages/lesson_closed.html", context, status=status)


def show_closed_door(page: Any, request: HttpRequest, seat: PreviewSeat) -> HttpResponse | None:
    """Return, for an editor's preview, the closed door that `seat` finds; None before an open one.

    Answered with 200: the preview itself went well.
    """
    if not isinstance(page, LessonPage):
        return None
    access = get_preview_access(page, seat)
    return None if access.door.is_open else say_why(request, page, access, status=200)
