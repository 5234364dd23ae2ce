"""A Redis cache whose loss costs speed and never an answer."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 0.5
"""How long one call may wait for Redis; a page makes several."""
PAUSE_SECONDS = 5.0
"""How long Redis is left alone after a failure, before one call tries it again."""
REMEMBERED_KEYS = 10_000


class Breaker:
    """Whether this process talks to Redis now, and what it must take back there.

    Shared by all threads. What is written or deleted while Redis is away is not there when Redis
    comes back: a session that has ended would live again. So the keys touched meanwhile are
    remembered, and deleted before Redis is asked anything else.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.open_until = 0.0
        self.is_open = False
        self.owed: set[str] = set()
        self.owes_everything = False

    def may_try(self) -> bool:
        """Return whether to ask Redis; when it has rested, one caller alone is sent to see."""
        with self.lock:
            if not self.is_open:
                return True
            if time.monotonic() < self.open_until:
                return False
            self.open_until = time.monotonic() + PAUSE_SECONDS
            return True

    def trip(self) -> bool:
        """Leave Redis alone for a while; return whether it was thought well until now."""
        with self.lock:
            was_closed, self.is_open = not self.is_open, True
            self.open_until = time.monotonic() + PAUSE_SECONDS
            return was_closed

    def owe(self, keys: Iterable[str]) -> None:
        with self.lock:
            self.owed.update(keys)
            self.owes_everything |= len(self.owed) > REMEMBERED_KEYS
            if self.owes_everything:
                self.owed.clear()

    def close(self) -> None:
        with self.lock:
            self.is_open = False
            self.owed.clear()
            self.owes_everything = False


_breakers: dict[tuple[str, str], Breaker] = {}


class FailSoftRedisCache(RedisCache):
    """Django's Redis cache, answered from this process's memory while Redis is away.

    A refused, cut or hanging connection costs one call half a second, then Redis is left alone for
    five seconds. `clear()` takes this cache's own keys: the same Redis may hold the broker's
    messages and other caches.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "socket_timeout": TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        place = f"{server}|{self.key_prefix}"
        self._memory = LocMemCache(place, {"KEY_PREFIX": self.key_prefix, "VERSION": self.version})
        self._breaker = _breakers.setdefault((str(server), self.key_prefix), Breaker())

    @property
    def is_away(self) -> bool:
        """Whether this process answers from its own memory, which no other process sees."""
        return self._breaker.is_open

    # --- reading ----------------------------------------------------------------------------------

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(
            lambda: super(FailSoftRedisCache, self).get(key, default, version),
            lambda: self._memory.get(key, default, version),
        )

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        keys = list(keys)
        return self._ask(
            lambda: super(FailSoftRedisCache, self).get_many(keys, version),
            lambda: self._memory.get_many(keys, version),
        )

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(FailSoftRedisCache, self).has_key(key, version),
            lambda: self._memory.has_key(key, version),
        )

    # --- writing ----------------------------------------------------------------------------------

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._write("add", [key], key, value, *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._write("set", [key], key, value, *args, **kwargs)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._write("touch", [key], key, *args, **kwargs)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._write("delete", [key], key, version=version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._write("incr", [key], key, delta, version=version)

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        return self._write("set_many", list(data), data, *args, **kwargs)

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        keys = list(keys)
        self._write("delete_many", keys, keys, version=version)

    def clear(self) -> None:
        """Remove what this cache holds, and nothing else in the same Redis."""
        self._memory.clear()
        self._ask(self._delete_own_keys, self._owe_everything)

    # --- with Redis or without --------------------------------------------------------------------

    def _write(self, method: str, keys: list[str], *args: Any, **kwargs: Any) -> Any:
        def without_redis() -> Any:
            version = kwargs.get("version")
            self._breaker.owe(self.make_and_validate_key(key, version=version) for key in keys)
            return getattr(self._memory, method)(*args, **kwargs)

        return self._ask(lambda: getattr(RedisCache, method)(self, *args, **kwargs), without_redis)

    def _ask(self, redis: Callable[[], Any], memory: Callable[[], Any]) -> Any:
        if not self._breaker.may_try():
            return memory()
        try:
            self._settle()
            return redis()
        except (RedisError, OSError) as error:
            if self._breaker.trip():
                self._memory.clear()
                logger.warning("redis_cache_lost", error=str(error), pause=PAUSE_SECONDS)
            return memory()

    def _settle(self) -> None:
        """On the first call after a pause: delete in Redis what was touched without it."""
        if not self._breaker.is_open:
            return
        if self._breaker.owes_everything:
            self._delete_own_keys()
        else:
            self._delete_raw(iter(list(self._breaker.owed)))
        self._redis.ping()
        self._breaker.close()
        logger.info("redis_cache_back")

    def _owe_everything(self) -> None:
        self._breaker.owes_everything = True

    def _delete_own_keys(self) -> None:
        self._delete_raw(self._redis.scan_iter(match=f"{self.key_prefix}:*", count=1000))

    def _delete_raw(self, keys: Iterator[Any]) -> None:
        while batch := list(islice(keys, 1000)):
            self._redis.unlink(*batch)

    @property
    def _redis(self) -> Any:
        return self._cache.get_client(None, write=True)
