"""What is the same for every console of a process, read once for all of them."""

import asyncio
import time
from dataclasses import dataclass

from channels.db import database_sync_to_async

from chat import moved, service
from chat.console import board, floor, frames, frames_handing, help
from chat.live import this_hub
from chat.models import Conversation

# Consoles that ask one after the other are still given one reading.
AT_MOST_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Everybody:
    """The queue, the floor, who is there, what rings. No words of anybody's."""

    queue: frames.Queue
    service: frames_handing.Service
    colleagues: list[frames_handing.Colleague]
    # None while no lead has a console open here.
    floor: frames_handing.Floor | None
    # Is anybody handing over? Then each console looks whether it may accept.
    hands_over: bool
    help: list[help.Ringing]
    # By member of staff: another stamp when the list of their conversations is another.
    boards: dict[int, moved.Stamp]


def read(*, with_floor: bool) -> Everybody:
    now = service.service()
    return Everybody(
        queue=board.queue_frame(),
        service=frames_handing.Service(state=now.state, words=service.words(now)),
        colleagues=floor.colleagues(),
        floor=floor.floor_frame() if with_floor else None,
        hands_over=Conversation.objects.filter(ended_at=None, state=Conversation.State.HANDING_OVER).exists(),
        help=help.ringing(),
        boards=moved.boards(),
    )


class _Together:
    """Whoever asks while a reading runs waits for the next one, which sees what they were nudged about."""

    def __init__(self) -> None:
        self._running: asyncio.Task[Everybody] | None = None
        self._next: asyncio.Task[Everybody] | None = None
        self._read_at = 0.0

    async def read(self) -> Everybody:
        if self._next is None or self._next.done() or self._next is self._running:
            self._next = asyncio.create_task(self._after(self._running))
        return await asyncio.shield(self._next)

    async def _after(self, before: "asyncio.Task[Everybody] | None") -> Everybody:
        if before is not None and not before.done():
            await asyncio.wait([before])
        await asyncio.sleep(max(0.0, self._read_at + AT_MOST_EVERY_SECONDS - time.monotonic()))
        self._read_at = time.monotonic()
        self._running = asyncio.current_task()
        found: Everybody = await database_sync_to_async(read, thread_sensitive=False)(with_floor=_is_a_lead_here())
        return found


def _is_a_lead_here() -> bool:
    return any(screen.roles & set(help.LEADS) for screen in this_hub().staff_screens)  # type: ignore[attr-defined]


_together: tuple[asyncio.AbstractEventLoop, _Together] | None = None


async def now() -> Everybody:
    """As it is, read after this call and before it returns."""
    global _together
    loop = asyncio.get_running_loop()
    if _together is None or _together[0] is not loop:
        _together = loop, _Together()
    return await _together[1].read()
