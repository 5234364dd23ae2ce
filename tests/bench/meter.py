"""What a request costs: CPU of this process and of its database, and statements."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

ROUNDS = 5
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """The median of some rounds, in milliseconds of CPU a request."""

    app: float
    database: float
    statements: int

    @property
    def total(self) -> float:
        return self.app + self.database


class Browser:
    """Sends requests straight to the WSGI application, as a server does, without a network."""

    def __init__(self, cookies: dict[str, str] | None = None) -> None:
        self.application = WSGIHandler()
        self.requests = RequestFactory()
        self.requests.cookies.load(cookies or {})

    def send(self, method: str, path: str, **extra: Any) -> int:
        """Send one request, read the whole answer, and return its status."""
        environ = self.requests.generic(method, path, **extra).environ
        statuses: list[str] = []

        def start_response(status: str, *rest: Any) -> Any:
            statuses.append(status)

        answer = self.application(environ, start_response)
        b"".join(answer)
        answer.close()
        return int(statuses[0].split()[0])


def measure(
    send: Callable[[], int], *, before: Callable[[], None], times: int, status: int
) -> Cost:
    """Send a request `times` in each of five rounds; `before` is run before each, unmeasured."""
    before()
    with CaptureQueriesContext(connection) as statements:
        assert send() == status
        count = len(statements)
    rounds = [_round(send, before, times) for _ in range(ROUNDS)]
    return Cost(
        app=median(app for app, _database in rounds),
        database=median(database for _app, database in rounds),
        statements=count,
    )


def _round(send: Callable[[], int], before: Callable[[], None], times: int) -> tuple[float, float]:
    app = 0.0
    database = _database_cpu()
    for _ in range(times):
        before()
        start = time.process_time()
        send()
        app += time.process_time() - start
    return app / times * 1000, (_database_cpu() - database) / times * 1000


def _database_cpu() -> float:
    """Return the seconds that a PostgreSQL on this machine has worked for us; 0 for others.

    SQLite works in this process and is counted there.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        stats = [Path(f"/proc/{pid}/stat") for (pid,) in cursor.fetchall()]
    return sum(_cpu_seconds(stat) for stat in stats if stat.exists())


def _cpu_seconds(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK
