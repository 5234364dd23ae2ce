"""What is found, and what is suggested while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import PageViewRestriction

from course_pages.selectors.addresses import get_catalogue_url
from learning.views.replies import reader_language
from search.selectors.results import get_results, read_question
from search.selectors.suggestions import list_suggestions

SUGGESTED_FOR = 60
"""Seconds that a browser keeps suggestions."""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what this person finds; htmx asks for the results alone."""
    question = read_question(
        request.GET.get("q", ""), request.GET.get("in", ""), reverse("search:results")
    )
    screen = get_results(
        question,
        request.user,
        page=request.GET.get("page", ""),
        language=reader_language(),
        catalogue_url=get_catalogue_url(reader_language()),
        passed_restrictions=_list_passed(request),
    )
    response = render(request, "pages/search.html", {"screen": screen})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Give the options of the list under a search box; the same for everybody."""
    suggestions = list_suggestions(
        request.GET.get("q", ""),
        language=reader_language(),
        catalogue_url=get_catalogue_url(reader_language()),
    )
    response = render(request, "pages/suggestions.html", {"suggestions": suggestions})
    response.headers["Cache-Control"] = f"max-age={SUGGESTED_FOR}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _list_passed(request: HttpRequest) -> list[int]:
    """Return the password settings of Wagtail that this visitor's session has passed."""
    key = PageViewRestriction.passed_view_restrictions_session_key
    passed: list[int] = request.session.get(key, [])
    return passed
