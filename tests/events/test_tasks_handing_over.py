"""Leaving the process: to a worker where one lives, else made here; never the visitor's trouble."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import Settings
from structlog.testing import capture_logs

from events import tasks
from events.enums import DeliveryState
from events.models import Delivery, WorkerSign
from events.services import announce, workers
from tests.events.listeners import bell_rang, who_heard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class Post:
    """Stands in for the broker: keeps what is sent, or fails."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.calls = 0
        self.error: Exception | None = None

    def apply_async(self, args: tuple[int], **options: Any) -> None:
        self.calls += 1
        assert options == {"retry": False}
        if self.error:
            raise self.error
        self.sent.append(*args)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    post = Post()
    monkeypatch.setattr(tasks.deliver, "apply_async", post.apply_async)
    return post


@pytest.fixture
def worker() -> WorkerSign:
    return WorkerSign.objects.create(name="celery@here", seen_at=timezone.now())


def ring(number: int = 1) -> list[int]:
    with transaction.atomic():
        event = announce(bell_rang, number=number)
    return sorted(event.deliveries.values_list("pk", flat=True))


def test_with_a_worker_one_message_goes_for_each_delivery(post: Post, worker: WorkerSign) -> None:
    ids = ring()

    assert post.sent == ids
    assert who_heard(1) == []


def test_without_a_worker_they_are_made_here_and_it_is_said_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks._told.clear()
    with capture_logs() as logs:
        ring(1)
        ring(2)

    assert (who_heard(1), who_heard(2)) == (["first", "second", "third"],) * 2
    assert post.sent == []
    assert [log["note"] for log in logs if log["event"] == "no_worker"] == [
        "No worker is running: events are delivered in this process."
    ]


def test_without_a_worker_what_an_earlier_process_left_is_taken_along(post: Post) -> None:
    with transaction.atomic():
        left = announce(bell_rang, number=1)
        transaction.get_connection().run_on_commit.clear()
    assert set(left.deliveries.values_list("state", flat=True)) == {DeliveryState.WAITING}

    ring(2)

    assert who_heard(1) == ["first", "second", "third"]


def test_where_only_workers_may_deliver_they_are_sent_whoever_lives(
    post: Post, settings: Settings
) -> None:
    settings.EVENTS_WITHOUT_WORKER = "wait"

    assert ring() == post.sent
    assert who_heard(1) == []


def test_a_worker_that_fell_silent_does_not_count(post: Post, worker: WorkerSign) -> None:
    WorkerSign.objects.update(seen_at=timezone.now() - timedelta(seconds=91))

    ring()

    assert post.sent == []
    assert who_heard(1) == ["first", "second", "third"]


def test_a_broker_that_is_down_fails_nobody_and_is_left_alone(
    post: Post, worker: WorkerSign
) -> None:
    post.error = OperationalError("connection refused")

    ring(1)
    ring(2)

    assert post.calls == 1
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 6


def test_a_real_broker_that_refuses_fails_nobody(
    worker: WorkerSign, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with current_app.connection_for_write("redis://127.0.0.1:1/0") as nowhere:
        original = tasks.deliver.apply_async

        def apply_async(args: tuple[int], **options: Any) -> None:
            original(args, connection=nowhere, **options)

        tasks.deliver.apply_async = apply_async
        try:
            ring()
        finally:
            del tasks.deliver.apply_async

    assert tasks.broker.is_resting()
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 3


def test_the_sweep_sends_what_is_due_and_shows_the_worker(post: Post, worker: WorkerSign) -> None:
    ids = ring()
    post.sent.clear()
    Delivery.objects.update(send_at=timezone.now())
    WorkerSign.objects.all().delete()

    assert tasks.sweep() == 3

    assert post.sent == ids
    assert workers.is_worker_running() is True


def test_a_stopped_worker_is_forgotten(worker: WorkerSign) -> None:
    workers.forget_worker(name="celery@here")

    assert workers.is_worker_running() is False


def test_the_deliver_task_makes_one_delivery(post: Post, worker: WorkerSign) -> None:
    first, _second, _third = ring()

    tasks.deliver(first)

    assert who_heard(1) == ["first"]


@pytest.mark.spec("S223", "S224")
def test_the_application_is_hybridlms_configured_by_settings_and_finds_tasks() -> None:
    app = current_app._get_current_object()
    app.loader.import_default_modules()

    assert app.main == "hybridlms"
    assert app.namespace == "CELERY"
    assert app.conf.broker_url == django_settings.CELERY_BROKER_URL
    assert app.conf.task_acks_late is True
    assert {"events.deliver", "events.sweep", "events.prune"} <= set(app.tasks)
    assert app.conf.beat_schedule["events.sweep"]["schedule"] == 30.0
