"""References that nobody has, counted for an hour by network address: nobody tries out a million of them."""

import hashlib
import hmac

from django.core.cache import cache

from config import clock
from config.keys import key_directory
from config.tuning import setting

HOUR = 60 * 60


class Wrong:
    """One address. A whole school may share it: it may be wrong quite often."""

    def __init__(self, address: str | None) -> None:
        about = f"concern:{clock.now():%Y-%m-%d}:{address or ''}"
        digest = hmac.new(key_directory().named("lookup"), about.encode(), hashlib.sha256).hexdigest()
        self.key = f"wrong:{digest}"

    def too_often(self) -> bool:
        return int(cache.get(self.key) or 0) >= int(setting("concern.wrong_an_hour"))

    def once_more(self) -> None:
        cache.add(self.key, 0, HOUR)
        try:
            cache.incr(self.key)
        except ValueError:  # it ended in between
            pass
