"""A staff member's console, live: several conversations on one socket, the queue, and pages."""

import asyncio
import json
import time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.db.models.functions import Least

from chat import conversations, queue
from chat.access import conversation_owned_by, open_conversation_for, signed_in, state_of
from chat.console import board, frames
from chat.journal import Speaker, Words
from chat.live import Nudge, Said
from chat.models import Conversation
from chat.sockets import NOT_ALLOWED, Scope, Screen
from chat.standing import without_standing
from config import clock
from config.cookies import cookies_of
from rota.models import Role, StaffMember

ROLES = (Role.COUNSELLOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD, Role.MANAGER)
"""Who sees how many wait, and is paged. Source: domain reference, roles."""
TYPING_EVERY_SECONDS = 2.0
TOGETHER_SECONDS = 0.05


class ConsoleScreen(Screen):
    """One console of one staff member."""

    shape = frames.FromConsole
    speaker: Speaker
    staff: StaffMember

    async def may_come_in(self, scope: Scope) -> bool:
        known = await self.in_a_thread(signed_in, cookies_of(scope))
        if known is None or not await self.in_a_thread(known.staff.has_role, *ROLES):
            return False
        self.staff, self.speaker = known.staff, known.speaker
        return True

    async def came_in(self) -> None:
        self._keys: dict[int, tuple[int, bytes]] = {}
        self._told: dict[str, Any] = {}
        self._typed_at = 0.0
        self._telling: asyncio.Task[None] | None = None
        self.hub.watched.add(self)
        self.hub.staff_screens.add(self)
        await self.renew_leases()
        await self.tell()

    async def gone(self) -> None:
        self.hub.watched.discard(self)
        self.hub.staff_screens.discard(self)
        for conversation_id in list(self._keys):
            await self.hub.unfollow(conversation_id, self)

    async def act(self, frame: Any) -> None:
        if self._reads(frame) and await without_standing([self]):
            self.close(NOT_ALLOWED)
            return
        match frame:
            case frames.Say(conversation=conversation_id, id=client_id, body=body):
                await self._say(conversation_id, client_id, body)
            case frames.Resume(conversation=conversation_id, after=after):
                await self._resume(conversation_id, after)
            case frames.Typing(conversation=conversation_id):
                await self._typing(conversation_id)
            case frames.Seen(conversation=conversation_id, place=place):
                await self._seen(conversation_id, place)
            case frames.TakeNext():
                await self._take_next()
            case frames.Heartbeat():
                await self.renew_leases()
            case frames.End(conversation=conversation_id, reason=reason, summary=summary):
                await self._end(conversation_id, reason, summary)
            case frames.Judge(conversation=conversation_id, agrees=agrees):
                await self._judge(conversation_id, agrees)
            case frames.Ping():
                self.give({"type": "pong"})

    def _reads(self, frame: Any) -> bool:
        """Whether the sign-in has to be looked at first. The journal looks at it itself; some frames tell nothing."""
        if isinstance(frame, frames.Say):
            return frame.conversation not in self.seen_up_to
        return not isinstance(frame, frames.Typing | frames.Ping)

    # Words

    async def _say(self, conversation_id: int, client_id: Any, body: str) -> None:
        known = await self._key_of(conversation_id)
        if known is None:
            self.refuse("not_yours", client_id, conversation=conversation_id)
            return
        if conversation_id not in self.seen_up_to:
            await self._resume(conversation_id, 0)
        words = Words(conversation_id, client_id, self.speaker, body, *known)
        await self.store(words, refused={"conversation": conversation_id})

    async def _key_of(self, conversation_id: int) -> tuple[int, bytes] | None:
        if conversation_id not in self._keys:
            try:
                conversation = await self.in_a_thread(open_conversation_for, self.staff, conversation_id)
            except Conversation.DoesNotExist:
                return None
            key = conversation.sealing_key()
            self._keys[conversation_id] = (key.pk, key.unwrapped())
        return self._keys[conversation_id]

    async def _resume(self, conversation_id: int, after: int) -> None:
        try:
            conversation = await self.in_a_thread(conversation_owned_by, self.staff, conversation_id)
        except Conversation.DoesNotExist:
            await self.forget(conversation_id)
            self.refuse("not_yours", conversation=conversation_id)
            return
        known = await self._key_of(conversation_id)
        if known is None:
            return
        self.seen_up_to[conversation_id] = min(after, conversation.last_place)
        await self.hub.follow(conversation_id, self, key_id=known[0], key=known[1])
        await self.hub.look_for_more(conversation_id)
        await self._tell_marks(conversation_id, None)

    async def forget(self, conversation_id: int) -> None:
        """This conversation is no longer one's own: nothing more of it reaches this screen."""
        self._keys.pop(conversation_id, None)
        self.seen_up_to.pop(conversation_id, None)
        await self.hub.unfollow(conversation_id, self)

    def encode(self, message: Said) -> str:
        mine = message.by == "counsellor" and message.staff_id == self.staff.pk
        return json.dumps(
            {
                "type": "said",
                "conversation": message.conversation_id,
                "id": str(message.client_id),
                "place": message.place,
                "by": "you" if mine else message.by,
                "name": message.name,
                "body": message.body,
                "at": message.at.isoformat(),
            },
            ensure_ascii=False,
        )

    # What one does

    async def _take_next(self) -> None:
        try:
            conversation = await self.in_a_thread(queue.take_next, self.staff)
        except PermissionDenied:
            self.refuse("not_on_shift")
        except queue.NobodyWaiting:
            self.give({"type": "nobody_waiting"})
        except queue.CarriesEnough:
            self.give({"type": "full"})
        else:
            await self.tell()
            self.give({"type": "taken", "conversation": conversation.pk})
            await self._resume(conversation.pk, 0)

    async def _end(self, conversation_id: int, reason: str, summary: str) -> None:
        try:
            await self.in_a_thread(_end, self.staff, conversation_id, reason, summary)
        except (Conversation.DoesNotExist, conversations.HasEnded):
            self.refuse("not_yours", conversation=conversation_id)
        except ValidationError as refused:
            self.refuse_in_words("not_yet", " ".join(refused.messages), conversation=conversation_id)
        else:
            self.give({"type": "state", "conversation": conversation_id, "state": Conversation.State.CLOSED})
            await self.tell()

    async def _judge(self, conversation_id: int, agrees: bool) -> None:
        try:
            await self.in_a_thread(_judge, self.staff, conversation_id, agrees)
        except Conversation.DoesNotExist:
            self.refuse("not_yours", conversation=conversation_id)
        else:
            self.give({"type": "judged", "conversation": conversation_id, "agrees": agrees})

    async def _typing(self, conversation_id: int) -> None:
        if conversation_id in self._keys and time.monotonic() - self._typed_at > TYPING_EVERY_SECONDS:
            self._typed_at = time.monotonic()
            self.hub.nudge(f"c:{conversation_id}", {"kind": "typing", "by": "counsellor"})

    async def _seen(self, conversation_id: int, place: int) -> None:
        if conversation_id in self._keys and await self.in_a_thread(_seen, self.staff, conversation_id, place):
            self.hub.nudge(f"c:{conversation_id}", {"kind": "seen", "by": "counsellor", "place": place})

    async def renew_leases(self) -> None:
        await self.in_a_thread(_renew, self.staff)

    # What one is told

    def nudged(self, nudge: Nudge) -> None:
        conversation_id = nudge.get("conversation")
        match nudge["kind"]:
            case "typing" if nudge.get("by") == "young_person":
                self.give({"type": "typing", "conversation": conversation_id, "by": "young_person"})
            case "seen" if nudge.get("by") == "young_person":
                place = nudge.get("place", 0)
                self.give({"type": "seen", "conversation": conversation_id, "by": "young_person", "place": place})
            case "marks" if isinstance(conversation_id, int):
                self.soon(self._tell_marks(conversation_id, nudge.get("message")))
            case "page":
                self.soon(self._tell_page(nudge["escalation"]))
            case "look" if isinstance(conversation_id, int):
                self.soon(self._tell_marks(conversation_id, None))
            case "state" | "queue":
                self.tell_soon()

    def tell_soon(self) -> None:
        """Several changes at once are told once."""
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_in_a_moment())

    async def _tell_in_a_moment(self) -> None:
        await asyncio.sleep(TOGETHER_SECONDS)
        await self._quietly(self.tell())

    async def tell(self) -> None:
        """The queue and one's own conversations, where they differ from what was told last."""
        queue_now, (mine, load) = await self.in_a_thread(_board, self.staff)
        self._tell_if_new("queue", queue_now | load)
        self._tell_if_new("mine", mine)
        owned = {one["id"] for one in mine["conversations"]}
        for conversation_id in set(self._keys) - owned:
            await self.forget(conversation_id)
            state = await self.in_a_thread(state_of, conversation_id)
            self.give({"type": "state", "conversation": conversation_id, "state": state})

    def _tell_if_new(self, name: str, frame: dict[str, Any]) -> None:
        if self._told.get(name) != frame:
            self._told[name] = frame
            self.give(frame)

    async def _tell_marks(self, conversation_id: int, message_id: int | None) -> None:
        if conversation_id not in self._keys:
            return
        for frame in await self.in_a_thread(board.marks_frames, conversation_id, message_id):
            if self._told.setdefault(f"marks:{conversation_id}", {}).get(frame) is None:
                self._told[f"marks:{conversation_id}"][frame] = True
                self.give_text(frame)

    async def _tell_page(self, escalation_id: int) -> None:
        if board.page_reader is not None:
            frame = await self.in_a_thread(board.page_reader, escalation_id, self.staff)
            if frame is not None:
                self.give(frame)


def _board(staff: StaffMember) -> tuple[dict[str, Any], tuple[dict[str, Any], dict[str, int]]]:
    return board.queue_frame(), board.own_frames(staff)


def _end(staff: StaffMember, conversation_id: int, reason: str, summary: str) -> None:
    conversation = conversation_owned_by(staff, conversation_id)
    conversations.end_conversation(conversation, ended_by=staff, reason=reason, summary=summary)


def _judge(staff: StaffMember, conversation_id: int, agrees: bool) -> None:
    conversation = conversation_owned_by(staff, conversation_id)
    if board.judge is not None:
        board.judge(conversation, agrees=agrees, judged_by=staff)


def _seen(staff: StaffMember, conversation_id: int, place: int) -> bool:
    shown = Least(place, F("last_place"))
    behind = Conversation.objects.filter(pk=conversation_id, owner=staff, counsellor_saw__lt=shown)
    return bool(behind.update(counsellor_saw=shown))


def _renew(staff: StaffMember) -> None:
    Conversation.objects.filter(owner=staff, ended_at=None).update(lease_until=clock.now() + queue.lease())
