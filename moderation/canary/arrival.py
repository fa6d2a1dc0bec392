"""The end of its way: a process that has screens hears that something was read, or finds it at its next look."""

from chat.live import this_hub
from config import clock
from config.postgres import async_pool
from moderation.canary.read import NUDGE

ARRIVED = "UPDATE moderation_canary SET arrived_at = %s WHERE read_at IS NOT NULL AND arrived_at IS NULL"


def listen() -> None:
    """From now on this process hears of them, whether or not a screen is open here. Safe to repeat."""
    hub = this_hub()
    if NUDGE not in hub.ears:
        hub.ears[NUDGE] = note
        hub.at_every_look(note)


async def note() -> None:
    """As a console, which is told what moved by a nudge and finds by itself what a lost one would have told."""
    async with (await async_pool()).connection() as connected:
        await connected.execute(ARRIVED, [clock.now()])
