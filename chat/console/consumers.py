"""A staff member's console, live: several conversations on one socket, the queue, and pages."""

import asyncio
import time
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import away
from chat.access import (
    conversation_owned_by,
    counsellor_reads_from,
    live_conversation_for,
    signed_in,
)
from chat.console import frames
from chat.console.acts import ACTS
from chat.console.telling import Telling
from chat.console.veil import WAIT_FOR_THE_KEY, by_a_hand, veiled
from chat.frames import Frame, Pong, Reconnect
from chat.handover import NotOffered
from chat.journal import Speaker
from chat.models import Conversation
from chat.moves import HasEnded, IllegalMove, TakenBySomebody
from chat.queue import CarriesEnough, lease
from chat.sockets import NOT_ALLOWED, SERVICE_RESTART, Scope
from chat.standing import look_at_staff
from config import clock
from config.cookies import cookies_of
from rota import sign_ins
from rota.models import StaffMember
from rota.policy import Action, roles_for

SAY_HERE_EVERY_SECONDS = 60.0

ROLES = roles_for(Action.HEAR_PAGES)
"""Who sees how many wait, and is paged. Source: domain reference, roles."""


class ConsoleScreen(Telling):
    """One console of one staff member."""

    shape = frames.FromConsole
    refusal = frames.Refused
    speaker: Speaker
    typed_at = 0.0
    # Its sign-in is: words are kept back until its person shows who they are.
    is_locked = False
    _mute = False
    _noted_at = float("-inf")

    async def may_come_in(self, scope: Scope) -> bool:
        known = await self.in_a_thread(signed_in, cookies_of(scope))
        if known is None:
            return False
        self.staff, self.speaker = known.staff, known.speaker
        # Another role is another epoch, and ends this socket.
        self.roles = await self.in_a_thread(self.staff.roles_held)
        return bool(self.roles & set(ROLES))

    async def came_in(self) -> None:
        await look_at_staff([self])
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
        if self._reads(frame) and await look_at_staff([self]):
            self.close(NOT_ALLOWED)
            return
        if self.is_locked and isinstance(frame, WAIT_FOR_THE_KEY):
            self._refuse_while_locked(frame)
            return
        if by_a_hand(frame):
            self._somebody_is_here()
        match frame:
            case frames.Heartbeat():
                await self.renew_leases()
            case frames.Ping():
                self.give(Pong())
                self.tell_pages_soon()
            case _:
                await self._try(frame)

    # The lock of a sign-in whose person has been away

    def is_told_of_lock(self, locked: bool) -> None:
        """Of every look at how its sign-in stands. Whoever unlocks comes back anew, and is told all of it again."""
        if locked and not self.is_locked:
            self.is_locked = True
            self.give(frames.Locked())
        elif self.is_locked and not locked:
            self.is_locked = False
            self.give(Reconnect(after_ms=0))
            self._mute = True
            self.soon(self._closes_behind())

    def give(self, frame: Frame) -> None:
        """No words to a locked sign-in. That somebody is needed rings all the same."""
        if self._mute:
            return
        shown = veiled(frame) if self.is_locked else frame
        if shown is not None:
            super().give(shown)

    async def _closes_behind(self) -> None:
        await asyncio.sleep(0.05)  # the frame goes out first
        self.close(SERVICE_RESTART)

    def _refuse_while_locked(self, frame: Any) -> None:
        """What a hand did is answered; what a page asks by itself waits for the key, and comes again then."""
        if by_a_hand(frame):
            about = getattr(frame, "conversation", None)
            more = {} if about is None else {"conversation": about}
            self.refuse("locked", getattr(frame, "id", None), **more)

    def _somebody_is_here(self) -> None:
        """Noted at most every minute."""
        if time.monotonic() - self._noted_at > SAY_HERE_EVERY_SECONDS:
            self._noted_at = time.monotonic()
            self.soon(self.in_a_thread(sign_ins.touch, self.speaker.session_key))

    def _reads(self, frame: Any) -> bool:
        """Whether the sign-in has to be looked at first. The journal looks at it itself; some frames tell nothing."""
        if isinstance(frame, frames.Say):
            return frame.conversation not in self.seen_up_to
        return not isinstance(frame, frames.Typing | frames.Ping)

    async def _try(self, frame: Any) -> None:
        """Does it, or says in words why not. Whoever lost a race is told who won."""
        about = getattr(frame, "conversation", None)
        more = {} if about is None else {"conversation": about}
        message_id = getattr(frame, "id", None)
        try:
            await ACTS[type(frame)](self, frame)
        except (Conversation.DoesNotExist, HasEnded, NotOffered, PermissionDenied):
            self.refuse("not_yours", message_id, **more)
        except ValidationError as refused:
            self.refuse_in_words("not_yet", " ".join(refused.messages), message_id, **more)
        except TakenBySomebody as other:
            self.refuse_in_words("not_yet", _("%(name)s was first.") % {"name": other.name}, message_id, **more)
        except IllegalMove:
            self.refuse_in_words("not_yet", _("That is not possible as it stands now."), message_id, **more)
        except CarriesEnough:
            self.refuse_in_words("not_yet", _("You are full. Only somebody in danger may go over."), message_id, **more)

    # What the acts are made of

    async def key_of(self, conversation_id: int) -> tuple[int, bytes] | None:
        """The key to its words, for whoever has it or reads along. That it was opened is written down."""
        if conversation_id not in self.keys:
            opens = partial(self.looks.opens, along=conversation_id in self.joined)
            try:
                conversation = await self.in_a_thread(opens, self.staff, conversation_id)
            except Conversation.DoesNotExist:
                return None
            key = conversation.sealing_key()
            self.keys[conversation_id] = (key.pk, key.unwrapped())
            if conversation.channel == Conversation.Channel.SMS:
                self.by_text.add(conversation_id)
        return self.keys[conversation_id]

    async def resume(self, conversation_id: int, after: int) -> None:
        """Everything behind this place, and what lies beside it; nothing that somebody who came back keeps back."""
        asks = live_conversation_for if conversation_id in self.joined else conversation_owned_by
        try:
            conversation = await self.in_a_thread(asks, self.staff, conversation_id)
        except Conversation.DoesNotExist:
            await self.forget(conversation_id)
            self.refuse("not_yours", conversation=conversation_id)
            return
        known = await self.key_of(conversation_id)
        if known is None:
            return
        reads_from = counsellor_reads_from(conversation)
        self.seen_up_to[conversation_id] = max(reads_from, min(after, conversation.last_place))
        if not after:
            self._told_of.pop(conversation_id, None)
        await self.hub.follow(conversation_id, self, key_id=known[0], key=known[1])
        await self.hub.look_for_more(conversation_id)
        await self.tell_all_of(conversation_id)
        await self.tell_draft_of(conversation_id)

    async def has_now(self, conversation_id: int) -> None:
        """It is this person's from now on: they are told, and given what was said."""
        await self.tell()
        self.give(frames.Taken(conversation=conversation_id))
        await self.resume(conversation_id, 0)

    async def renew_leases(self) -> None:
        await self.in_a_thread(_renew, self.staff, self.is_locked)


@transaction.atomic
def _renew(staff: StaffMember, is_locked: bool) -> None:
    """A locked console keeps what it has, but no young person waiting for long (chat/away.py)."""
    theirs = Conversation.objects.filter(owner=staff, ended_at=None)
    if is_locked:
        theirs = theirs.exclude(pk__in=away.too_long(staff))
    # Locked in the order of the journal, which stores words in several of them at once.
    ids = list(theirs.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    Conversation.objects.filter(pk__in=ids).update(lease_until=clock.now() + lease())
