"""Can people come in? And are servers that run elsewhere there at all?"""

import http.client
import json
from urllib.parse import urlsplit

import psycopg
import redis

from config.runner.trouble import Trouble

# Short, because nothing else is looked after meanwhile; it is asked again at once.
PATIENCE = 1.0
# /readyz says so, and every message shows as not checked; but a child must not stand before a closed door because
# of a damaged file that only helps to read.
GOES_WITHOUT = "model"


def unready_because(host: str, port: int, path: str, *, public_host: str) -> str | None:
    """None when the service says that it is ready; otherwise what it says instead."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": public_host, "Connection": "close"})
        answer = connection.getresponse()
        body = answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"no answer ({type(error).__name__})"
    finally:
        connection.close()
    return None if answer.status == 200 or _only_misses(GOES_WITHOUT, body) else f"{answer.status} {_short(body)}"


def _only_misses(part: str, body: str) -> bool:
    try:
        return bool(json.loads(body)["missing"] == [part])
    except (ValueError, KeyError, TypeError):
        return False


def _short(body: str) -> str:
    try:
        return json.dumps(json.loads(body))
    except ValueError:
        return body.strip().partition("\n")[0][:200]


def check_given_database(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        raise Trouble(
            # Never the address itself or the driver's words: both may hold the password.
            f"The Postgres server of DATABASE_URL does not let us in ({type(error).__name__}).",
            "Check the address, the account and whether it runs; or unset DATABASE_URL to use the embedded one.",
        ) from None


def check_given_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_timeout=10, socket_connect_timeout=10) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Trouble(
            f"The server of REDIS_URL does not let us in ({type(error).__name__}).",
            "Check the address and whether it runs; or unset REDIS_URL to use the embedded one.",
        ) from None


def host_in(url: str) -> str:
    """The Host header a browser would send for this address."""
    return urlsplit(url).netloc.rpartition("@")[2]
