"""YAML that remembers its lines, and typed reading of it with a report instead of exceptions."""

import re
import uuid
from collections.abc import Collection, Hashable
from typing import Any

import yaml

from interchange.report import Report

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ID_LENGTH = 64


class Table(dict[str, Any]):
    """A YAML mapping; `lines` says where each key stands."""

    lines: dict[str, int]
    line: int


class Rows(list[Any]):
    """A YAML list; `lines` says where each item stands."""

    lines: list[int]
    line: int


class LineLoader(yaml.SafeLoader):
    """Plain YAML values in tables and rows with line numbers; a repeated key is an error."""


def make_table(loader: LineLoader, node: yaml.MappingNode) -> Table:
    table = Table()
    table.line = node.start_mark.line + 1
    table.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or key in table:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        table[str(key)] = loader.construct_object(value_node, deep=True)
        table.lines[str(key)] = key_node.start_mark.line + 1
    return table


def make_rows(loader: LineLoader, node: yaml.SequenceNode) -> Rows:
    rows = Rows(loader.construct_object(item, deep=True) for item in node.value)
    rows.line = node.start_mark.line + 1
    rows.lines = [item.start_mark.line + 1 for item in node.value]
    return rows


LineLoader.add_constructor("tag:yaml.org,2002:map", make_table)
LineLoader.add_constructor("tag:yaml.org,2002:seq", make_rows)


def read_table(text: str, file: str, report: Report, *, above: int = 0) -> "Fields | None":
    """Return the YAML mapping `text`; None, with an error reported, when it is none.

    `above` is how many lines of the file stand before `text`.
    """
    try:
        value = yaml.load(text, LineLoader)  # noqa: S506 - a SafeLoader by inheritance
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: a date or number that cannot be one; RecursionError: brackets without end.
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 + above if mark else None
        problem = getattr(error, "problem", None) or str(error)
        report.error(file, line, "yaml", str(problem))
        return None
    if not isinstance(value, Table):
        report.error(file, above + 1, "yaml", "keys and values are expected here")
        return None
    return Fields(value, file, report, above)


class Fields:
    """Reads the keys of one table. What is wrong is reported, and a harmless value returned."""

    def __init__(self, table: Table, file: str, report: Report, above: int) -> None:
        self.table = table
        self.file = file
        self.report = report
        self.above = above
        self.read: set[str] = set()

    @property
    def line(self) -> int:
        return self.table.line + self.above

    def line_of(self, key: str) -> int:
        return self.table.lines.get(key, self.table.line) + self.above

    def error(self, key: str, code: str, message: str) -> None:
        self.report.error(self.file, self.line_of(key), code, message)

    def warn(self, key: str, code: str, message: str) -> None:
        self.report.warn(self.file, self.line_of(key), code, message)

    def raw(self, key: str, *, required: bool = False) -> Any:
        """Return the value as YAML has it; None when it is absent or empty."""
        self.read.add(key)
        value = self.table.get(key)
        if value is None or value in ("", [], {}):
            if required:
                self.error(key, "key-missing", f"“{key}” is required")
            return None
        return value

    def text(self, key: str, *, limit: int | None = None, required: bool = False) -> str:
        value = self.raw(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.error(key, "value", f"“{key}” is no text: put it in double quotes")
            return ""
        return self.checked(key, value.strip(), limit)

    def line_text(self, key: str, *, limit: int, required: bool = False) -> str:
        """Return a text of one line."""
        value = self.text(key, limit=limit, required=required)
        if "\n" in value:
            self.error(key, "value", f"“{key}” has more than one line")
        return value

    def checked(self, key: str, value: str, limit: int | None) -> str:
        if limit is not None and len(value) > limit:
            self.error(key, "value", f"“{key}” has {len(value)} characters, at most {limit} fit")
        if any(char < " " and char not in "\n\t\r" for char in value):
            self.error(key, "value", f"“{key}” holds a control character")
        return value

    def identifier(self, key: str = "id") -> str:
        value = self.raw(key, required=True)
        if value is None:
            return ""
        if not is_identifier(value):
            self.error(key, "id-invalid", f"“{value}” is no id: small letters, digits, hyphens")
            return ""
        return str(value)

    def uuid(self, key: str = "key") -> str:
        """Return the identity that a site has given; empty when there is none."""
        value = self.raw(key)
        if value is None:
            return ""
        try:
            return str(uuid.UUID(value))
        except (ValueError, AttributeError, TypeError):
            self.error(key, "value", f"“{key}” is a UUID that a site has written: leave it out")
            return ""

    def choice(self, key: str, allowed: Collection[str], default: str) -> str:
        value = self.raw(key)
        if value is None:
            return default
        if value not in allowed:
            self.error(key, "value", f"“{key}” is one of: {', '.join(allowed)}")
            return default
        return str(value)

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        value = self.raw(key, required=default is None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self.error(key, "value", f"“{key}” is true or false, without quotes")
        return value is True

    def number(self, key: str, lowest: int, highest: int) -> int:
        value = self.raw(key, required=True)
        # A bool is an int in Python; in a course it is a mistake.
        if value is not None and (type(value) is not int or not lowest <= value <= highest):
            self.error(key, "value", f"“{key}” is a whole number from {lowest} to {highest}")
            value = None
        return lowest if value is None else int(value)

    def rows(self, key: str, *, lowest: int = 0, highest: int | None = None) -> Rows:
        """Return a list; its length is checked."""
        value = self.raw(key, required=lowest > 0)
        if value is None:
            return empty_rows()
        if not isinstance(value, Rows):
            self.error(key, "value", f"“{key}” is a list")
            return empty_rows()
        if len(value) < lowest or (highest is not None and len(value) > highest):
            bounds = f"{lowest} to {highest}" if highest else f"at least {lowest}"
            self.error(key, "value", f"“{key}” has {len(value)} entries, {bounds} are allowed")
        return value

    def texts(
        self, key: str, *, limit: int, lowest: int = 0, highest: int | None = None
    ) -> tuple[str, ...]:
        values = []
        rows = self.rows(key, lowest=lowest, highest=highest)
        for value, line in zip(rows, rows.lines, strict=True):
            if not isinstance(value, str) or not value.strip() or len(value.strip()) > limit:
                message = f"“{key}”: each is a text of at most {limit} characters"
                self.report.error(self.file, line + self.above, "value", message)
            else:
                values.append(value.strip())
        return tuple(values)

    def tables(self, key: str, *, lowest: int = 0, highest: int | None = None) -> list["Fields"]:
        tables = []
        rows = self.rows(key, lowest=lowest, highest=highest)
        for value, line in zip(rows, rows.lines, strict=True):
            if isinstance(value, Table):
                tables.append(Fields(value, self.file, self.report, self.above))
            else:
                message = f"“{key}”: each entry has keys and values"
                self.report.error(self.file, line + self.above, "value", message)
        return tables

    def table_at(self, key: str) -> "Fields | None":
        value = self.raw(key)
        if value is not None and not isinstance(value, Table):
            self.error(key, "value", f"“{key}” has keys and values")
            return None
        return None if value is None else Fields(value, self.file, self.report, self.above)

    def refuse_others(self) -> None:
        """Report the keys that nobody has read: they are typing mistakes."""
        for key in self.table:
            if key not in self.read:
                self.error(key, "key-unknown", f"there is no key “{key}” here")


def empty_rows() -> Rows:
    rows = Rows()
    rows.lines = []
    rows.line = 0
    return rows


def is_identifier(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= ID_LENGTH
        and IDENTIFIER.fullmatch(value) is not None
    )
