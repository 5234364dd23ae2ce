"""Translating: the languages of the site, and the report of what is translated."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from course_pages.permissions import may_create_courses
from course_pages.reports import TranslationPieces, TranslationReport
from course_pages.viewsets.locales import LanguageViewSet


# Before wagtail-localize's: it answers at the same addresses.
@hooks.register("register_admin_viewset", order=-1)
def register_languages() -> LanguageViewSet:
    return LanguageViewSet("languages", url_prefix="locales")


@hooks.register("register_admin_urls")
def register_translation_report() -> list[URLPattern | URLResolver]:
    report = TranslationReport.as_view
    urls = [
        path("", report(), name="report"),
        path("results/", report(results_only=True), name="report_results"),
        path("<int:page_id>/<str:language>/", TranslationPieces.as_view(), name="pieces"),
    ]
    return [
        path(
            "reports/course-translations/",
            include((urls, "course_translations"), namespace="course_translations"),
        )
    ]


class TranslationReportItem(MenuItem):
    """Offered to those who have courses to translate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_create_courses(request.user)


@hooks.register("register_reports_menu_item")
def offer_translation_report() -> TranslationReportItem:
    return TranslationReportItem(
        _("Translations"),
        reverse("course_translations:report"),
        name="course-translations",
        icon_name="wagtail-localize-language",
        order=900,
    )


@hooks.register("construct_reports_menu", order=10)
def leave_one_translation_report(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take away the report of wagtail-localize, which cannot tell what is out of date."""
    theirs = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != theirs]


# Wherever a translation may be edited: wagtail-localize's editor takes the page editor's place.
@hooks.register("insert_global_admin_css")
def mend_translation_editor() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("css/admin-translations.css")
    )
