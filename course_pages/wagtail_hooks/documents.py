"""Wagtail's way of serving documents, for those who may have them."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from course_pages.models import CourseDocument
from course_pages.permissions import may_have_file


@hooks.register("before_serve_document")
def check_document(document: CourseDocument, request: HttpRequest) -> HttpResponse | None:
    """Serve a document to those who may have it; anonymous visitors are asked to log in."""
    if may_have_file(request.user, document):
        return None
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied
