"""Signs of life: how a web process knows whether a worker will take what it sends."""

from datetime import timedelta
from time import monotonic

from django.utils import timezone

from events.models import WorkerSign

ALIVE_FOR = timedelta(seconds=90)
"""A worker shows itself at every sweep, each 30 seconds; two missed ones are forgiven."""

ASK_EVERY = 10.0
"""Seconds for which a process believes its last answer instead of asking the database."""

_answer: tuple[float, bool] = (float("-inf"), False)


def show_worker(*, name: str) -> None:
    """Note that the worker called `name` is alive."""
    WorkerSign.objects.update_or_create(name=name, defaults={"seen_at": timezone.now()})


def forget_worker(*, name: str) -> None:
    """Note that the worker called `name` has stopped."""
    WorkerSign.objects.filter(name=name).delete()


def is_worker_running() -> bool:
    """Whether a worker showed itself lately; asks the database once in ten seconds at most."""
    global _answer
    asked_at, answer = _answer
    if monotonic() - asked_at >= ASK_EVERY:
        alive_since = timezone.now() - ALIVE_FOR
        answer = WorkerSign.objects.filter(seen_at__gte=alive_since).exists()
        _answer = (monotonic(), answer)
    return answer


def forget_answer() -> None:
    """Ask the database next time."""
    global _answer
    _answer = (float("-inf"), False)
