"""Finds the category that a course names, and makes what is missing of its path."""

from collections.abc import Sequence

from django.utils.text import slugify
from wagtail.models import Locale

from course_pages.models import Category


def place_category(path: Sequence[str], locale: Locale) -> tuple[Category | None, list[str]]:
    """Return the innermost category of a path of names, and the names that had to be added."""
    category: Category | None = None
    added = []
    for name in path:
        here = Category.objects.filter(locale=locale, parent=category)
        found = here.filter(name__iexact=name).order_by("pk").first()
        if found is None:
            found = Category.objects.create(
                name=name, slug=find_slug(name, locale), parent=category, locale=locale
            )
            added.append(name)
        category = found
    return category, added


def find_slug(name: str, locale: Locale) -> str:
    """Return a slug for the name that no category of the language has."""
    taken = set(Category.objects.filter(locale=locale).values_list("slug", flat=True))
    base = slugify(name, allow_unicode=True)[:70] or "category"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
