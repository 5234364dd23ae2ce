"""The categories of the catalogue: addresses with a former name, and deleting several."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from course_pages.models import Category, CourseIndexPage
from course_pages.selectors.category_uses import reasons_to_keep_categories
from course_pages.selectors.subjects import find_current_slugs, get_subjects


@hooks.register("before_serve_page")
def lead_to_renamed_categories(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponsePermanentRedirect | None:
    """Lead an address with a former slug to the one with the present slug, all else kept.

    Browsers must ask again each time: a category may get its old name back.
    """
    slugs = request.GET.getlist("category")
    if not slugs or not isinstance(page.specific_deferred, CourseIndexPage):
        return None
    language = get_language() or settings.LANGUAGE_CODE
    subjects = request.catalogue_subjects = get_subjects(language)  # type: ignore[attr-defined]
    current = find_current_slugs(slugs, subjects, language)
    if not current:
        return None
    query = request.GET.copy()
    query.setlist("category", list(dict.fromkeys(current.get(slug, slug) for slug in slugs)))
    address = f"{request.path}?{query.urlencode()}"
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-cache"})


@hooks.register("before_delete_snippet")
def ask_before_deleting_categories(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    """Refuse to delete one or several categories where something is in one of them."""
    categories = [item for item in instances if isinstance(item, Category)]
    reasons = reasons_to_keep_categories(categories) if categories else []
    if not reasons:
        return None
    names = ", ".join(f"“{category.name}”" for category in categories)
    said = _("%(names)s cannot be deleted.") % {"names": names}
    messages.error(request, " ".join([said, *reasons]))
    views = Category.snippet_viewset
    if len(categories) == 1:
        return redirect(views.get_url_name("usage"), categories[0].pk)
    return redirect(views.get_url_name("list"))
