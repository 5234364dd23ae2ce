"""The admin's form to upload a course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from interchange.enums import Conflicts
from interchange.models import CourseImport
from interchange.readers.formats import FORMATS
from interchange.services.imports import request_import


class UploadForm(WagtailAdminModelForm):
    """One archive, in any format that can be read."""

    upload = forms.FileField(
        label=_("Course"),
        help_text=_(
            "A .zip or .tar.gz with an Open edX course, a Carpentries lesson, a curriculum of "
            "Markdown folders or a course folder of this platform."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.gz,.tgz,.tar"}),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[
            ("", _("Find out from the content")),
            *((known.name, known.label) for known in FORMATS.values()),
        ],
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("Without it the pages are drafts, for you to look at and publish."),
    )
    conflicts = forms.ChoiceField(
        label=_("If a page has changed here and in the course"),
        choices=Conflicts.choices,
        initial=Conflicts.ASK,
        help_text=_("It matters only when the course was imported before and edited since."),
    )

    class Meta:
        model = CourseImport
        fields = ("format", "publish", "conflicts")

    field_order = ("upload", "format", "publish", "conflicts")

    def save(self, commit: bool = True) -> CourseImport:
        """Ask for the import; the worker does it.

        Raises:
            core.exceptions.DomainError: the service refuses.
        """
        values: dict[str, Any] = self.cleaned_data
        return request_import(
            person=self.for_user,
            upload=values["upload"],
            format=values["format"],
            publish=values["publish"],
            conflicts=Conflicts(values["conflicts"]),
        )
