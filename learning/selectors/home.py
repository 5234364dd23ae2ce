"""What the front door shows."""

from accounts.models import User
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.newest import get_newest
from learning.selectors.access import Person
from learning.selectors.screens import HomeScreen
from learning.selectors.shelf import get_latest_entry

NEWEST = 6
"""Courses on the front door."""


def get_home_screen(person: Person, *, language: str) -> HomeScreen:
    """Return what `person` sees first; for visitors the same for everybody."""
    return HomeScreen(
        continue_with=(
            get_latest_entry(person, language=language) if isinstance(person, User) else None
        ),
        newest=get_newest(language, NEWEST),
        catalogue_url=get_catalogue_url(language),
    )
