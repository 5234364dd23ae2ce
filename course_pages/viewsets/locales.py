"""The languages of the site, in Settings."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.locales.views import ComponentManager, CreateView, EditView, LocaleViewSet
from wagtail_localize.models import LocaleSynchronization

from course_pages.services.languages import open_language


class TranslatedLanguages(ComponentManager):
    """What a language's form has beside its code: not the copying of whole trees.

    That would put an alias of every page into the language. A course is in a language when it is
    translated; until then readers see the original, marked.
    """

    @classmethod
    def get_components(cls) -> list[dict[str, Any]]:
        return [
            component
            for component in super().get_components()
            if component["model"] is not LocaleSynchronization
        ]


class LocaleCreateView(CreateView):
    """Opens a language: with the locale come a home page and a catalogue to put courses under."""

    def get_components(self) -> TranslatedLanguages:
        return TranslatedLanguages.from_request(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        catalogue = open_language(code=self.object.language_code)
        home = catalogue.get_parent()
        buttons = [
            messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title)
            for page in (home, catalogue)
        ]
        words = _("The home page and the catalogue were copied. Translate their words:")
        messages.info(self.request, words, buttons=buttons)
        return response


class LocaleEditView(EditView):
    def get_components(self) -> TranslatedLanguages:
        return TranslatedLanguages.from_request(self.request, source_object_instance=self.object)


class LanguageViewSet(LocaleViewSet):
    """Wagtail's own screens of the locales, where adding one opens the language."""

    add_view_class = LocaleCreateView
    edit_view_class = LocaleEditView
