"""Reports in Wagtail's admin."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from core.text import get_own_name
from course_pages.filters import TranslationFilterSet
from course_pages.selectors.translatable_pages import (
    VersionRow,
    VersionRows,
    list_languages,
    list_originals,
    make_rows,
)
from course_pages.selectors.translation_pieces import list_pieces

NEEDS_WORK = {"missing", "partial", "stale"}


class ProgressColumn(Column):
    """How many pieces of text are translated."""

    cell_template_name = "course_pages/reports/progress_cell.html"


class WhatNextColumn(Column):
    """Links to what a translator does next."""

    cell_template_name = "course_pages/reports/next_cell.html"


def get_pieces_url(row: VersionRow) -> str:
    return reverse("course_translations:pieces", args=[row.page.pk, row.status.language])


class TranslationReport(ReportView):
    """Every page of the person's courses in every language but its own.

    In place of wagtail-localize's report, which names everybody's pages and cannot tell what is
    out of date.
    """

    page_title = _("Translations")
    header_icon = "wagtail-localize-language"
    model = Page
    any_permission_required: ClassVar[list[str]] = ["change"]
    filterset_class = TranslationFilterSet
    index_url_name = "course_translations:report"
    index_results_url_name = "course_translations:report_results"
    verbose_name_plural = _("translations")
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=_("Page"), get_url=get_pieces_url),
        Column("kind", label=_("Type")),
        Column("language", label=_("Language")),
        StatusTagColumn(
            "state", label=_("State"), primary=lambda row: row.status.state in NEEDS_WORK
        ),
        ProgressColumn("progress", label=_("Words"), accessor="status"),
        DateColumn("original_published_at", label=_("Original published")),
        DateColumn("version_published_at", label=_("Translation published")),
        WhatNextColumn("next", label=_("What next"), accessor="status"),
    ]
    list_export: ClassVar[list[str]] = [
        "title",
        "kind",
        "language",
        "state",
        "translated",
        "total",
        "original_published_at",
        "version_published_at",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Page"),
        "kind": _("Type"),
        "language": _("Language"),
        "state": _("State"),
        "translated": _("Translated pieces of text"),
        "total": _("Pieces of text"),
        "original_published_at": _("Original published"),
        "version_published_at": _("Translation published"),
    }

    def get_filename(self) -> str:
        return f"translations-{localdate():%Y-%m-%d}"

    def get_base_queryset(self) -> QuerySet[Page]:
        own = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return list_originals(own)

    def get_filtered_queryset(self) -> Any:
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        language, state = chosen.get("language"), chosen.get("state")
        pages = self.filter_queryset(self.get_base_queryset())
        rows = VersionRows(pages, [language] if language else list_languages())
        return rows.in_state(state) if state else rows


class TranslationPieces(WagtailAdminTemplateMixin, TemplateView):
    """One page in one language, block by block: the original beside its translation."""

    template_name = "course_pages/reports/translation_pieces.html"
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(list_originals(Page.objects.all()), pk=kwargs["page_id"])
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        languages = set(list_languages()) - {page.locale.language_code}
        if kwargs["language"] not in languages:
            raise Http404
        (self.row,) = make_rows([page], [kwargs["language"]])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.row.title

    def get_page_subtitle(self) -> str:
        return self.row.language

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {
            "url": reverse("course_translations:report"),
            "label": TranslationReport.page_title,
        }
        here = {"url": "", "label": self.row.title, "sublabel": self.row.language}
        return [*self.breadcrumbs_items, report, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.row.page.specific
        pieces = list_pieces(page, self.row.status)
        return super().get_context_data(
            **kwargs,
            row=self.row,
            value=self.row.status,
            pieces=pieces,
            source_language=page.locale.language_code,
            source_name=get_own_name(page.locale.language_code),
        )
