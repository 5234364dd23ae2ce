"""What Wagtail knows about rows beside the rows: where words are found, and what refers to what."""

from collections.abc import Iterable, Sequence
from typing import Any

from modelsearch.backends import get_search_backends
from wagtail.models import ReferenceIndex


def renew_indexes(rows: Sequence[Any]) -> None:
    """Let search and "where is this used?" know what stands in the rows now."""
    for row in rows:
        ReferenceIndex.create_or_update_for_object(row)
    for backend in get_search_backends(with_auto_update=True):
        for model, same in group_by_model(rows).items():
            backend.add_bulk(model, same)


def group_by_model(rows: Iterable[Any]) -> dict[type[Any], list[Any]]:
    groups: dict[type[Any], list[Any]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return groups
