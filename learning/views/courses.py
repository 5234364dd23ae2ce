"""A learner's shelf, and the ways into a course and out of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DomainError
from course_pages.models import CoursePage
from learning.selectors.access import list_lesson_access
from learning.selectors.resuming import get_resume_point
from learning.selectors.shelf import get_my_learning
from learning.selectors.versions import find_lesson
from learning.services.enrollment import enroll_student, leave_course
from learning.views.replies import (
    course_or_404,
    is_key,
    person_of,
    reader_language,
    refuse,
    send_to_login,
    url_of,
    wants_json,
)


@require_safe
@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    screen = get_my_learning(person_of(request), language=reader_language())
    return render(request, "pages/my_learning.html", {"screen": screen})


@require_safe
@login_required
def continue_course(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Lead to the lesson to go on with; to the course page where there is none."""
    course = course_or_404(course_id)
    point = get_resume_point(person_of(request), course_id, language=reader_language())
    return redirect(point.url if point else url_of(course))


@require_POST
def enrol(request: HttpRequest, course_id: int) -> HttpResponseBase:
    course = course_or_404(course_id)
    if not request.user.is_authenticated:
        return send_to_login(request, url_of(course))
    student = person_of(request)
    try:
        enroll_student(student=student, course=course)
    except DomainError as error:
        return refuse(request, error, url_of(course))
    url = wanted_lesson_url(request, course_id)
    if not url:
        point = get_resume_point(student, course_id, language=reader_language())
        url = point.url if point else ""
    if wants_json(request):
        return JsonResponse({"course_id": course_id, "continue_url": url})
    messages.success(request, _("You are enrolled. The course is on your shelf."))
    return redirect(url or url_of(course))


def wanted_lesson_url(request: HttpRequest, course_id: int) -> str:
    """Return the lesson before which the person stood, if it opens now and is of this course."""
    lesson_id = request.POST.get("lesson", "")
    access = list_lesson_access(request.user, [int(lesson_id)] if is_key(lesson_id) else [])
    if not any(found.course_id == course_id and found.door.is_open for found in access.values()):
        return ""
    lesson = find_lesson(int(lesson_id), reader_language())
    return url_of(lesson) if lesson else ""


@require_POST
def leave(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """End a place, also in a course that has left the catalogue."""
    shelf = reverse("learning:my_learning")
    if not request.user.is_authenticated:
        return send_to_login(request, shelf)
    course = get_object_or_404(CoursePage, pk=course_id, canonical=course_id)
    if leave_course(student=person_of(request), course=course) is None:
        raise Http404
    if wants_json(request):
        return JsonResponse({"course_id": course_id})
    messages.success(request, _("You have left the course. What you did is kept."))
    return redirect(shelf)
