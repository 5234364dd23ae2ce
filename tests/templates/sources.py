"""The sources of the templates and static files, for tests that read instead of run."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from config.storage import pack_styles

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "site" / "static"

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)

INCLUDE = re.compile(r"""\{%\s*include\s+["']([^"']+)["']""")
STYLESHEET = re.compile(r"""<link rel="stylesheet" href="\{%\s*static\s+["']([^"']+)""")
SCRIPT = re.compile(r"""<script[^>]*\ssrc="\{%\s*static\s+["']([^"']+)""")
EXTENDS = re.compile(r"""\{%\s*extends\s+["']([^"']+)["']""")
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+\.js)["']""")


def list_templates(pattern: str = "*.html") -> list[str]:
    """Return the names of our templates as Django loads them, in alphabetical order."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob(pattern))


def list_static(pattern: str) -> list[str]:
    return sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob(pattern))


def read_template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def read_static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def read_all_of(name: str) -> dict[str, str]:
    """Return a page and what it stands in and includes, as far as it is ours, by name."""
    ours, waiting, read = set(list_templates()), [name], dict[str, str]()
    while waiting:
        part = waiting.pop()
        if part in ours and part not in read:
            read[part] = read_template(part)
            waiting += EXTENDS.findall(read[part]) + INCLUDE.findall(read[part])
    return read


def with_imports(names: set[str]) -> set[str]:
    """Return scripts and the modules that they import."""
    waiting, found = sorted(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for imported in IMPORT.findall(Path(str(finders.find(name))).read_text(encoding="utf-8")):
            path = (STATIC / Path(name).parent / imported).resolve()
            if path.is_relative_to(STATIC):
                waiting.append(path.relative_to(STATIC).as_posix())
    return found


def compressed(name: str) -> int:
    """Return the bytes of a static file as they go over the line."""
    path = finders.find(name)
    assert path, name
    content = Path(path).read_text("utf-8")
    deployed = pack_styles(content) if name.endswith(".css") else content
    return len(gzip.compress(deployed.encode()))
