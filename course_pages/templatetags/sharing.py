"""What other machines read of a page: its picture, its address in full, data about it."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from course_pages.models import CourseIndexPage, HomePage, LessonPage
from course_pages.selectors.course_versions import (
    CourseVersion,
    choose_default,
    list_catalogue_versions,
    list_home_versions,
    list_lesson_versions,
    list_teacher_versions,
)
from course_pages.selectors.sharing import SharePicture, get_root_url, get_share_picture
from course_pages.services.shared_pages import FRONT_DOORS

register = template.Library()

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""What could end the block or begin markup, as JSON writes it without."""
TERRITORIES = {"en": "en_US", "id": "id_ID", "ar": "ar_AR"}
"""How Open Graph names our languages."""

register.simple_tag(get_root_url, name="root_url")
register.filter("default_version", choose_default)


@register.simple_tag
def share_picture(page: Page) -> SharePicture:
    """Return the picture that stands for a page elsewhere."""
    return get_share_picture(page)


@register.simple_tag
def page_versions(page: Page) -> tuple[CourseVersion, ...]:
    """Return the languages that everybody may read a home page, a catalogue or a lesson in."""
    stamp = FRONT_DOORS.read()
    if isinstance(page, HomePage):
        return list_home_versions(stamp=stamp)
    if isinstance(page, CourseIndexPage):
        return list_catalogue_versions(stamp=stamp)
    return list_lesson_versions(page) if isinstance(page, LessonPage) else ()


@register.simple_tag
def teacher_versions(person_id: int) -> tuple[CourseVersion, ...]:
    """Return the languages of a teacher's page."""
    return list_teacher_versions(person_id, stamp=FRONT_DOORS.read())


@register.filter
def open_graph_locale(language: str) -> str:
    """Return a language as Open Graph writes it; "" for one that the platform does not speak."""
    return TERRITORIES.get(language, "")


@register.filter
def data_block(data: Any) -> SafeString:
    """Return data as a JSON-LD block; no word in it can end the block."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
