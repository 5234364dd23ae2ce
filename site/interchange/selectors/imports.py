"""How far an import is, while it runs and nobody sees what it writes."""

from dataclasses import dataclass

from django.core.cache import caches
from django.utils.functional import Promise

from interchange.enums import ImportStage, ImportState
from interchange.models import CourseImport

KEPT_FOR = 86_400
"""Seconds; an import is over long before."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one import is."""

    stage: ImportStage
    done: int
    """Of `total`, within the stage."""
    total: int
    """0 where nothing can be counted yet."""

    @property
    def label(self) -> str | Promise:
        return self.stage.label


def get_progress(course_import: CourseImport) -> Progress:
    """Return how far an import is. It is kept beside the database: an import is one transaction,
    of which nobody sees anything until it is over."""
    if course_import.is_over:
        return Progress(ImportStage.DONE, 1, 1)
    if course_import.state == ImportState.WAITING:
        return Progress(ImportStage.WAITING, 0, 0)
    stage, done, total = caches["progress"].get(make_key(course_import.pk), ("unpacking", 0, 0))
    return Progress(ImportStage(stage), done, total)


def make_key(import_id: int) -> str:
    return f"import-{import_id}"
