"""Recordings and captions, to those who may have them."""

from django.http import Http404, HttpRequest, HttpResponse


def media(request: HttpRequest, pk: int, filename: str) -> HttpResponse:
    raise Http404


def captions(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
