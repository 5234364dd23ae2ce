"""The words that scripts of Wagtail's admin show, in the language of whoever is logged in.

Wagtail and wagtail-localize hand out their own folders alone, under names of languages that are
not the platform's ("id_ID"); these catalogs hold what site/locale_admin adds.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

# Without packages it looks into every app and into LOCALE_PATHS, as templates do.
catalog = JavaScriptCatalog.as_view()


@require_safe
def admin_words(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = get_localized_response(catalog, request)
    return response
