"""Whether a page says something else now than when its text was taken for translation.

wagtail-localize freezes the source of a translation when it is submitted and when it is synced; it
does not say whether the page has gone on since.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import TranslationSource

from course_pages.models import CoursePage, LessonAttachment, LessonPage, ModulePage

PAGE_TYPES: tuple[type[Any], ...] = (CoursePage, ModulePage, LessonPage)
NOT_WORDS = {"slug", "show_in_menus"}
"""Where a page stands, not what it says: an address may stay as it is."""
ATTACHMENTS = "attachments"

Content = dict[str, Any]


def find_changed_sources(page_ids: Mapping[int, int]) -> set[int]:
    """Return which sources, each given with its page, differ from what is published there now.

    Five statements at most for any number, none for none. What the canonical page alone answers
    for (price, level, minutes ...) makes no translation stale.
    """
    if not page_ids:
        return set()
    frozen = TranslationSource.objects.filter(pk__in=page_ids).values_list("pk", "content_json")
    now = read_pages(page_ids.values())
    return {
        pk
        for pk, content_json in frozen
        if page_ids[pk] in now and differs(json.loads(content_json), now[page_ids[pk]])
    }


def differs(frozen: Content, now: Content) -> bool:
    """Return whether two versions differ in anything that a translation takes along."""
    return any(settle(read_frozen(frozen, name)) != settle(value) for name, value in now.items())


def read_pages(page_ids: Any) -> dict[int, Content]:
    """Return what courses, modules and lessons say that a translation takes along, by page."""
    found: dict[int, Content] = {}
    for model in PAGE_TYPES:
        names, streams = list_compared_fields(model), list_streams(model)
        # Read as it lies in the table: no block is made, so no image or document is asked for.
        raw = {f"raw_{name}": Cast(name, TextField()) for name in streams}
        plain = [name for name in names if name not in streams]
        for row in model.objects.filter(pk__in=page_ids).annotate(**raw).values("pk", *plain, *raw):
            found[row["pk"]] = {
                **{name: row[name] for name in plain},
                **{name: json.loads(row[f"raw_{name}"] or "[]") for name in streams},
            }
            if model is LessonPage:
                found[row["pk"]][ATTACHMENTS] = []
    attached = LessonAttachment.objects.filter(lesson__in=page_ids).order_by("sort_order", "pk")
    for lesson_id, document, title in attached.values_list("lesson", "document", "title"):
        found[lesson_id][ATTACHMENTS].append({"document": document, "title": title})
    return found


def read_frozen(content: Content, name: str) -> Any:
    """Return one field of a frozen source, in the shape in which `read_pages` gives it."""
    value = content.get(name)
    if name == ATTACHMENTS:
        rows = sorted(value or [], key=lambda row: (row.get("sort_order") or 0, row.get("pk") or 0))
        return [{"document": row["document"], "title": row["title"]} for row in rows]
    if isinstance(value, str) and value.startswith("["):
        return read_stream(value)
    return value


def read_stream(value: str) -> Any:
    """Return a stream, which is frozen as JSON within JSON; other words stay what they are."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def list_compared_fields(model: type[Any]) -> list[str]:
    """Return the columns of a page type that are translated or carried over to translations."""
    return [
        field.field_name
        for field in get_translatable_fields(model)
        if field.field_name not in {*NOT_WORDS, ATTACHMENTS}
        and not (isinstance(field, SynchronizedField) and not field.overridable)
    ]


def list_streams(model: type[Any]) -> set[str]:
    """Return which of a page type's columns hold blocks."""
    return {field.name for field in model._meta.get_fields() if isinstance(field, StreamField)}


def settle(value: Any) -> Any:
    """Return a value without what is empty: a part that nobody filled in says nothing."""
    if isinstance(value, dict):
        settled = {key: settle(part) for key, part in value.items()}
        return {key: part for key, part in settled.items() if part not in ("", None, [], {}, False)}
    if isinstance(value, list):
        return [settle(part) for part in value]
    return value
