"""What somebody sees whom a limit keeps out."""

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.selectors.limits import count_seconds_left


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer 429 and say when to come again; allauth knows this as `handler429`."""
    seconds = count_seconds_left(request)
    context = {"minutes": math.ceil(seconds / 60)}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
