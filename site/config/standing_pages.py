"""Pages that stand whatever the catalogue holds, and the worker that keeps one in the browser."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from course_pages.middleware import serve_page
from course_pages.selectors.languages import find_reading

FILES = ("css/tokens.css", "css/app.css", "css/errors.css", "js/theme.js")
"""What the page for no connection loads."""


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what is done so that everybody can learn here, and what is not done yet."""
    return render(request, "pages/accessibility.html")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token, and lead back to the page that it stood on.

    The form's own address will not do: many of them answer to nothing but a form.
    """
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, request.get_host(), request.is_secure())
    context = {"form_url": page if is_ours else ""}
    return render(request, "403_csrf.html", context, status=403)


@require_safe
def page_in_language(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a page in the language of this address, else show the original in that frame.

    Menus link here because to know every translation would cost every page a statement. What has
    no original that is published leads to the home page.
    """
    found = find_reading(pk, get_language() or settings.LANGUAGE_CODE, request)
    if found.original is None:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{found.url}?{query}" if query else found.url)
    return serve_page(request, found.original)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what a browser shows without a connection; the same for everybody."""
    response = render(request, "offline.html")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker of the whole site; switched off, one that takes itself away.

    Browsers compare it byte by byte: a change of any file or page it keeps changes its version.
    """
    template = "offline/worker.js" if settings.OFFLINE_WORKER else "offline/no_worker.js"
    pages = {code: _offline_url(code) for code, _name in settings.INTERFACE_LANGUAGES}
    files = [static(name) for name in FILES]
    words = {"version": _version(), "pages": json.dumps(pages), "files": json.dumps(files)}
    response = render(request, template, words, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


def _offline_url(language: str) -> str:
    with override(language):
        return reverse("offline")


def _version() -> str:
    """Return a fingerprint of the pages in every language; they name their files by content."""
    digest = hashlib.sha256()
    for code, _name in settings.INTERFACE_LANGUAGES:
        with override(code):
            digest.update(render_to_string("offline.html").encode())
    return digest.hexdigest()[:16]
