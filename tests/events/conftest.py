"""What the tests of the spine share."""

from collections.abc import Iterator

import pytest

from events import ports, tasks
from events.services import workers


@pytest.fixture(autouse=True)
def ask_anew() -> Iterator[None]:
    """Forget what an earlier test knew about workers and the broker."""
    workers.forget_answer()
    tasks.broker.forget()
    yield
    workers.forget_answer()
    tasks.broker.forget()


@pytest.fixture
def nothing_leaves() -> Iterator[None]:
    """Keep deliveries waiting after the commit, as when the process is killed right then."""
    ports.register(lambda delivery_ids, long_ids=(): None)
    yield
    ports.register(tasks.hand_over)
