"""Wrong guesses of a name and its code word, counted by name and by network address: whether the name is somebody's or
not, all is the same. What is counted lies in Valkey for a day, under hashes with a key that changes every day."""

import hashlib
import hmac

from django.core.cache import cache

from chat.code_words import pause_after
from config import clock
from config.keys import key_directory
from config.tuning import setting

DAY = 24 * 60 * 60


class Guesser:
    """Somebody at one address who tries to come back by one name."""

    def __init__(self, name: str, address: str | None) -> None:
        self.name = _key("name", name)
        # Many may share an address, a whole school for example: they slow each other down much later.
        self.address = _key("address", address) if address else None

    def must_wait(self) -> bool:
        until = cache.get(f"{self.name}:until") or 0
        wrong_here = cache.get(self.address) or 0 if self.address else 0
        return clock.now().timestamp() < until or wrong_here >= setting("returning.wrong_an_hour")

    def was_wrong(self) -> None:
        tries = _one_more(self.name, DAY)
        cache.set(f"{self.name}:until", int((clock.now() + pause_after(tries)).timestamp()), DAY)
        if self.address:
            _one_more(self.address, 60 * 60)

    def was_right(self) -> None:
        cache.delete_many([self.name, f"{self.name}:until"])


def _one_more(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 1


def _key(kind: str, value: str) -> str:
    about = f"{kind}:{clock.now():%Y-%m-%d}:{value}"
    return f"guess:{hmac.new(key_directory().named('lookup'), about.encode(), hashlib.sha256).hexdigest()}"
