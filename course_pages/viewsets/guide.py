"""The guide for whoever writes courses, in the admin."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from course_pages.selectors.guide import (
    CHAPTERS,
    Chapter,
    Entry,
    find_picture,
    get_chapter,
    list_chapters,
)


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One chapter, with the table of contents beside it; without a name, the first."""

    template_name = "course_pages/admin/guide.html"
    header_icon = "help"
    page_title = _("Guide")

    @cached_property
    def language(self) -> str:
        return get_language() or "en"

    @cached_property
    def chapter(self) -> Chapter:
        try:
            return get_chapter(self.kwargs.get("chapter", CHAPTERS[0]), self.language)
        except KeyError as error:
            raise Http404 from error

    def get_page_subtitle(self) -> str:
        return self.chapter.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guide:index"), "label": self.page_title},
            {"url": "", "label": self.chapter.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contents = list_chapters(self.language)
        # The address's own word "chapter" is among the kwargs: the chapter itself takes its place.
        return super().get_context_data(**kwargs) | {
            "chapter": self.chapter,
            "contents": contents,
            **self._find_neighbors(contents),
        }

    def _find_neighbors(self, contents: list[Entry]) -> dict[str, Entry | None]:
        place = CHAPTERS.index(self.chapter.name)
        return {
            "previous": contents[place - 1] if place else None,
            "next": contents[place + 1] if place + 1 < len(contents) else None,
        }


@require_safe
def show_picture(request: HttpRequest, picture: str) -> FileResponse:
    found = find_picture(picture)
    if found is None:
        raise Http404
    return FileResponse(found.open("rb"), headers={"Cache-Control": "private, max-age=3600"})


class GuideViewSet(ViewSet):
    name = "guide"
    icon = "help"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", GuideView.as_view(), name="index"),
            path("pictures/<str:picture>", show_picture, name="picture"),
            path("<slug:chapter>/", GuideView.as_view(), name="chapter"),
        ]
