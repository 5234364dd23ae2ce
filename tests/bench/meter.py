"""What a request costs: CPU of the server's worker and of its database."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection

from tests.bench.server import Server, cpu_seconds

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """The median of some rounds, in milliseconds of CPU a request."""

    app: float
    database: float

    @property
    def total(self) -> float:
        return self.app + self.database


def measure(server: Server, send: Callable[[], int], *, times: int, status: int) -> Cost:
    """Send a request once to warm up, then `times` in each of five rounds."""
    assert send() == status
    rounds = [_round(server, send, times) for _ in range(ROUNDS)]
    return Cost(
        app=median(app for app, _database in rounds),
        database=median(database for _app, database in rounds),
    )


def _round(server: Server, send: Callable[[], int], times: int) -> tuple[float, float]:
    app, database = server.cpu(), _database_cpu()
    for _ in range(times):
        send()
    return (
        (server.cpu() - app) / times * 1000,
        (_database_cpu() - database) / times * 1000,
    )


def _database_cpu() -> float:
    """Return the seconds that a PostgreSQL on this machine has worked for us; 0 for others.

    SQLite works in the worker and is counted there.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return sum(cpu_seconds(pid) for (pid,) in cursor.fetchall())
