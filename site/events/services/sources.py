"""By which road somebody came, known for as long as a request or a delivery is worked on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from events.enums import Source

_source: ContextVar[Source] = ContextVar("events_source", default=Source.SYSTEM)


def get_source() -> Source:
    """Return the road of what is done now; outside requests, the system's own."""
    return _source.get()


@contextmanager
def acting_from(source: Source) -> Iterator[None]:
    """Have everything that is announced in the block say that it came by `source`."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
