"""Django's cache in Redis, which goes on in this process's memory while Redis is away.

The cache counts failed sign-ins. Refusing everybody because the counter is away would lock the house
while children wait, and not counting would open it to guessing: so each process counts for itself
until Redis is back.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

TRY_AGAIN_AFTER = 5.0  # seconds; a page would otherwise wait for the time limit of every single call
_away_until = 0.0  # of the process: Django makes a cache object a request


class JsonValues:
    """Numbers, lists and text as JSON. Django's own choice, pickle, runs whatever somebody puts into Redis."""

    def dumps(self, value: Any) -> bytes | int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value  # as Redis itself writes it, so that it can be counted up
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class SteadyCache(RedisCache):
    """RedisCache, or LocMemCache while Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # The client's own three attempts, each waiting longer, would keep somebody at the sign-in for seconds.
        once = {"serializer": JsonValues, "retry": Retry(NoBackoff(), 0)}
        params = {**params, "OPTIONS": {**once, **params.get("OPTIONS", {})}}
        super().__init__(server, params)
        self._memory = LocMemCache("while-redis-is-away", {key: params[key] for key in params if key != "OPTIONS"})

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(super().add, self._memory.add, *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().get, self._memory.get, *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask(super().set, self._memory.set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(super().touch, self._memory.touch, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(super().delete, self._memory.delete, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().get_many, self._memory.get_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(super().has_key, self._memory.has_key, *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().incr, self._memory.incr, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().set_many, self._memory.set_many, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._ask(super().delete_many, self._memory.delete_many, *args, **kwargs)

    def clear(self) -> Any:
        return self._ask(super().clear, self._memory.clear)

    def _ask(self, redis: Callable[..., Any], memory: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        global _away_until
        if time.monotonic() < _away_until:
            return memory(*args, **kwargs)
        try:
            return redis(*args, **kwargs)
        except (RedisError, OSError):
            _away_until = time.monotonic() + TRY_AGAIN_AFTER
            log.warning("cache.away", extra={"server": "redis"})
            return memory(*args, **kwargs)
