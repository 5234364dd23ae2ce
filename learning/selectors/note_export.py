"""A person's notes of a course as Markdown, piece by piece, so that thousands need no room at once.

A note is plain text: every character that means something in Markdown is written so that it means
nothing, and no note can become a heading, a list or a part of another one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from learning.models import Note
from learning.selectors.notes import (
    NoteLesson,
    NoteView,
    count_by_lesson,
    module_paths,
    read_lessons,
    view_lesson,
)
from learning.selectors.words import Words, get_words

MEANING = re.compile(r"([\\`*_\[\]<>#&~|$!])")
AT_LINE_START = re.compile(r"^(?:([-+=:])|(\d+)([.)]))")
ROWS = 500


def write_markdown(student: User, course_id: int, *, language: str) -> Iterator[str]:
    """Return pieces of one document: the course, its modules and lessons as headings, their notes.

    All words are translated before the first piece is asked for.
    """
    notes = Note.objects.for_student(student).in_course(course_id)
    lessons = read_lessons(student, count_by_lesson(notes), course_id=course_id, language=language)
    words = get_words([course_id], language, paths=module_paths(lessons))
    rows = notes.order_by("lesson__path", "pk").iterator(chunk_size=ROWS)
    labels = {"bookmark": _("Bookmark"), "notes": _("Notes")}
    return _pieces(rows, lessons, words, course_id, labels)


def _pieces(
    rows: Iterable[Note],
    lessons: dict[int, NoteLesson],
    words: dict[int, Words],
    course_id: int,
    labels: dict[str, str],
) -> Iterator[str]:
    modules = {entry.path: entry.title for entry in words.values()}
    yield f"# {escape_line(labels['notes'])}: {escape_line(words[course_id].title)}\n"
    last = ""
    for lesson_id, group in groupby(rows, key=lambda note: note.lesson_id):
        lesson = lessons.get(lesson_id)
        if lesson is None:
            continue
        path = lesson.words.path[: -Page.steplen]
        if path != last:
            yield f"\n## {escape_line(modules[path])}\n"
            last = path
        yield f"\n### {escape_line(lesson.words.title)}\n"
        for view in view_lesson(group, lesson):
            yield _write_note(view, labels["bookmark"])


def _write_note(note: NoteView, bookmark: str) -> str:
    """Return the place as a quotation with its time, then the words."""
    place = " ".join(part for part in (note.clock, escape_line(note.quote)) if part)
    quotation = f"\n> {place}\n" if place else ""
    return f"{quotation}\n{escape_text(note.text) or f'*{escape_line(bookmark)}*'}\n\n* * *\n"


def escape_line(text: str) -> str:
    """Return text that stands on one line of Markdown, without meaning."""
    return _escape(" ".join(text.split()))


def escape_text(text: str) -> str:
    """Return text of several lines as paragraphs; a line break stays one."""
    paragraphs = re.split(r"\n[^\S\n]*\n+", text.strip("\n"))
    return "\n\n".join(
        "\\\n".join(_escape_indented(line) for line in paragraph.split("\n") if line.strip())
        for paragraph in paragraphs
        if paragraph.strip()
    )


def _escape_indented(line: str) -> str:
    """Keep an indent as hard spaces: four soft ones would be program text."""
    words = line.expandtabs(4).rstrip()
    bare = words.lstrip()
    return "\u00a0" * (len(words) - len(bare)) + _escape(bare)


def _escape(line: str) -> str:
    escaped = MEANING.sub(r"\\\1", line)
    return AT_LINE_START.sub(
        lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", escaped
    )
