"""Keeping notes and bookmarks, changing them, deleting them and taking a deletion back.

All write the notes of `student` alone. What makes rows takes the account as a lock, so that two at
once see each other.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.exceptions import InvalidInput
from core.text import clean_lines
from course_pages.models import LessonPage
from learning.enums import NotePlace
from learning.models import Note
from learning.models.note import LONGEST_NOTE, LONGEST_QUOTE
from learning.permissions import check_may_keep_notes
from learning.services.visits import LONGEST_POSITION

DELETED_NOTES = "deleted_notes"
"""Key of the session under which deleted notes lie: note id to its fields."""
NOTES_OF_A_LESSON = 1000
SAME_WORDS_AGAIN = timedelta(minutes=1)
"""The same words at the same place within this time are one press too many, not a second note."""
DELETED_KEPT = 5
"""How many deletions a session can take back."""


def keep_note(
    *,
    student: User,
    lesson_id: int,
    text: str = "",
    place: NotePlace = NotePlace.LESSON,
    block: str = "",
    number: int = 0,
    quote: str = "",
) -> Note:
    """Keep a note, or without words a bookmark, beside a canonical lesson.

    Safe to run twice and at the same time: the same words at the same place within a minute are one
    note, and a place has one bookmark.

    Raises:
        LessonPage.DoesNotExist: there is no such canonical lesson.
        NotAllowed: the lesson is not open to `student` as a learner or as staff.
        InvalidInput: `too_long`, `too_many` or `place`.
    """
    words = _check_text(text)
    _check_place(place, block, number)
    access = check_may_keep_notes(student, lesson_id)
    with transaction.atomic():
        _lock(student)
        beside = Note.objects.for_student(student).filter(lesson_id=access.lesson_id)
        same = beside.filter(place=place, block=block, number=number, text=words)
        if words:
            same = same.filter(created_at__gte=timezone.now() - SAME_WORDS_AGAIN)
        known: Note | None = same.first()
        if known:
            return known
        _check_room(beside.count())
        return Note.objects.create(
            student=student,
            lesson_id=access.lesson_id,
            text=words,
            place=place,
            block=block,
            number=number,
            quote=_shorten(quote) if place != NotePlace.LESSON else "",
        )


def edit_note(*, student: User, note_id: int, text: str, seen: str) -> Note:
    """Give a note other words.

    `seen` is the version of the note that the words were written from (`NoteView.version`).

    Raises:
        Note.DoesNotExist: `student` has no such note.
        LessonPage.DoesNotExist, NotAllowed: see `keep_note`.
        InvalidInput: `empty`, `too_long`, or `changed`: it was changed since, and is as it was.
    """
    words = _check_text(text)
    if not words:
        raise InvalidInput(
            _("There is nothing in it. Write something, or delete it."), code="empty"
        )
    with transaction.atomic():
        note = Note.objects.for_student(student).select_for_update(of=("self",)).get(pk=note_id)
        check_may_keep_notes(student, note.lesson_id)
        if note.text == words:
            return note
        if note.updated_at.isoformat() != seen:
            raise InvalidInput(
                _("This note was changed somewhere else since you opened it."), code="changed"
            )
        note.text = words
        note.save(update_fields=["text", "updated_at"])
    return note


def delete_note(*, student: User, note_id: int, session: SessionBase) -> None:
    """Delete a note, also beside a lesson that is closed by now; the session can take it back.

    Safe to run twice.

    Raises:
        Note.DoesNotExist: `student` has no such note.
    """
    key = str(note_id)
    with transaction.atomic():
        note = Note.objects.for_student(student).filter(pk=note_id).first()
        if note is None and not is_deleted(student, note_id, session):
            raise Note.DoesNotExist(f"No note {note_id}.")
        if note is None:
            return
        kept = _freeze(note)
        note.delete()
    earlier = session.get(DELETED_NOTES, {})
    recent = dict(list(earlier.items())[1 - DELETED_KEPT :])
    session[DELETED_NOTES] = recent | {key: kept}


def restore_note(*, student: User, note_id: int, session: SessionBase) -> Note:
    """Take a deletion back: the note is what it was, with its id and its dates.

    Where the place of a bookmark got another one since, that one is returned: a place has one.
    Safe to run twice and at the same time.

    Raises:
        Note.DoesNotExist: `student` has no such note, and this session has deleted none.
        InvalidInput: `gone`: the lesson has been deleted since.
    """
    with transaction.atomic():
        _lock(student)
        note: Note | None = Note.objects.for_student(student).filter(pk=note_id).first()
        if note:
            return note
        if not is_deleted(student, note_id, session):
            raise Note.DoesNotExist(f"No note {note_id}.")
        kept = session[DELETED_NOTES][str(note_id)]
        note = _find_other_bookmark(student, kept) or _thaw(note_id, kept)
    session[DELETED_NOTES] = {
        key: fields for key, fields in session[DELETED_NOTES].items() if key != str(note_id)
    }
    return note


def is_deleted(student: User, note_id: int, session: SessionBase) -> bool:
    """Return whether `student` has deleted this note in this session and could take it back."""
    kept = session.get(DELETED_NOTES, {}).get(str(note_id))
    return kept is not None and kept["student_id"] == student.pk


def _freeze(note: Note) -> dict[str, Any]:
    return {
        "student_id": note.student_id,
        "lesson_id": note.lesson_id,
        "text": note.text,
        "place": note.place,
        "block": note.block,
        "number": note.number,
        "quote": note.quote,
        "created_at": note.created_at.isoformat(),
        "updated_at": note.updated_at.isoformat(),
    }


def _find_other_bookmark(student: User, kept: dict[str, Any]) -> Note | None:
    if kept["text"]:
        return None
    place = {name: kept[name] for name in ("lesson_id", "text", "place", "block", "number")}
    found: Note | None = Note.objects.for_student(student).filter(**place).first()
    return found


def _thaw(note_id: int, kept: dict[str, Any]) -> Note:
    if not LessonPage.objects.filter(pk=kept["lesson_id"]).exists():
        raise InvalidInput(_("The lesson of this note has been deleted."), code="gone")
    dates = {name: datetime.fromisoformat(kept[name]) for name in ("created_at", "updated_at")}
    fields = {name: value for name, value in kept.items() if name not in dates}
    note = Note.objects.create(pk=note_id, **fields)
    # Django writes these two itself when a row is made.
    Note.objects.filter(pk=note_id).update(**dates)
    note.refresh_from_db()
    return note


def _lock(student: User) -> None:
    """Hold the account until the transaction ends; rows that only name it need not wait."""
    User.objects.select_for_update(no_key=True).get(pk=student.pk)


def _check_text(raw: str) -> str:
    text = clean_lines(raw)
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(
            _(
                "A note holds %(most)s characters, and this one has %(length)s. "
                "Shorten it, or make two notes of it."
            )
            % {"most": f"{LONGEST_NOTE:,}", "length": f"{len(text):,}"},
            code="too_long",
        )
    return text


def _check_place(place: NotePlace, block: str, number: int) -> None:
    is_block = 0 < len(block) <= 36 and all(char in "-_" or char.isalnum() for char in block)
    is_beside = is_block and block.isascii() and 0 <= number <= LONGEST_POSITION
    is_whole = not block and not number
    if not (is_whole if place == NotePlace.LESSON else is_beside):
        raise InvalidInput(_("There is no such place in a lesson."), code="place")


def _check_room(count: int) -> None:
    if count >= NOTES_OF_A_LESSON:
        words = ngettext(
            "A lesson holds %(count)s note of yours. Delete one to keep another.",
            "A lesson holds %(count)s notes of yours. Delete one to keep another.",
            NOTES_OF_A_LESSON,
        )
        raise InvalidInput(words % {"count": f"{NOTES_OF_A_LESSON:,}"}, code="too_many")


def _shorten(raw: str) -> str:
    """Return a quote on one line; a long one ends in an ellipsis."""
    line = " ".join(clean_lines(raw).split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
