"""What a lesson page asks for: done, not done, an answer, a place, the lessons of a module."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import PageViewRestriction

from core.exceptions import DomainError, NotAllowed
from course_pages.models import LessonPage
from learning.enums import LessonDoor
from learning.selectors.access import LessonAccess, get_lesson_access, list_lesson_access
from learning.selectors.lesson import get_completion_screen
from learning.selectors.rail import get_rail_module
from learning.selectors.screens import CheckState, Progress
from learning.services.checks import answer_check, keep_guest_answer
from learning.services.progress import complete_lesson, reopen_lesson
from learning.services.visits import record_position
from learning.views.replies import (
    error_as_json,
    is_key,
    lesson_or_404,
    person_of,
    reader_language,
    refuse,
    send_to_login,
    url_of,
    wants_fragment,
    wants_json,
)


@require_POST
def complete(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    return change_progress(request, lesson_id, complete_lesson)


@require_POST
def reopen(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    return change_progress(request, lesson_id, reopen_lesson)


def change_progress(
    request: HttpRequest, lesson_id: int, service: Callable[..., Progress]
) -> HttpResponseBase:
    """Complete or reopen a lesson and lead back to it, or show in place what has changed."""
    lesson = lesson_or_404(lesson_id)
    if not request.user.is_authenticated:
        return send_to_login(request, url_of(lesson))
    student = person_of(request)
    try:
        progress = service(student=student, lesson=lesson)
    except DomainError as error:
        return refuse(request, error, url_of(lesson))
    if wants_json(request):
        return JsonResponse(
            {"done": progress.done, "total": progress.total, "percent": progress.percent}
        )
    if wants_fragment(request):
        screen = get_completion_screen(lesson, student, language=reader_language())
        return render(request, "fragments/completion.html", {"screen": screen})
    return redirect(f"{url_of(lesson)}#complete")


@require_safe
def module_lessons(request: HttpRequest, module_id: int) -> HttpResponse:
    """Show the lessons of another module to somebody who may open the lesson beside it.

    `lesson` names that lesson; both are canonical ids.
    """
    lesson_id = request.GET.get("lesson", "")
    passed = request.session.get(PageViewRestriction.passed_view_restrictions_session_key, [])
    found = list_lesson_access(
        request.user, [int(lesson_id)] if is_key(lesson_id) else [], passed_restrictions=passed
    )
    if not found:
        raise Http404
    access = found[int(lesson_id)]
    if not access.door.is_open:
        raise PermissionDenied
    student = person_of(request) if access.door == LessonDoor.ENROLLED else None
    module = get_rail_module(
        module_id, access.lesson_id, access.course_id, student, language=reader_language()
    )
    if module is None:
        raise Http404
    return render(request, "fragments/module_lessons.html", {"module": module})


@require_POST
def check(request: HttpRequest, lesson_id: int, block_id: str) -> HttpResponseBase:
    """Judge an answer. Those who read without being enrolled are told, and nothing is stored."""
    lesson = lesson_or_404(lesson_id)
    access = get_lesson_access(request.user, lesson_id)
    if access.door == LessonDoor.LOGIN:
        return send_to_login(request, url_of(lesson))
    if not access.door.is_open:
        return refuse(
            request, NotAllowed(access.door.label, code=access.door.value), url_of(lesson)
        )
    place = f"{url_of(lesson)}#check-{block_id}"
    try:
        state = judge(request, lesson, access, block_id)
    except DomainError as error:
        if error.code == "no_such_check":
            raise Http404 from error
        return refuse(request, error, place)
    return JsonResponse(state_as_json(state)) if wants_json(request) else redirect(place)


def judge(
    request: HttpRequest, lesson: LessonPage, access: LessonAccess, block_id: str
) -> CheckState:
    """Keep the answer of a learner; remember anybody else's in the session alone."""
    choice_ids = request.POST.getlist("choice")
    if access.door == LessonDoor.ENROLLED:
        return answer_check(
            student=person_of(request), lesson=lesson, block_id=block_id, choice_ids=choice_ids
        )
    return keep_guest_answer(
        session=request.session, lesson=lesson, block_id=block_id, choice_ids=choice_ids
    )


@require_POST
def position(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Keep where a reader stopped; sent by a script as the page is left, so never a redirect."""
    lesson = lesson_or_404(lesson_id)
    try:
        place = int(request.POST.get("position", ""))
    except ValueError:
        return JsonResponse({"code": "position"}, status=400)
    if not request.user.is_authenticated:
        return JsonResponse({"code": "login"}, status=403)
    try:
        record_position(
            student=person_of(request),
            lesson=lesson,
            position=place,
            block=request.POST.get("block", ""),
        )
    except DomainError as error:
        return error_as_json(error)
    return HttpResponse(status=204)


def state_as_json(state: CheckState) -> dict[str, Any]:
    """Return what the page shows about an answer, and no more."""
    return {
        "chosen": sorted(state.chosen),
        "is_right": state.is_right,
        "feedback": state.feedback,
        "explanation": state.explanation,
        "tries": state.tries,
    }
