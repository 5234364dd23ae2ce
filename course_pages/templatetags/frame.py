"""What the frame of every page shows: addresses, languages, the cloth of a door and a shelf."""

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from course_pages.drawings.covers import PALETTES, Cover, Design
from course_pages.models import LessonPage
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.languages import (
    LanguageLink,
    list_home_links,
    list_language_links,
    list_view_links,
)
from course_pages.selectors.links import PageLinks
from course_pages.selectors.teachers import has_teacher_page
from course_pages.selectors.untranslated import TranslationMarks, get_translation_marks
from course_pages.services.shared_pages import FRONT_DOORS

register = template.Library()

DOOR = Cover(Design("truntum", "moon", False, 3), PALETTES["indigo"])
SHELF = (
    Cover(Design("tumpal", "spine", True, 1), PALETTES["sea"]),
    Cover(Design("truntum", "spine", False, 0), PALETTES["soga"]),
    Cover(Design("kawung", "spine", False, 1), PALETTES["madder"]),
    Cover(Design("parang", "spine", True, 1), PALETTES["indigo"]),
    Cover(Design("ceplok", "spine", True, 0), PALETTES["forest"]),
)


@register.simple_tag
def catalogue_url() -> str:
    """Return where the catalogue stands in the reader's language."""
    return get_catalogue_url(get_language() or "en")


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> tuple[LanguageLink, ...]:
    """Return where this page stands in each language of the platform; () for a single one."""
    page = context.get("page")
    return list_language_links(
        context.get("request"),
        page if isinstance(page, Page) else None,
        stamp=FRONT_DOORS.read(),
    )


@register.simple_tag
def words_language(page: Page) -> str:
    """Return the language of a page's words; "" when it is the reader's own. No statement."""
    words = PageLinks().get_language(page.url_path or "")
    return "" if words == get_language() else words


@register.simple_tag
def reader_url(page: Page) -> str:
    """Return where the reader finds a page, in the frame of their own language. No statement."""
    language = get_language() or settings.LANGUAGE_CODE
    return PageLinks().get_reader_url(page.pk or 0, page.url_path or "", language=language)


@register.simple_tag
def translation_marks(page: LessonPage) -> TranslationMarks:
    """Return which blocks of a translated lesson are still in the original's words."""
    return get_translation_marks(page)


@register.filter
def mark_of(marks: TranslationMarks | str, block_id: str) -> str:
    """Return the mark of one block; "" for what is translated, and where no marks were read."""
    return marks.blocks.get(block_id, "") if isinstance(marks, TranslationMarks) else ""


@register.simple_tag
def remembered_home_links() -> tuple[LanguageLink, ...]:
    """Return the home pages of the languages that are remembered, for when no table can be asked.

    () where the site has one language, or none is remembered.
    """
    return list_home_links(stamp=FRONT_DOORS.read())


@register.simple_tag
def offline_links() -> tuple[LanguageLink, ...]:
    """Return the page for no connection in each language that browsers keep it in."""
    return list_view_links("offline")


@register.simple_tag
def public_teacher_url(person_id: int) -> str:
    """Return where everybody may read about a person; "" for who teaches no published course."""
    return reverse("teacher", args=[person_id]) if has_teacher_page(person_id) else ""


@register.simple_tag
def door_cover() -> Cover:
    """Return the cover beside the forms of an account; the same for everybody."""
    return DOOR


@register.simple_tag
def shelf_covers() -> tuple[Cover, ...]:
    """Return the books that stand left and right of the one that is not there."""
    return SHELF


@register.simple_tag
def offline_worker() -> str:
    """Return the address of the worker that answers without a connection; "" when switched off."""
    return reverse("offline_worker") if settings.OFFLINE_WORKER else ""
