"""Every component in each of its states, on two pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from styleguide.forms import make_sample_form
from styleguide.selectors import get_lesson_guide, get_styleguide


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the style guide; the same for everybody, and of no use to a search engine."""
    context = {"screen": get_styleguide(), "form": make_sample_form()}
    return show(request, "pages/styleguide.html", context)


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """Show the parts of a lesson, which have more styles than one page should load."""
    return show(request, "pages/styleguide_lessons.html", {"screen": get_lesson_guide()})


def show(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
