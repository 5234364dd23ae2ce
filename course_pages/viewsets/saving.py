"""How the editor saves and publishes: what is pressed once is done once, and wholly or not at all.

Wagtail's own views write a page, a revision and what follows one after another, each for itself.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from course_pages.models.base import do_whole

View = Callable[..., HttpResponse]


class SavedOnceView(CreateView):
    """Makes one page of one form of a new page, however often that is sent.

    The editor saves by itself, and whoever presses "Publish" before it has the answer sends the
    same form again. The form's `creation_key` becomes the translation key of the page: by it a
    second sending is known, and goes on with the page that the first one made.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        key = _read_key(request)
        pages = list(Page.objects.filter(translation_key=key)) if key else []
        made = next((page for page in pages if self._is_of_this_form(page)), None)
        if made is not None:
            return self._go_on_with(made)
        if key and not pages:
            self.page.translation_key = key
        response: HttpResponse = super().post(request)
        return response

    def _is_of_this_form(self, page: Page) -> bool:
        """A key of somebody else's page, or of one elsewhere, would make this its translation."""
        return (
            page.owner_id == self.request.user.pk
            and page.specific_class is self.page_class
            and page.locale_id == self.page.locale_id
            and page.is_child_of(self.parent_page)
        )

    def _go_on_with(self, page: Page) -> HttpResponse:
        if self.expects_json_response and page.live:
            # It was sent before "Publish" was pressed, and has been overtaken.
            refusal: HttpResponse = self.json_error_response(
                "invalid_revision", _("Saving will overwrite a newer version.")
            )
            return refusal
        response: HttpResponse = EditView.as_view()(self.request, page_id=page.pk)
        if not isinstance(response, JsonResponse) or response.status_code != 200:
            return response
        self.page = page
        url = self.get_edit_url()
        hydrate_url = set_query_params(url, {"_w_hydrate_create_view": "1"})
        answer = json.loads(response.content)
        return JsonResponse(answer | {"url": url, "hydrate_url": hydrate_url})


def _read_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("creation_key", ""))
    except ValueError:
        return None


def save_whole(view: View, locks: str) -> View:
    """Let `view` answer a POST in one transaction, alone with the page whose id `locks` names.

    Two that save one page would each write what they had read before: the later one would take
    back what the earlier had published.
    """

    def answer(request: HttpRequest, **names: Any) -> HttpResponse:
        # Rows that point at the page may still be written: learners enrol meanwhile.
        page = Page.objects.select_for_update(no_key=True).filter(pk=names[locks])
        list(page.values_list("pk"))
        return view(request, **names)

    @wraps(view)
    def answer_whole(request: HttpRequest, **names: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, **names)
        response: HttpResponse = do_whole(lambda: answer(request, **names))
        return response

    return answer_whole


class WholePageViewSet(PageViewSet):
    """A viewset whose editor saves a page, publishes it and moves it on in its workflow wholly."""

    add_view_class = SavedOnceView

    @cached_property
    def add_view(self) -> View:
        return save_whole(super().add_view, "parent_page_id")

    @cached_property
    def edit_view(self) -> View:
        return save_whole(super().edit_view, "page_id")

    @cached_property
    def workflow_action_view(self) -> View:
        return save_whole(super().workflow_action_view, "page_id")
