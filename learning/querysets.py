"""The adjectives of the learner's records."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from learning.enums import EnrollmentStatus

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
