"""A bell, and three who hear it; a tower, whose one listener takes long: what the tests announce
and listen with, in any process.

Each listener leaves a trace that would exist twice if it were run twice: an event of its own.
"""

from django.db import transaction

from core.failpoints import failpoint
from events.models import Event
from events.services import announce
from events.signals import Announcement, DomainSignal

bell_rang = DomainSignal("bell_rang", provides=("number",))
bell_heard = DomainSignal("bell_heard", provides=("by", "number"))
gong_rang = DomainSignal("gong_rang", provides=("label", "details"))

tower_rang = DomainSignal("tower_rang", provides=("number",))

FIRST = "tests.events.listeners.on_bell_rang_first"
SECOND = "tests.events.listeners.on_bell_rang_second"
THIRD = "tests.events.listeners.on_bell_rang_third"
LONG = "tests.events.listeners.on_tower_rang"


@bell_rang.listener
def on_bell_rang_first(event: Announcement) -> None:
    announce(bell_heard, by="first", number=event.facts["number"])


@bell_rang.listener
def on_bell_rang_second(event: Announcement) -> None:
    announce(bell_heard, by="second", number=event.facts["number"])
    failpoint("tests.middle_of_listener")


@bell_rang.listener
def on_bell_rang_third(event: Announcement) -> None:
    announce(bell_heard, by="third", number=event.facts["number"])


@tower_rang.listener(long=True)
def on_tower_rang(event: Announcement) -> None:
    number = event.facts["number"]
    if not who_heard(number):
        with transaction.atomic():
            announce(bell_heard, by="tower", number=number)
    failpoint("tests.end_of_long_listener")


def who_heard(number: int) -> list[str]:
    """Return who left a trace of the bell's `number`th ring, in alphabetical order."""
    traces = Event.objects.filter(name="bell_heard", facts__number=number)
    return sorted(trace.facts["by"] for trace in traces)
