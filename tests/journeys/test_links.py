"""Every internal link of the demo answers, for a visitor and for a learner."""

from collections import deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.people import PASSWORD

ADMIN = f"/{settings.ADMIN_PATH}/"
SKIPPED = ("/static/", "/media/", "/accounts/logout/")
"""Files of the disk are asked for by the browser; who logs out sees no more links."""


POSTS_ONLY = 405
"""What a form posts to says so when it is asked for."""


class Links(HTMLParser):
    """Gather where a page leads, and the files it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in ("href", "src", "poster") or (tag, name) == ("form", "action")):
                self.found.add(value)


def find_links(html: str, path: str) -> set[str]:
    """Return the paths, with their queries, that a page at `path` leads to on our own site.

    Where a log-in leads back to is left out, and so are choices of the catalogue put together:
    each is walked by itself.
    """
    links = Links()
    links.feed(html)
    parts = (urlsplit(urljoin(f"http://testserver{path}", link)) for link in links.found)
    return {
        f"{part.path}?{part.query}" if part.query and "next=" not in part.query else part.path
        for part in parts
        if part.netloc == "testserver" and not part.path.startswith((*SKIPPED, ADMIN))
        if "&" not in part.query
    }


def crawl(client: Client) -> dict[str, int]:
    """Return the status of every page that can be reached from the front door by links."""
    statuses: dict[str, int] = {}
    waiting = deque(["/"])
    while waiting:
        path = waiting.popleft()
        if path in statuses:
            continue
        response = client.get(path, follow=True)
        statuses[path] = 200 if is_door(response) else response.status_code
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            waiting.extend(sorted(find_links(response.content.decode(), path) - statuses.keys()))
    return statuses


def is_door(response: Any) -> bool:
    """Tell whether it is the page before a closed lesson, which says how to get in.

    The course that the learner is in has no closed lessons.
    """
    if response.status_code != 403 or "/first-queries/" in response.request["PATH_INFO"]:
        return False
    return any(template.name == "pages/lesson_closed.html" for template in response.templates)


@pytest.mark.timeout(600)  # some hundred pages for each of two people, in three languages
def test_every_link_of_the_demo_answers(demo: None) -> None:
    visitor, learner = Client(), Client()
    assert learner.login(email="learner@example.com", password=PASSWORD)

    for client, least in ((visitor, 2), (learner, 9)):
        statuses = crawl(client)
        lessons = [path for path in statuses if path.startswith("/courses/first-queries/")]
        assert len(lessons) >= least
        assert {p: code for p, code in statuses.items() if code not in (200, POSTS_ONLY)} == {}
