"""The cache while Redis is there, goes away and comes back."""

from typing import Any

import pytest
import redis

from rota import cache as cache_module
from rota.cache import SteadyCache
from tests.servers import Servers


def a_cache(url: str) -> SteadyCache:
    return SteadyCache(url, {"OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1}})


@pytest.fixture(autouse=True)
def _redis_was_not_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_away_until", 0.0)


@pytest.mark.parametrize("value", [[1.5, 2.5], True, 7, "words", None, {"a": [1]}])
def test_a_value_comes_back_as_it_was(valkey: redis.Redis, servers: Servers, value: Any) -> None:
    cache = a_cache(servers.valkey.url)

    cache.set("key", value, 60)

    assert cache.get("key", "nothing") == value
    assert b"pickle" not in (valkey.get(":1:key") or b"")


def test_a_key_is_added_once_counted_and_removed(valkey: redis.Redis, servers: Servers) -> None:
    cache = a_cache(servers.valkey.url)

    assert cache.add("key", 1, 60)
    assert not cache.add("key", 1, 60)
    assert cache.incr("key") == 2
    assert cache.delete("key")
    assert cache.get("key") is None


def test_it_goes_on_in_memory_and_asks_redis_only_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    cache = a_cache("redis://127.0.0.1:9/0")

    assert cache.add("key", True, 60)
    assert not a_cache("redis://127.0.0.1:9/0").add("key", True, 60)
    cache.set("other", [1.5], 60)
    assert cache.get("other") == [1.5]
    cache.clear()

    assert [record.message for record in caplog.records] == ["cache.away"]


def test_it_comes_back_to_redis(valkey: redis.Redis, servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    a_cache("redis://127.0.0.1:9/0").set("key", 1)
    cache = a_cache(servers.valkey.url)
    cache.set("key", 2)
    assert valkey.get(":1:key") is None

    monkeypatch.setattr(cache_module, "_away_until", 0.0)
    cache.set("key", 3)

    assert valkey.get(":1:key") == b"3"
