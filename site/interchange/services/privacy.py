"""What is kept of who imported a course."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.ports import Erased, ExportPart, ExportTable, PersonalData, StoredFile, Traces
from interchange.models import CourseImport


class ImportData(PersonalData):
    """Imports: they belong to a course, and say who asked for them and what the file was called."""

    name = "imports"
    label = _("What you imported")

    def export(self, person: User) -> Iterable[ExportPart]:
        columns = ("file_name", "format", "state", "created_at", "finished_at", "course_id")
        rows = CourseImport.objects.filter(person=person).order_by("pk")
        yield ExportTable("imports", columns, rows.values_list(*columns).iterator())

    def erase(self, person: User, traces: Traces) -> Erased:
        rows = CourseImport.objects.filter(person=person)
        files = [
            StoredFile("private", name)
            for name in rows.exclude(file="").values_list("file", flat=True)
        ]
        return Erased(
            anonymous={"interchange.CourseImport": rows.update(person=None, file_name="", file="")},
            files=files,
        )
