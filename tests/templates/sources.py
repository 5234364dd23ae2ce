"""The sources of the templates and static files, for tests that read instead of run."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "site" / "static"

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def list_templates(pattern: str = "*.html") -> list[str]:
    """Return the names of our templates as Django loads them, in alphabetical order."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob(pattern))


def list_static(pattern: str) -> list[str]:
    return sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob(pattern))


def read_template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def read_static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
