"""A person's own notes: keep, change, delete and take back, list and export.

A program in the page that asks for a piece (htmx) gets the piece with status 200, its error inside;
everybody else a redirect or a page. A refusal gives the words back: nothing that was typed is lost.
"""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.exceptions import DomainError, InvalidInput, NotAllowed
from core.text import clean_query
from course_pages.models import LessonPage
from learning.enums import LessonDoor, NoteKind, NotePlace
from learning.forms import EditNoteForm, NoteFilterForm, NoteForm
from learning.models import Note
from learning.permissions import check_may_keep_notes
from learning.selectors.note_export import write_markdown
from learning.selectors.notes import (
    NoteDraft,
    NoteFilter,
    NoteView,
    find_note,
    get_all_notes,
    get_course_notes,
    get_notes_panel,
)
from learning.selectors.versions import LARGEST_ID, find_lesson
from learning.services.notes import (
    delete_note,
    edit_note,
    is_deleted,
    keep_note,
    restore_note,
)
from learning.views.replies import person_of, reader_language, url_of


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Keep a note or a bookmark beside a canonical lesson.

    To ask for the address leads to the lesson: the language menu of a refusal does.
    """
    if request.method != "POST":
        return redirect(way_back(lesson_id))
    form = NoteForm(request.POST)
    form.is_valid()
    draft = draft_of(form)
    if not request.user.is_authenticated:
        back = way_back(lesson_id)
        return refuse_words(request, _("You are logged out."), draft.text, back)
    lesson = page_or_404(lesson_id)
    try:
        # Before anything about the words is said: the answer shows the lesson.
        check_may_keep_notes(person_of(request), lesson_id)
        check_draft(form, draft)
        note = keep_note(
            student=person_of(request),
            lesson_id=lesson_id,
            text=draft.text,
            place=NotePlace(draft.place),
            block=draft.block,
            number=draft.number,
            quote=draft.quote,
        )
    except NotAllowed as error:
        if error.code == LessonDoor.GONE:
            raise Http404 from error
        return refuse_words(request, str(error.message), draft.text, url_of(lesson))
    except LessonPage.DoesNotExist as error:
        raise Http404 from error
    except InvalidInput as error:
        return show_draft(request, lesson, draft, str(error.message))
    if request.htmx:  # type: ignore[attr-defined]
        return show_panel(request, lesson, kept_id=note.pk)
    return redirect(f"{url_of(lesson)}#note-{note.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, note_id: int) -> HttpResponseBase:
    """Show one note to change it, or say that it is deleted; a post changes it."""
    if request.method == "POST":
        return change(request, note_id)
    if not request.user.is_authenticated:
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(reverse("account_login"))
        return redirect_to_login(request.get_full_path())
    found = find_note(person_of(request), note_id, language=reader_language())
    if found is None:
        return show_deleted(request, note_id)
    if request.htmx and request.GET.get("as") == "read":  # type: ignore[attr-defined]
        return render(request, "components/note.html", {"note": found, "is_fresh": True})
    return show_form(request, found, found.text)


def change(request: HttpRequest, note_id: int) -> HttpResponseBase:
    """Give a note other words; they are given back when they cannot be kept."""
    form = EditNoteForm(request.POST)
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    if not request.user.is_authenticated:
        return refuse_words(request, _("You are logged out."), text, request.path)
    student = person_of(request)
    version = form.cleaned_data.get("version", "")
    try:
        edit_note(student=student, note_id=note_id, text=text, seen=version)
    except Note.DoesNotExist as error:
        if not is_deleted(student, note_id, request.session):
            raise Http404 from error
        return refuse_words(request, _("This note has been deleted."), text, request.path)
    except NotAllowed as error:
        return refuse_words(request, str(error.message), text, reverse("learning:notes"))
    except InvalidInput as error:
        found = note_or_404(request, note_id)
        if error.code != "changed":
            # The words were written from the older version still; what is kept was not shown.
            found = replace(found, version=version)
        return show_form(request, found, text, error)
    found = note_or_404(request, note_id)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/note.html", {"note": found, "is_fresh": True})
    return redirect(page_of(note_id, found))


@require_POST
def delete(request: HttpRequest, note_id: int) -> HttpResponseBase:
    """Delete a note, and offer to take that back."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("learning:note", args=[note_id]))
    try:
        delete_note(student=person_of(request), note_id=note_id, session=request.session)
    except Note.DoesNotExist as error:
        raise Http404 from error
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/note_deleted.html", {"note_id": note_id})
    return redirect("learning:note", note_id)


@require_POST
def restore(request: HttpRequest, note_id: int) -> HttpResponseBase:
    """Take a deletion back."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("learning:note", args=[note_id]))
    try:
        back = restore_note(student=person_of(request), note_id=note_id, session=request.session)
    except (Note.DoesNotExist, InvalidInput) as error:
        raise Http404 from error
    found = note_or_404(request, back.pk)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/note.html", {"note": found, "is_fresh": True})
    return redirect(page_of(back.pk, found))


@require_safe
@login_required
def all_notes(request: HttpRequest) -> HttpResponse:
    screen = get_all_notes(person_of(request), filter_of(request), language=reader_language())
    return render(request, "pages/notes.html", {"screen": screen, "kinds": NoteKind})


@require_safe
@login_required
def course_notes(request: HttpRequest, course_id: int) -> HttpResponse:
    screen = get_course_notes(
        person_of(request), course_id, filter_of(request), language=reader_language()
    )
    if screen is None:
        raise Http404
    return render(request, "pages/course_notes.html", {"screen": screen, "kinds": NoteKind})


@require_safe
@login_required
def export(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Give a person's notes of a course as a Markdown file."""
    student, language = person_of(request), reader_language()
    if get_course_notes(student, course_id, NoteFilter(), language=language) is None:
        raise Http404
    return StreamingHttpResponse(
        write_markdown(student, course_id, language=language),
        content_type="text/markdown; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename="notes.md"
            )
            or "attachment",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def page_or_404(lesson_id: int) -> LessonPage:
    """Return a lesson in the reader's language; staff reach one that nobody may learn now."""
    lesson = find_lesson(lesson_id, reader_language())
    if lesson is None and lesson_id <= LARGEST_ID:
        lesson = LessonPage.objects.filter(pk=lesson_id, canonical=lesson_id).first()
    if lesson is None:
        raise Http404
    return lesson


def way_back(lesson_id: int) -> str:
    """Return where everybody may read a lesson, or the list of notes: a draft is nobody's news."""
    lesson = find_lesson(lesson_id, reader_language())
    return url_of(lesson) if lesson else reverse("learning:notes")


def note_or_404(request: HttpRequest, note_id: int) -> NoteView:
    found = find_note(person_of(request), note_id, language=reader_language())
    if found is None:
        raise Http404
    return found


def page_of(note_id: int, found: NoteView) -> str:
    """Return where a note is read: beside its lesson, or in the list once that is closed."""
    if found.url and found.can_edit:
        return f"{found.url.partition('?')[0]}#note-{note_id}"
    return reverse("learning:notes")


def filter_of(request: HttpRequest) -> NoteFilter:
    form = NoteFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    return NoteFilter(
        kind=NoteKind(asked.get("kind", "")),
        words=clean_query(asked.get("q", "")),
        page=asked.get("page", "") or "1",
    )


def draft_of(form: NoteForm) -> NoteDraft:
    """Return what was typed; a place that is none becomes the whole lesson."""
    typed = form.cleaned_data
    return NoteDraft(
        text=typed.get("text", ""),
        place=typed.get("place") or NotePlace.LESSON,
        block=typed.get("block", ""),
        number=typed.get("number") or 0,
        quote=typed.get("quote", ""),
    )


def check_draft(form: NoteForm, draft: NoteDraft) -> None:
    """Check that something is to be kept, and at a place.

    Raises:
        InvalidInput: `place` or `empty`.
    """
    if form.errors:
        raise InvalidInput(_("There is no such place in a lesson."), code="place")
    if not draft.text and not form.is_bookmark:
        raise InvalidInput(_("Write something first, or keep a bookmark."), code="empty")


def show_draft(
    request: HttpRequest, lesson: LessonPage, draft: NoteDraft, error: str
) -> HttpResponse:
    """Give the words back with the reason why they are not kept."""
    returned = replace(draft, error=error)
    if request.htmx:  # type: ignore[attr-defined]
        return show_panel(request, lesson, draft=returned)
    context = {"lesson": lesson, "lesson_id": lesson.canonical_id, "draft": returned}
    return render(request, "pages/note_new.html", context, status=400)


def show_panel(
    request: HttpRequest,
    lesson: LessonPage,
    *,
    draft: NoteDraft | None = None,
    kept_id: int = 0,
) -> HttpResponse:
    student = person_of(request)
    access = check_may_keep_notes(student, lesson.canonical_id)
    panel = get_notes_panel(
        student, access, lesson, language=reader_language(), draft=draft, kept_id=kept_id
    )
    return render(request, "components/notes_panel.html", {"panel": panel})


def show_form(
    request: HttpRequest, found: NoteView, text: str, error: DomainError | None = None
) -> HttpResponse:
    """Show the form of a note; where it was changed elsewhere, what is kept now stands beside."""
    context: dict[str, Any] = {
        "note": found,
        "text": text,
        "error": str(error.message) if error else "",
        "is_changed": error is not None and error.code == "changed",
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/note_form.html", context)
    return render(request, "pages/note.html", context, status=400 if error else 200)


def show_deleted(request: HttpRequest, note_id: int) -> HttpResponse:
    if not is_deleted(person_of(request), note_id, request.session):
        raise Http404
    return render(request, "pages/note_deleted.html", {"note_id": note_id})


def refuse_words(request: HttpRequest, reason: str, text: str, back: str) -> HttpResponse:
    """Say why nothing is kept, and give the words back to be copied.

    A program in the page gets the reason alone: the words are still in its form.
    """
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(reason, status=403, content_type="text/plain; charset=utf-8")
    context = {"reason": reason, "text": text, "back_url": back}
    return render(request, "pages/note_refused.html", context, status=403)
