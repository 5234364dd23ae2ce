"""Where the catalogue joins Wagtail's admin: one module a part, each registers its own hooks."""

from course_pages.wagtail_hooks import (
    catalogue,
    checks,
    deleting,
    documents,
    editing,
    explorer,
    guide,
    home,
    menus,
    translating,
    workflow,
)

__all__ = [
    "catalogue",
    "checks",
    "deleting",
    "documents",
    "editing",
    "explorer",
    "guide",
    "home",
    "menus",
    "translating",
    "workflow",
]
