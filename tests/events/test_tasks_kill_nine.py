"""Kill -9 anywhere, or empty the broker: afterwards every listener's effect exists once.

The processes are real, and so is the signal; the database is the one of the suite's profile.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from events.enums import DeliveryState
from events.models import Delivery, Event, WorkerSign
from events.services import sweeping
from tests.events.listeners import FIRST, SECOND, who_heard

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(180),
    pytest.mark.slow,
]

ROOT = Path(__file__).resolve().parent.parent.parent
ALL = ["first", "second", "third"]


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a process of the site with a broker of its own."""
    broker = ""
    if settings.CELERY_BROKER_URL.startswith("redis"):
        broker = settings.CELERY_BROKER_URL.rpartition("/")[0] + "/14"
        redis.Redis.from_url(broker).flushdb()
    return {
        **{key: value for key, value in os.environ.items() if key != "LMS_FAILPOINT"},
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DATABASE_URL": database_url,
        "DATABASE_POOL_MIN": "1",
        "VAR_DIR": str(tmp_path),
        "CELERY_BROKER_URL": broker,
    }


def run(environment: dict[str, str], *command: str, failpoint: str = "") -> int:
    """Run one process of the site to its end; return its exit status."""
    # The parent's connection must not hold the file while a child is killed in the middle.
    connection.close()
    done = subprocess.run(
        [sys.executable, *command],
        env={**environment, "LMS_FAILPOINT": failpoint},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def ring(environment: dict[str, str], signal: str = "bell_rang", *, failpoint: str = "") -> int:
    return run(environment, "-m", "tests.events.ring", "1", signal, failpoint=failpoint)


def sweep_later(seconds: int = 46) -> int:
    """Make what is due when every lease of the dead process has run out."""
    with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
        return sweeping.make_due_deliveries()


def states() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "tries"))


def test_without_a_kill_all_is_heard_by_the_end_of_the_process(environment: dict[str, str]) -> None:
    assert ring(environment) == 0

    assert who_heard(1) == ALL
    assert states() == [(DeliveryState.DONE, 1)] * 3


def test_killed_between_commit_and_delivery(environment: dict[str, str]) -> None:
    assert ring(environment, failpoint="events.committed") == -signal.SIGKILL
    assert Event.objects.get().name == "bell_rang"
    assert states() == [(DeliveryState.WAITING, 0)] * 3

    assert sweep_later(0) == 3

    assert who_heard(1) == ALL


def test_killed_in_the_middle_of_a_listener(environment: dict[str, str]) -> None:
    assert ring(environment, failpoint="tests.middle_of_listener") == -signal.SIGKILL
    assert who_heard(1) == ["first"]
    dead = Delivery.objects.get(listener=SECOND)
    assert (dead.state, dead.tries) == (DeliveryState.RUNNING, 1)

    assert sweep_later() == 2

    assert who_heard(1) == ALL
    assert sorted(states()) == [("done", 1), ("done", 1), ("done", 2)]


@pytest.mark.parametrize(
    ("failpoint", "heard"),
    [
        ("events.leased", []),
        ("events.heard", []),
        ("events.heard:2", ["first"]),
        ("events.done", ["first"]),
        ("events.done:3", ALL),
    ],
)
def test_killed_around_a_listener(
    environment: dict[str, str], failpoint: str, heard: list[str]
) -> None:
    assert ring(environment, failpoint=failpoint) == -signal.SIGKILL
    assert who_heard(1) == heard

    assert sweep_later() == 3 - len(heard)

    assert who_heard(1) == ALL
    assert sweep_later() == 0


def test_killed_in_a_long_listener_that_had_committed(environment: dict[str, str]) -> None:
    ringing = ring(environment, "tower_rang", failpoint="tests.end_of_long_listener")
    assert ringing == -signal.SIGKILL
    assert who_heard(1) == ["tower"]
    assert states() == [(DeliveryState.RUNNING, 1)]

    assert sweep_later(46) == 0
    assert sweep_later(901) == 1

    assert who_heard(1) == ["tower"]
    assert states() == [(DeliveryState.DONE, 2)]


def test_killed_while_messages_are_sent(environment: dict[str, str]) -> None:
    WorkerSign.objects.create(name="celery@elsewhere", seen_at=timezone.now())
    assert ring(environment, failpoint="events.sent:2") == -signal.SIGKILL

    assert sweep_later(0) == 3

    assert who_heard(1) == ALL


def empty_broker(environment: dict[str, str]) -> int:
    """Throw every message away; return how many there were."""
    if environment["CELERY_BROKER_URL"]:
        broker = redis.Redis.from_url(environment["CELERY_BROKER_URL"])
        messages = int(broker.llen("celery"))
        broker.flushdb()
        return messages
    folder = Path(environment["VAR_DIR"]) / "broker"
    messages = len(list(folder.glob("*.msg")))
    shutil.rmtree(folder)
    return messages


@pytest.fixture
def start_worker(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start real workers with a clock, each with its log in the scratch folder; stop them after."""
    workers: list[subprocess.Popen[bytes]] = []
    command = "-m celery -A config worker -B -P solo -l info --without-mingle --without-gossip"
    include = ["-I", "tests.events.listeners", "-n", "tests@here"]

    def start(*, failpoint: str = "") -> subprocess.Popen[bytes]:
        connection.close()
        log = (Path(environment["VAR_DIR"]) / f"worker-{len(workers)}.log").open("wb")
        worker = subprocess.Popen(
            [sys.executable, *command.split(), *include],
            env={**environment, "LMS_FAILPOINT": failpoint},
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        # The whole session: beat is a child of the worker.
        if worker.poll() is None or failpoint_left_children(worker):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


def failpoint_left_children(worker: subprocess.Popen[bytes]) -> bool:
    try:
        os.killpg(worker.pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(what: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.2)


def test_a_real_worker_killed_in_a_listener_and_a_flushed_broker_lose_nothing(
    environment: dict[str, str], start_worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    first_worker = start_worker(failpoint="tests.middle_of_listener")
    wait_until(lambda: WorkerSign.objects.filter(name="tests@here").exists())
    assert ring(environment) == 0
    assert first_worker.wait(60) == -signal.SIGKILL
    assert "second" not in who_heard(1)
    os.killpg(first_worker.pid, signal.SIGKILL)
    empty_broker(environment)
    # What the clock would do: the lease and the pause before the next message run out.
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.exclude(state=DeliveryState.DONE).update(due_at=past, send_at=past)

    start_worker()

    wait_until(lambda: who_heard(1) == ALL)
    wait_until(lambda: set(Delivery.objects.values_list("state", flat=True)) == {"done"})
    assert who_heard(1) == ALL


def test_an_emptied_broker_loses_nothing(environment: dict[str, str]) -> None:
    WorkerSign.objects.create(name="celery@elsewhere", seen_at=timezone.now())
    assert ring(environment) == 0
    assert empty_broker(environment) == 3
    assert who_heard(1) == []

    late = timezone.now() + timedelta(seconds=31)
    found = sweeping.claim_unsent(limit=10, now=late)
    assert sorted(found) == sorted(Delivery.objects.values_list("pk", flat=True))
    assert sweep_later(31) == 3

    assert who_heard(1) == ALL
    assert Delivery.objects.filter(listener=FIRST).count() == 1
