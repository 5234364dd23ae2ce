"""Opening a language: everything that must be there before a course can be in it."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page

from core.exceptions import InvalidInput
from course_pages.models import CourseIndexPage


@transaction.atomic
def open_language(*, code: str) -> CourseIndexPage:
    """Return the catalogue of a language, made with its locale and home page where it is missing.

    Home page and catalogue are copies of those of the default language, published, for an editor
    to translate. Safe to run twice; a catalogue that somebody unpublished stays so.

    Raises:
        InvalidInput: the platform does not offer the language (`no_such_language`), or has no
            catalogue at all (`no_catalogue`).
    """
    locale, _created = Locale.objects.get_or_create(language_code=find_language_code(code))
    catalogue = CourseIndexPage.objects.filter(locale=locale).order_by("path").first()
    return catalogue or _copy_catalogue(locale)


def find_language_code(code: str) -> str:
    """Return the platform's own code for a language that others write otherwise: "pt_BR", "fr-CA".

    Raises:
        InvalidInput: the platform does not offer the language (`no_such_language`).
    """
    try:
        return str(get_supported_content_language_variant(code.lower().replace("_", "-")))
    except LookupError:
        message = _("The platform does not offer the language “%(code)s”.") % {"code": code}
        raise InvalidInput(message, code="no_such_language") from None


def _copy_catalogue(locale: Locale) -> CourseIndexPage:
    source = (
        CourseIndexPage.objects.filter(locale=Locale.get_default()).order_by("path").first()
        or CourseIndexPage.objects.order_by("path").first()
    )
    if source is None:
        raise InvalidInput(_("There is no catalogue to begin with."), code="no_catalogue")
    home = source.get_parent().specific
    if not home.is_root() and not home.has_translation(locale):
        _publish_copy(home, locale)
    _publish_copy(source, locale)
    return CourseIndexPage.objects.get(locale=locale, translation_key=source.translation_key)


def _publish_copy(page: Page, locale: Locale) -> None:
    page.copy_for_translation(locale).get_latest_revision().publish()
