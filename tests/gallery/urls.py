"""The site's addresses, with some that fail on purpose so that error pages can be looked at."""

from typing import NoReturn

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.standing_pages import form_too_old
from config.urls import urlpatterns as urlpatterns_of_the_site


def be_bad_request(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation("For the gallery.")


def be_forbidden(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


def be_too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", {"minutes": 1}, status=429)


def be_broken(request: HttpRequest) -> NoReturn:
    raise RuntimeError("For the gallery.")


urlpatterns = [
    *i18n_patterns(
        path("gallery/400/", be_bad_request),
        path("gallery/403/", be_forbidden),
        path("gallery/csrf/", form_too_old),
        path("gallery/429/", be_too_often),
        path("gallery/500/", be_broken),
        prefix_default_language=False,
    ),
    *urlpatterns_of_the_site,
]
