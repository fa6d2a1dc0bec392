"""Signs of life of the processes that nobody sees. Readiness and the watchdog read them."""

from config import clock
from config.models import ProcessSeen


def say_alive(name: str) -> None:
    """This process is well, now."""
    ProcessSeen.objects.update_or_create(name=name, defaults={"seen_at": clock.now()})
