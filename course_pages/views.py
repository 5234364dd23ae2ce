"""Recordings and captions, to those who may have them; who teaches; what a page lacks."""

import mimetypes
import posixpath
import re
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from course_pages.blocks.transcripts import make_transcript, write_text
from course_pages.models import CourseMedia
from course_pages.permissions import may_have_file
from course_pages.selectors.readiness import get_readiness
from course_pages.selectors.teachers import find_public_person, find_teacher
from course_pages.services.shared_pages import mark_shareable

CHUNK = 64 * 1024
"""Bytes that are in memory at a time."""
RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{1,18})?|-(?P<tail>\d{1,18}))\Z")
"""One range of bytes; a request for several is answered with the whole file, as it may be."""
INLINE_TYPES = ("audio/", "video/")
CONTENT_TYPES = {".vtt": "text/vtt; charset=utf-8"}


@require_safe
def teacher(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who teaches: what they say of themselves, and their published courses."""
    screen = find_teacher(pk, language=get_language() or settings.LANGUAGE_CODE)
    if screen is None:
        raise Http404
    mark_shareable(request)
    return render(request, "pages/teacher.html", {"screen": screen})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who shows themselves to everybody; no copy is kept, so that hiding holds at once."""
    screen = find_public_person(slug, language=get_language() or settings.LANGUAGE_CODE)
    if screen is None:
        raise Http404
    return render(request, "pages/person.html", {"screen": screen})


@require_safe
def readiness(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show to who may edit a page what its latest draft lacks; a part of the editor."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    return render(request, "course_pages/admin/readiness.html", {"readiness": get_readiness(draft)})


@require_safe
def media(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """Serve a recording, or the part of it that the player asks for."""
    recording = _get_recording(request, pk)
    if recording.filename != filename:
        raise Http404
    return _serve(request, recording.file)


@require_safe
def captions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the captions of a recording to whoever may have the recording."""
    recording = _get_recording(request, pk)
    if not recording.captions:
        raise Http404
    return _serve(request, recording.captions)


@require_safe
def transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what is said as a text file to whoever may have the recording."""
    recording = _get_recording(request, pk)
    spoken = make_transcript(recording.cues, recording.captions_language)
    text = write_text(spoken) if spoken else recording.transcript
    if not text:
        raise Http404
    name = f"{posixpath.splitext(recording.filename)[0]}.txt"
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _get_recording(request: HttpRequest, pk: int) -> CourseMedia:
    recording = get_object_or_404(CourseMedia, pk=pk)
    if not may_have_file(request.user, recording):
        raise PermissionDenied
    return recording


def _serve(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    """Answer with the file (200), a part of it (206), or that there is no such part (416)."""
    name = file.name
    if not name or not file.storage.exists(name):
        raise Http404
    size = file.storage.size(name)
    part = _find_part(request.headers.get("Range", ""), size)
    if part is not None and not part:
        response: HttpResponseBase = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
    else:
        response = _stream(request, _read(file.storage, name, part or range(size)), part, size)
    return _protect(response, name)


def _find_part(header: str, size: int) -> range | None:
    """Return the bytes that `header` asks for, none if they are beyond the end.

    None where the header is missing or not understood: that asks for the whole (RFC 9110, 14.2).
    """
    match = RANGE.match(header)
    if match is None:
        return None
    if match["tail"]:
        return range(max(size - int(match["tail"]), 0), size)
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else size - 1
    if match["last"] and last < first:
        return None
    return range(first, min(last + 1, size))


def _stream(
    request: HttpRequest, content: Iterator[bytes], part: range | None, size: int
) -> HttpResponseBase:
    response = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(content)
    response.headers["Content-Length"] = str(size if part is None else len(part))
    if part is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def _read(storage: Storage, name: str, part: range) -> Iterator[bytes]:
    with storage.open(name) as source:
        source.seek(part.start)
        left = len(part)
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _protect(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Say what the file is, and that it is for one person and runs nothing."""
    base = posixpath.basename(name)
    extension = posixpath.splitext(base)[1].lower()
    guessed = mimetypes.guess_type(base)[0] or "application/octet-stream"
    content_type = CONTENT_TYPES.get(extension, guessed)
    is_inline = content_type.startswith(INLINE_TYPES) or extension in CONTENT_TYPES
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": content_disposition_header(not is_inline, base) or "inline",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": content_type,
        "X-Content-Type-Options": "nosniff",
    }
    for header, value in headers.items():
        response.headers[header] = value
    return response
