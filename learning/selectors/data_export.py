"""A learner's own rows, as they go out in a copy of their data."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.text import slugify

from accounts.models import User
from accounts.ports import ExportPart, ExportTable, ExportText
from course_pages.models import CoursePage
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note
from learning.selectors.note_export import write_markdown

ROWS = 1000


def export_learning(person: User, *, language: str) -> Iterator[ExportPart]:
    """Yield enrolments, progress, answers and notes; the notes once more to be read."""
    yield ExportTable(
        "enrollments",
        ("course_id", "course", "status", "enrolled_at", "completed_at", "last_opened_at"),
        Enrollment.objects.filter(student=person)
        .order_by("pk")
        .values_list(
            *("course_id", "course__title", "status", "enrolled_at"),
            *("completed_at", "last_opened_at"),
        )
        .iterator(chunk_size=ROWS),
    )
    yield _progress(person)
    yield ExportTable(
        "answers",
        ("lesson_id", "lesson", "block_id", "choice_ids", "tries", "created_at", "updated_at"),
        CheckAnswer.objects.filter(student=person)
        .order_by("pk")
        .values_list(
            *("lesson_id", "lesson__title", "block_id", "choice_ids", "tries"),
            *("created_at", "updated_at"),
        )
        .iterator(chunk_size=ROWS),
    )
    yield ExportTable(
        "notes",
        (
            *("lesson_id", "lesson", "place", "block", "number", "quote", "text"),
            *("created_at", "updated_at"),
        ),
        Note.objects.filter(student=person)
        .order_by("pk")
        .values_list(
            *("lesson_id", "lesson__title", "place", "block", "number", "quote", "text"),
            *("created_at", "updated_at"),
        )
        .iterator(chunk_size=ROWS),
    )
    yield from _notes_to_read(person, language)


def _progress(person: User) -> ExportTable:
    """Return every column of a person's progress, with the titles of the lessons."""
    columns = [
        field.attname
        for field in LessonProgress._meta.concrete_fields
        if field.attname not in ("id", "student_id")
    ]
    rows = LessonProgress.objects.filter(student=person).order_by("pk")
    return ExportTable(
        "progress",
        (*columns, "lesson"),
        rows.values_list(*columns, F("lesson__title")).iterator(chunk_size=ROWS),
    )


def _notes_to_read(person: User, language: str) -> Iterator[ExportText]:
    """Yield one Markdown file for each course that the person has notes in."""
    lessons = Note.objects.filter(student=person, lesson__facts__isnull=False)
    course_ids = lessons.values_list("lesson__facts__course_id", flat=True).distinct()
    courses = CoursePage.objects.filter(pk__in=course_ids).order_by("pk")
    for pk, title in courses.values_list("pk", "title"):
        name = slugify(title, allow_unicode=True)[:60]
        yield ExportText(f"notes/{pk}-{name}.md", write_markdown(person, pk, language=language))
