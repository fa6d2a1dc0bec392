"""A staff member's console, live: several conversations on one socket, the queue, and pages."""

import time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.db.models.functions import Least

from chat import conversations, queue
from chat.access import conversation_owned_by, open_conversation_for, signed_in
from chat.console import board, frames
from chat.console.telling import Telling
from chat.console.texts import is_too_long_for_text
from chat.frames import Pong
from chat.journal import Speaker, Words
from chat.models import Conversation
from chat.sockets import NOT_ALLOWED, Scope
from chat.standing import without_standing
from config import clock
from config.cookies import cookies_of
from rota.models import Role, StaffMember

ROLES = (Role.COUNSELLOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD, Role.MANAGER)
"""Who sees how many wait, and is paged. Source: domain reference, roles."""
TYPING_EVERY_SECONDS = 2.0


class ConsoleScreen(Telling):
    """One console of one staff member."""

    shape = frames.FromConsole
    refusal = frames.Refused
    speaker: Speaker

    async def may_come_in(self, scope: Scope) -> bool:
        known = await self.in_a_thread(signed_in, cookies_of(scope))
        if known is None or not await self.in_a_thread(known.staff.has_role, *ROLES):
            return False
        self.staff, self.speaker = known.staff, known.speaker
        return True

    async def came_in(self) -> None:
        self._typed_at = 0.0
        self.hub.watched.add(self)
        self.hub.staff_screens.add(self)
        await self.renew_leases()
        # Quietly: what is wrong with pages must not keep a counsellor from the people they listen to.
        await self._quietly(self.tell_pages())
        await self.tell()

    async def gone(self) -> None:
        self.hub.watched.discard(self)
        self.hub.staff_screens.discard(self)
        for conversation_id in list(self.keys):
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
                self.give(Pong())
                self.tell_pages_soon()

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
        if conversation_id in self.by_text and await self.in_a_thread(is_too_long_for_text, body):
            self.refuse("too_long_for_text", client_id, conversation=conversation_id)
            return
        words = Words(conversation_id, client_id, self.speaker, body, *known)
        await self.store(words, refused={"conversation": conversation_id})

    async def _key_of(self, conversation_id: int) -> tuple[int, bytes] | None:
        if conversation_id not in self.keys:
            try:
                conversation = await self.in_a_thread(open_conversation_for, self.staff, conversation_id)
            except Conversation.DoesNotExist:
                return None
            key = conversation.sealing_key()
            self.keys[conversation_id] = (key.pk, key.unwrapped())
            if conversation.channel == Conversation.Channel.SMS:
                self.by_text.add(conversation_id)
        return self.keys[conversation_id]

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
        await self.tell_all_of(conversation_id)

    # What one does

    async def _take_next(self) -> None:
        try:
            conversation = await self.in_a_thread(queue.take_next, self.staff)
        except PermissionDenied:
            self.refuse("not_on_shift")
        except queue.NobodyWaiting:
            self.give(frames.NobodyWaiting())
        except queue.CarriesEnough:
            self.give(frames.Full())
        else:
            await self.tell()
            self.give(frames.Taken(conversation=conversation.pk))
            await self._resume(conversation.pk, 0)

    async def _end(self, conversation_id: int, reason: str, summary: str) -> None:
        try:
            await self.in_a_thread(_end, self.staff, conversation_id, reason, summary)
        except (Conversation.DoesNotExist, conversations.HasEnded):
            self.refuse("not_yours", conversation=conversation_id)
        except ValidationError as refused:
            self.refuse_in_words("not_yet", " ".join(refused.messages), conversation=conversation_id)
        else:
            self.give(frames.State(conversation=conversation_id, state=Conversation.State.CLOSED))
            await self.tell()

    async def _judge(self, conversation_id: int, agrees: bool) -> None:
        try:
            await self.in_a_thread(_judge, self.staff, conversation_id, agrees)
        except Conversation.DoesNotExist:
            self.refuse("not_yours", conversation=conversation_id)
        else:
            self.give(frames.Judged(conversation=conversation_id, agrees=agrees))

    async def _typing(self, conversation_id: int) -> None:
        if conversation_id in self.keys and time.monotonic() - self._typed_at > TYPING_EVERY_SECONDS:
            self._typed_at = time.monotonic()
            self.hub.nudge(f"c:{conversation_id}", {"kind": "typing", "by": "counsellor"})

    async def _seen(self, conversation_id: int, place: int) -> None:
        if conversation_id in self.keys and await self.in_a_thread(_seen, self.staff, conversation_id, place):
            self.hub.nudge(f"c:{conversation_id}", {"kind": "seen", "by": "counsellor", "place": place})

    async def renew_leases(self) -> None:
        await self.in_a_thread(_renew, self.staff)


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
