"""Redis goes away in every way it can, and the site goes on."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import redis

from config import cache as cache_module
from config.cache import FailSoftRedisCache

GIVEN = os.environ.get("REDIS_URL") or os.environ.get("TEST_REDIS_URL")
REDIS_URL = GIVEN or "redis://127.0.0.1:6379/9"


def make_cache(url: str, prefix: str) -> FailSoftRedisCache:
    return FailSoftRedisCache(url, {"KEY_PREFIX": prefix})


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return a key prefix of this test's own, with a breaker of its own."""
    yield f"cache-test-{os.getpid()}-{request.node.name}"
    cache_module._breakers.clear()


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def hanging_port() -> Iterator[int]:
    """Return the port of a server that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


def use_everything(cache: FailSoftRedisCache) -> None:
    """Do with `cache` all that a cache is for, and check every answer."""
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.get("absent", "nothing") == "nothing"
    assert cache.add("a", 2) is False
    assert cache.add("b", 2) is True
    assert cache.incr("b", 3) == 5
    assert cache.has_key("b") is True
    assert cache.touch("b", 60) is True
    cache.set_many({"c": 3, "d": 4})
    assert cache.get_many(["a", "c", "d", "e"]) == {"a": 1, "c": 3, "d": 4}
    assert cache.get_or_set("e", lambda: 5) == 5
    assert cache.delete("a") is True
    assert cache.get("a") is None
    cache.delete_many(["b", "c"])
    assert cache.get_many(["b", "c", "d"]) == {"d": 4}
    cache.clear()
    assert cache.get("d") is None
    with pytest.raises(ValueError, match="not found"):
        cache.incr("absent")


def test_works_where_nobody_listens(dead_port: int, prefix: str) -> None:
    use_everything(make_cache(f"redis://127.0.0.1:{dead_port}/0", prefix))


def test_a_hanging_server_is_waited_for_once(hanging_port: int, prefix: str) -> None:
    cache = make_cache(f"redis://127.0.0.1:{hanging_port}/0", prefix)
    began = time.monotonic()
    use_everything(cache)
    for _ in range(200):
        cache.get("a")
    # One time-out of 0.5 s and not twenty; the rest is a slow machine's allowance.
    assert time.monotonic() - began < 4


def test_threads_share_the_breaker(
    hanging_port: int, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"redis://127.0.0.1:{hanging_port}/0"
    make_cache(url, prefix).get("a")
    asked: list[object] = []
    other = make_cache(url, prefix)
    monkeypatch.setattr(other._cache, "get", lambda *args: asked.append(args))
    thread = threading.Thread(target=other.get, args=("a",))
    thread.start()
    thread.join()
    assert asked == []


def test_one_caller_at_a_time_tries_again() -> None:
    breaker = cache_module.Breaker()
    breaker.trip()
    assert breaker.may_try() is False
    breaker.open_until = time.monotonic() - 1
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]


@pytest.fixture
def server() -> "redis.Redis":
    client = redis.Redis.from_url(REDIS_URL)
    try:
        client.ping()
    except redis.RedisError:
        pytest.skip(f"no Redis at {REDIS_URL}")
    return client


def test_works_with_redis(server: "redis.Redis", prefix: str) -> None:
    use_everything(make_cache(REDIS_URL, prefix))


def test_clear_takes_its_own_keys_only(server: "redis.Redis", prefix: str) -> None:
    queue = f"{prefix}-queue"
    server.rpush(queue, "a message of the broker")
    ours, pages = make_cache(REDIS_URL, prefix), make_cache(REDIS_URL, f"{prefix}-pages")
    ours.set("a", 1)
    pages.set("a", 2)
    ours.clear()
    assert (ours.get("a"), pages.get("a"), server.llen(queue)) == (None, 2, 1)
    pages.clear()
    server.delete(queue)


def test_what_was_deleted_meanwhile_does_not_come_back(
    server: "redis.Redis", prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = make_cache(REDIS_URL, prefix)
    cache.set_many({"session": "Lena", "page": "old", "other": "kept"})

    def cut(*args: object, **kwargs: object) -> None:
        raise redis.ConnectionError("cut")

    with monkeypatch.context() as outage:
        outage.setattr(redis.connection.AbstractConnection, "send_packed_command", cut)
        cache.delete("session")
        cache.set("page", "new")
        assert cache.get("page") == "new"
    cache._breaker.open_until = 0
    assert cache.get_many(["session", "page", "other"]) == {"other": "kept"}
    assert cache._breaker.is_open is False
    cache.clear()
