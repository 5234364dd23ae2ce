"""The shape of a domain event: a past-tense line in the `signals.py` of the app that owns it.

    student_enrolled = DomainSignal("student_enrolled", provides=("student_id", "course_id"))

Higher apps listen in their `signal_handlers.py`; importing that module in `apps.ready()` connects:

    @student_enrolled.listener
    def on_student_enrolled(event: Announcement) -> None:
        send_welcome_mail(student_id=event.facts["student_id"])

What takes minutes is a long listener: it runs outside the spine's transaction, manages its own, and
must be safe to run twice.

    @import_requested.listener(long=True)
    def on_import_requested(event: Announcement) -> None:
        run_import(import_id=event.facts["import_id"])
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, overload

from events.enums import Source
from events.exceptions import BrokenPromise, ListenerRefused


@dataclass(frozen=True, slots=True)
class Announcement:
    """One event as a listener hears it."""

    id: int
    """The same at every try, so a listener may use it to know what it did already."""
    name: str
    facts: Mapping[str, Any]
    """Exactly the facts that the catalogue line promises; ids and plain JSON values."""
    actor_id: int | None
    """Who caused it; None when nobody was logged in."""
    announced_at: datetime
    source: Source = Source.SYSTEM
    """By which road who caused it came."""
    request_id: str = ""
    """The request that caused it, as the log names it; "" when there was none."""


Listener = Callable[[Announcement], None]


class DomainSignal:
    """A kind of event: its name, the facts it provides, and who listens."""

    catalogue: "ClassVar[dict[str, DomainSignal]]" = {}
    """Every kind of event by name."""

    def __init__(self, name: str, *, provides: Iterable[str]) -> None:
        if name in self.catalogue:
            raise BrokenPromise(f"There is an event called {name} already.")
        self.name = name
        self.provides = frozenset(provides)
        self.listeners: dict[str, Listener] = {}
        self.long: set[str] = set()
        """The keys of those listeners that may take minutes."""
        self.catalogue[name] = self

    def __repr__(self) -> str:
        return f"<DomainSignal {self.name}>"

    @overload
    def listener(self, function: Listener) -> Listener: ...

    @overload
    def listener(self, *, long: bool) -> Callable[[Listener], Listener]: ...

    def listener(
        self, function: Listener | None = None, *, long: bool = False
    ) -> Listener | Callable[[Listener], Listener]:
        """Connect the decorated function under its dotted path."""

        def connect(function: Listener) -> Listener:
            self.connect(function, long=long)
            return function

        return connect if function is None else connect(function)

    def connect(self, function: Listener, *, key: str = "", long: bool = False) -> None:
        """Let `function` hear this event from now on.

        `key` is written to the delivery rows and looked up when they are delivered, perhaps after
        a release: it is the dotted path unless a renamed listener says what it was called before.

        Raises:
            ListenerRefused: a lambda or inner function without a key, or a key that is taken.
        """
        key = key or stable_path(function)
        if self.listeners.get(key, function) is not function:
            raise ListenerRefused(f"Another listener of {self.name} is called {key}.")
        self.listeners[key] = function
        if long:
            self.long.add(key)

    def disconnect(self, key: str) -> None:
        """Forget the listener called `key`; its open deliveries fail until it is back."""
        self.listeners.pop(key, None)
        self.long.discard(key)

    @classmethod
    def list_long(cls) -> list[str]:
        """Return the keys of all long listeners, whatever they hear."""
        return sorted({key for signal in cls.catalogue.values() for key in signal.long})


def stable_path(function: Listener) -> str:
    """Return the dotted path of a module-level function."""
    path = f"{function.__module__}.{function.__qualname__}"
    if "<" in path:
        raise ListenerRefused(f"{path} has no stable name: make it a module-level function.")
    return path
