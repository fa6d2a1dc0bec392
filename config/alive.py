"""Signs of life of the processes that nobody sees. Readiness and the watchdog read them."""

from config import clock
from config.models import ProcessSeen


def say_alive(name: str, detail: str = "") -> None:
    """This process is well, now. `detail`: what readiness asks about it, such as the model the worker has loaded."""
    ProcessSeen.objects.update_or_create(name=name, defaults={"seen_at": clock.now(), "detail": detail})
