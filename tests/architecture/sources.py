"""The project's own source files, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.template_database import ROOT

STOREYS = [
    ["config"],
    ["styleguide"],
    ["api"],
    ["analytics", "notifications", "search", "interchange"],
    ["commerce", "community"],
    ["learning"],
    ["course_pages"],
    ["accounts"],
    ["events"],
    ["core"],
]
"""From the roof down."""


def app_folders() -> dict[str, Path]:
    """Return the folder of every package of ours that stands in the house, by import name."""
    names = [name for storey in STOREYS for name in storey]
    places = {name: [ROOT / "site" / name, ROOT / name] for name in names}
    return {name: folder for name in names for folder in places[name] if folder.is_dir()}


def modules(*, migrations: bool = False) -> Iterator[tuple[str, Path, ast.Module]]:
    """Yield app name, file and syntax tree of every module of ours."""
    for name, folder in app_folders().items():
        for file in sorted(folder.rglob("*.py")):
            if migrations or "migrations" not in file.parts:
                yield name, file, ast.parse(file.read_text())


def place(file: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{file.relative_to(ROOT)}{line}"
