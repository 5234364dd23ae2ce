"""Reads `kept.yaml`: what a course's first source said and the site has no place for."""

from typing import Any

import yaml

from interchange.document import Kept
from interchange.readers.folder_files import Folder

KEPT = "kept.yaml"
LISTS = ("grading", "dates", "questions", "notes")
TABLES = ("cutoffs", "settings")
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class PlainLoader(yaml.SafeLoader):
    """Plain JSON values: a date stays the text that it is written as, nothing is said by alias.

    A few aliases of aliases would make gigabytes of JSON.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = parent.start_mark if parent else None
            raise yaml.composer.ComposerError(None, None, "an alias may not stand here", mark)
        return super().compose_node(parent, index)


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_kept(folder: Folder) -> Kept:
    """Return what is kept; nothing when the folder has no such file, or a bad one."""
    if not (folder.root / KEPT).is_file():
        return Kept()
    text = folder.text(KEPT)
    values = read_plain_values(text, folder) if text is not None else None
    if values is None:
        return Kept()
    read: dict[str, Any] = {name: tuple(read_list(values, name, folder)) for name in LISTS}
    read |= {name: read_plain_table(values, name, folder) for name in TABLES}
    for name in values.keys() - {*LISTS, *TABLES}:
        folder.report.error(KEPT, None, "key-unknown", f"there is no key “{name}” here")
    return Kept(**read)


def read_plain_values(text: str, folder: Folder) -> dict[str, Any] | None:
    try:
        values = yaml.load(text, PlainLoader)  # noqa: S506 - a SafeLoader by inheritance
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        folder.report.error(KEPT, line, "yaml", str(getattr(error, "problem", None) or error))
        return None
    if not isinstance(values, dict):
        folder.report.error(KEPT, 1, "yaml", "keys and values are expected here")
        return None
    return values


def read_list(values: dict[str, Any], name: str, folder: Folder) -> list[dict[str, Any]]:
    found = values.get(name) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        folder.report.error(KEPT, None, "value", f"“{name}” is a list of keys and values")
        return []
    return found


def read_plain_table(values: dict[str, Any], name: str, folder: Folder) -> dict[str, Any]:
    found = values.get(name) or {}
    if not isinstance(found, dict):
        folder.report.error(KEPT, None, "value", f"“{name}” has keys and values")
        return {}
    return found
