"""The adjectives of the learner's records."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from learning.enums import EnrollmentStatus, NoteKind

if TYPE_CHECKING:
    from accounts.models import User


class EnrollmentQuerySet(models.QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(status=EnrollmentStatus.ACTIVE)

    def for_student(self, student: "User") -> Self:
        return self.filter(student=student)


class LessonProgressQuerySet(models.QuerySet[Any]):
    def for_student(self, student: "User") -> Self:
        return self.filter(student=student)

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)


class NoteQuerySet(models.QuerySet[Any]):
    def for_student(self, student: "User") -> Self:
        return self.filter(student=student)

    def in_course(self, course_id: int) -> Self:
        """Return those beside the lessons that stand in a canonical course now."""
        return self.filter(lesson__facts__course_id=course_id)

    def of_kind(self, kind: NoteKind) -> Self:
        if kind == NoteKind.NOTES:
            return self.exclude(text="")
        return self.filter(text="") if kind == NoteKind.BOOKMARKS else self

    def with_words(self, words: str) -> Self:
        """Return those that hold every one of the words, in their text or in their quote."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(text__icontains=word) | models.Q(quote__icontains=word))
        return found
