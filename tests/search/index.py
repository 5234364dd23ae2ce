"""Looking things up in tests the way people do."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from learning.selectors.access import Person
from search.selectors.results import Result, ResultsScreen, get_results, read_question


def search(
    words: str,
    person: Person | None = None,
    *,
    scope: str = "all",
    language: str = "en",
    page: str = "",
    **more: Any,
) -> ResultsScreen:
    """Return the screen of results; `person` is a visitor unless given."""
    return get_results(
        read_question(words, scope, "/search/"),
        person or AnonymousUser(),
        page=page,
        language=language,
        catalogue_url="/courses/",
        **more,
    )


def titles(screen: ResultsScreen) -> list[str]:
    return [title(result) for result in screen.results]


def title(result: Result) -> str:
    return "".join(piece.text for piece in result.title)


def excerpt(result: Result) -> str:
    """Return the excerpt, the words that are marked in brackets."""
    return "".join(f"[{p.text}]" if p.is_found else p.text for p in result.excerpt)


def counts(screen: ResultsScreen) -> dict[str, int]:
    return {tab.name: tab.count for tab in screen.tabs}
