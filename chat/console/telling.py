"""What a console is told: the queue, its own conversations, and what happens in them. Nothing twice."""

import asyncio
from collections.abc import Callable, Hashable
from itertools import count
from typing import Any

from msgspec.structs import replace

from chat.access import state_of
from chat.at_once import AtOnce
from chat.console import board, everybody, frames, own
from chat.console.everybody import Everybody
from chat.console.looks import Looks
from chat.console.telling_beside import Beside
from chat.frames import Frame
from chat.live import Nudge, Said
from chat.sockets import Screen
from rota.models import StaffMember

TOGETHER_SECONDS = 0.05
# Where much moves, a console is told the first of it at once, and then no more often than this.
AT_MOST_EVERY_SECONDS = 0.25
NOTHING, WHAT_MOVED, ALL_OF_IT = range(3)
# Of so many looks one reads everything, moved or not.
EVERYTHING_EVERY = 15


_opened = count()


async def _standing_pages(people: list[StaffMember]) -> list[list[tuple[Hashable, frames.Paged]]]:
    found: list[list[tuple[Hashable, frames.Paged]]] = await Screen.in_a_thread(board.standing_pages, people)
    return found


_pages = AtOnce(_standing_pages)


class Telling(Beside):
    """The half of a console that listens to the service. What its member of staff does is in consumers.py."""

    def __init__(self) -> None:
        super().__init__()
        # The conversations whose words this screen may have: the number of the key to them, and the key.
        self.keys: dict[int, tuple[int, bytes]] = {}
        # Those of them that are by text.
        self.by_text: set[int] = set()
        self.looks = Looks()
        self._told: dict[str, Frame] = {}
        self._told_at: tuple[object, ...] = ()
        # Not all of those that were opened at the same moment read everything at the same look.
        self._rounds = next(_opened) % EVERYTHING_EVERY
        # By conversation: what was told about it, each by what it is about.
        self._told_of: dict[int, dict[object, Frame]] = {}
        self._telling: asyncio.Task[None] | None = None
        self._to_tell = NOTHING
        self._deliveries_soon: set[int] = set()
        self._looking = asyncio.Lock()
        # By escalation: the page that was told, and the name of the call.
        self._pages: dict[int, tuple[Hashable, frames.Paged]] = {}
        self._paging = asyncio.Lock()
        self._pages_are_asked_for = False

    async def forget(self, conversation_id: int) -> None:
        """This conversation is no longer one's own: nothing more of it reaches this screen."""
        self.keys.pop(conversation_id, None)
        self.joined.discard(conversation_id)
        self.by_text.discard(conversation_id)
        self._told_of.pop(conversation_id, None)
        self.looks.forget(conversation_id)
        self.seen_up_to.pop(conversation_id, None)
        await self.hub.unfollow(conversation_id, self)

    def frame_of(self, message: Said) -> frames.Said:
        mine = message.by == "counsellor" and message.staff_id == self.staff.pk
        return frames.Said(
            conversation=message.conversation_id,
            id=message.client_id,
            place=message.place,
            by="you" if mine else message.by,
            name=message.name,
            body=message.body,
            at=message.at,
        )

    def said(self, message: Said) -> None:
        super().said(message)
        if message.conversation_id not in self.by_text:
            return
        if message.by == "young_person":
            self.tell_soon()  # "stop" and "start" change whether their phone may be texted
        else:
            self._tell_deliveries_soon(message.conversation_id)

    def nudged(self, nudge: Nudge) -> None:
        conversation_id = nudge.get("conversation")
        match nudge["kind"]:
            case "typing" if nudge.get("by") == "young_person" and isinstance(conversation_id, int):
                self.give(frames.YoungPersonTypes(conversation=conversation_id, by="young_person"))
            case "seen" if nudge.get("by") == "young_person" and isinstance(conversation_id, int):
                place = nudge.get("place", 0)
                self.give(frames.YoungPersonSaw(conversation=conversation_id, by="young_person", place=place))
            case "marks" if isinstance(conversation_id, int):
                self.soon(self._look(conversation_id, "marks", board.marks_frames, nudge.get("message")))
            case "delivery" if isinstance(conversation_id, int):
                self.soon(self._tell_deliveries(conversation_id, nudge.get("message")))
                self.tell_soon()  # whether the phone may still be texted stands in `mine`
            case "flag" if isinstance(conversation_id, int) and conversation_id in self.keys:
                self.soon(self._look_for_flags(conversation_id))
            case "note" | "safety" | "telling" if isinstance(conversation_id, int) and conversation_id in self.keys:
                self.soon(self.tell_beside_of(conversation_id))
            case "draft" if nudge.get("staff") == self.staff.pk and isinstance(conversation_id, int):
                self.soon(self.tell_draft_of(conversation_id))
            case "page":
                self.tell_pages_soon()
            case "look" if isinstance(conversation_id, int):
                self.soon(self.tell_all_of(conversation_id))
            case "queue":
                self.tell_soon(all_of_it=False)
            case "state" | "help" | "offer":
                self.tell_soon()

    def tell_soon(self, *, all_of_it: bool = True) -> None:
        """Several changes at once are told once. `all_of_it`: also what is one's own and no stamp speaks of."""
        self._to_tell = max(self._to_tell, ALL_OF_IT if all_of_it else WHAT_MOVED)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._quietly(self._tell_in_a_moment()))

    async def _tell_in_a_moment(self) -> None:
        pause = TOGETHER_SECONDS
        while self._to_tell:
            await asyncio.sleep(pause)
            what, self._to_tell = self._to_tell, NOTHING
            seen = await everybody.now()
            if what == WHAT_MOVED and self._is_as_told(seen):
                self._tell_the_same(seen)
            else:
                await self.tell(seen)
            pause = AT_MOST_EVERY_SECONDS

    async def look_again(self, seen: Everybody) -> None:
        """Every two seconds, in case a nudge was lost; what is the same for everybody was read once."""
        if self._telling is not None and not self._telling.done():
            return
        self._rounds += 1
        if self._is_as_told(seen) and self._rounds % EVERYTHING_EVERY:
            self._tell_the_same(seen)
        else:
            await self._quietly(self.tell(seen))

    def _is_as_told(self, seen: Everybody) -> bool:
        """Nothing of one's own has moved since it was told. While nudges do not come, nobody can be sure."""
        can_move_by_itself = seen.hands_over or bool(self.joined)
        return self.hub.hears_nudges and not can_move_by_itself and self._stands_at(seen) == self._told_at

    def _stands_at(self, seen: Everybody) -> tuple[object, ...]:
        floor = seen.floor if "floor" in self._told else None
        return seen.boards.get(self.staff.pk), seen.colleagues, seen.help, floor

    def _tell_the_same(self, seen: Everybody) -> None:
        told = self._told["queue"]
        assert isinstance(told, frames.Queue)
        self._tell_if_new("queue", replace(seen.queue, load=told.load, cap=told.cap))
        self._tell_if_new("service", seen.service)

    async def tell(self, seen: Everybody | None = None) -> None:
        """The queue, one's own conversations and what rings, where they differ from what was told last."""
        before = set(self.keys)
        seen = seen or await everybody.now()
        found = await self.in_a_thread(own.read, self.staff, self.roles, seen, frozenset(self.joined), self.looks)
        self._tell_if_new("queue", found.queue)
        self._tell_if_new("mine", found.mine)
        self._tell_if_new("service", seen.service)
        self._tell_if_new("colleagues", found.colleagues)
        if found.floor is not None:
            self._tell_if_new("floor", found.floor)
        if self.joined or "watching" in self._told:
            self._tell_if_new("watching", found.watching)
        self.tell_offers(found.offers)
        await self.tell_help(found.help)
        kept = {one.id for one in found.mine.conversations + found.watching.conversations}
        await self._let_go(before - kept)
        self._told_at = self._stands_at(seen)

    async def _let_go(self, gone: set[int]) -> None:
        """Of what is neither one's own any more nor read along."""
        for conversation_id in gone & set(self.keys):
            await self.forget(conversation_id)
            state = await self.in_a_thread(state_of, conversation_id)
            self.give(frames.State(conversation=conversation_id, state=state))

    def _tell_if_new(self, name: str, frame: Frame) -> None:
        if self._told.get(name) != frame:
            self._told[name] = frame
            self.give(frame)

    async def tell_all_of(self, conversation_id: int) -> None:
        """What was noticed, what somebody must look at, what staff wrote, and what became of our texts."""
        await self._look(conversation_id, "marks", board.marks_frames)
        await self._look_for_flags(conversation_id)
        await self._tell_deliveries(conversation_id, None)
        await self.tell_beside_of(conversation_id)

    async def _tell_deliveries(self, conversation_id: int, message_id: int | None) -> None:
        if conversation_id in self.by_text:
            await self._look(conversation_id, "delivery", board.delivery_frames, message_id)

    async def _look(self, conversation_id: int, kind: str, read: Callable[..., list[Any]], *which: int | None) -> None:
        """Reads and tells, one look after another: what was read first is told first, and nothing goes back."""
        if conversation_id not in self.keys:
            return
        async with self._looking:
            for frame in await self.in_a_thread(read, conversation_id, *which):
                self._tell_of(conversation_id, (kind, frame.place), frame)

    async def _look_for_flags(self, conversation_id: int) -> None:
        """The same, flag by flag: one that is raised again after it was answered is another, in the same words."""
        if conversation_id not in self.keys:
            return
        async with self._looking:
            for number, frame in await self.in_a_thread(board.flag_frames, conversation_id):
                self._tell_of(conversation_id, ("flag", number), frame)

    def _tell_deliveries_soon(self, conversation_id: int) -> None:
        """Several texts at once are told once."""
        if conversation_id not in self._deliveries_soon:
            self._deliveries_soon.add(conversation_id)
            self.soon(self._tell_deliveries_in_a_moment(conversation_id))

    async def _tell_deliveries_in_a_moment(self, conversation_id: int) -> None:
        await asyncio.sleep(TOGETHER_SECONDS)
        self._deliveries_soon.discard(conversation_id)
        await self._tell_deliveries(conversation_id, None)

    def _tell_of(self, conversation_id: int, what: object, frame: Frame) -> None:
        """Unless this screen was told just that, or lost the conversation while somebody looked it up."""
        if conversation_id not in self.keys:
            return
        told = self._told_of.setdefault(conversation_id, {})
        if told.get(what) != frame:
            told[what] = frame
            self.give(frame)

    def tell_pages_soon(self) -> None:
        """Several calls at once are one look."""
        if not self._pages_are_asked_for:
            self._pages_are_asked_for = True
            self.soon(self._tell_pages_in_a_moment())

    async def _tell_pages_in_a_moment(self) -> None:
        await asyncio.sleep(TOGETHER_SECONDS)
        await self.tell_pages()

    async def tell_pages(self) -> None:
        """Every page that stands, where it was not told yet, and those that stand no more. The rows are the truth:
        whatever nudge was lost, the next look tells the same."""
        async with self._paging:
            self._pages_are_asked_for = False
            standing = await _pages.ask(self.staff)
            for call, frame in standing:
                if self._pages.get(frame.escalation) != (call, frame):
                    self._pages[frame.escalation] = (call, frame)
                    self.give(frame)
            for escalation_id in set(self._pages) - {frame.escalation for _call, frame in standing}:
                del self._pages[escalation_id]
                self.give(frames.PageOver(escalation=escalation_id))
