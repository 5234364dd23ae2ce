"""Counting statements the way the bar counts: every one, BEGIN and COMMIT, session and user."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_pages.services.shared_pages import SHARED_PAGES


def count_statements(request: Callable[[], Any], *, status: int = 200) -> int:
    """Return what `request` costs a process that has answered such a request before.

    What is kept for every visitor is forgotten first: the count is that of a miss.
    """
    request()
    SHARED_PAGES.renew()
    with CaptureQueriesContext(connection) as statements:
        response = request()
    assert response.status_code == status, response
    return len(statements)


def count_hit(request: Callable[[], Any]) -> int:
    """Return what `request` costs when the page is kept."""
    request()
    with CaptureQueriesContext(connection) as statements:
        response = request()
    assert response.status_code == 200, response
    return len(statements)
