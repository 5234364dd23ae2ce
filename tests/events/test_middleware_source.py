"""Every event says by which road who caused it came."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from events.enums import Source
from events.middleware import SourceMiddleware
from events.models import Event
from events.services import announce, delivering
from events.services.sources import acting_from, get_source
from events.signals import Announcement, DomainSignal
from tests.events import listeners

valley_called = DomainSignal("valley_called", provides=())
echoed = DomainSignal("echoed", provides=("source",))


@valley_called.listener
def echo(event: Announcement) -> None:
    announce(echoed, source=str(event.source))


@pytest.mark.spec("S37")
@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("/courses/", Source.WEB),
        ("/administration/", Source.WEB),
        ("/ar/learn/", Source.WEB),
        ("/admin/pages/", Source.ADMIN),
        ("/_allauth/app/v1/auth/login", Source.APP),
    ],
)
def test_a_request_names_its_road_to_every_event(db: None, path: str, source: Source) -> None:
    def answer(request: object) -> HttpResponse:
        with transaction.atomic():
            announce(listeners.bell_rang, number=1)
        return HttpResponse()

    SourceMiddleware(answer)(RequestFactory().get(path))

    assert Event.objects.get().source == source
    assert get_source() == Source.SYSTEM


def test_outside_a_request_it_was_the_system(db: None) -> None:
    event = announce(listeners.bell_rang, number=1)

    assert event.source == Source.SYSTEM
    assert event.announcement.source is Source.SYSTEM


def test_what_a_listener_causes_came_by_the_same_road(db: None) -> None:
    with acting_from(Source.APP):
        event = announce(valley_called)

    assert delivering.make_delivery(delivery_id=event.deliveries.get().pk)

    echo_heard = Event.objects.get(name="echoed")
    assert echo_heard.facts == {"source": "app"}
    assert echo_heard.source == Source.APP


def test_the_road_is_forgotten_when_a_request_fails() -> None:
    def fail(request: object) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        SourceMiddleware(fail)(RequestFactory().get("/admin/"))

    assert get_source() == Source.SYSTEM
