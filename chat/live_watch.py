"""What a process of sockets does every two seconds, whatever Redis does."""

from chat.live import this_hub
from chat.sockets import NOT_ALLOWED
from chat.standing import without_standing


async def look() -> None:
    """Closes the sockets of people whose sign-in or cookie has ended; brings the consoles up to date."""
    hub = this_hub()
    for screen in await without_standing(hub.watched):
        screen.close(NOT_ALLOWED)
    for screen in list(hub.staff_screens):
        screen.tell_soon()  # type: ignore[attr-defined]


_begun_for: int | None = None


def begin_once() -> None:
    """Before a socket opens: the hub of this process looks from now on."""
    global _begun_for
    hub = this_hub()
    if _begun_for != id(hub):
        _begun_for = id(hub)
        hub.at_every_look(look)
