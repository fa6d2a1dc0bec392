"""A young person's page, live."""

import asyncio
import time
from contextlib import suppress
from typing import Any, ClassVar

from chat import conversations
from chat.access import NOTHING_IS_SHOWN, conversation_for, speaker_of
from chat.frames import Pong
from chat.journal import Answer, Refused, Speaker, Unavailable, Words
from chat.live import Nudge, Said
from chat.sockets import DATABASE_AWAY, NOT_ALLOWED, TRY_LATER, Scope, Screen, in_json, this_journal
from chat.standing import still_stands
from chat.urgency import Urgency
from chat.web import frames
from chat.web.standing_at import StandsAt, coming_in, standing_at
from chat.whence.keep import note_socket
from chat.whence.source import of_socket
from config.cookies import cookies_of
from config.postgres import async_pool

TYPING_EVERY_SECONDS = 2.0


class YoungPersonScreen(Screen):
    """One conversation on one young person's page."""

    shape = frames.FromPage
    _last_said: ClassVar[tuple[Said | None, str]] = None, ""
    speaker: Speaker
    conversation_id: int
    key_id: int
    key: bytes

    async def may_come_in(self, scope: Scope) -> bool:
        conversation = await coming_in.ask(cookies_of(scope))
        if conversation is None or conversation.young_person.page_locked:
            return False
        self.speaker = speaker_of(conversation.young_person)
        self.conversation_id = conversation.pk
        self._came = of_socket(scope)
        self.locale = conversation.locale
        self.goes_first = conversation.owner_id is not None or Urgency(conversation.urgency).opens_escalation
        key = conversation.sealing_key()
        self.key_id, self.key = key.pk, key.unwrapped()
        return True

    async def came_in(self) -> None:
        self._told: frames.State | None = None
        self._typed_at = 0.0
        self._follows = False
        self._telling = asyncio.Lock()
        self.hub.watched.add(self)
        if self._came is not None:
            self.soon(note_socket(self.conversation_id, self._came, is_open=lambda: self._came is not None))
        stands = await self._tell_state()
        self._came_in_at = 0 if stands is None else stands.newest

    async def gone(self) -> None:
        self._came = None
        self.hub.watched.discard(self)
        if self._follows:
            await self.hub.unfollow(self.conversation_id, self)

    async def act(self, frame: Any) -> None:
        match frame:
            case frames.Say(id=client_id, body=body):
                await self._follow_from_the_end()
                await self.store(self._words(client_id, body), refused={})
            case frames.Resume(after=after):
                await self._resume(after)
            case frames.Typing():
                self._typing()
            case frames.Seen(place=place):
                await self._seen(place)
            case frames.Ping():
                self.give(Pong())

    def _words(self, client_id: Any, body: str) -> Words:
        return Words(self.conversation_id, client_id, self.speaker, body, self.key_id, self.key)

    # What was said

    def said(self, message: Said) -> None:
        """Every page of a conversation is told the same: it is written once."""
        known, text = YoungPersonScreen._last_said
        if known is not message:
            text = in_json.encode(self.frame_of(message)).decode()
            YoungPersonScreen._last_said = message, text
        self.give_text(text)

    def frame_of(self, message: Said) -> frames.Said:
        return frames.Said(
            id=message.client_id,
            place=message.place,
            by="you" if message.by == "young_person" else message.by,
            name=message.name.split()[0] if message.name else "",
            body=message.body,
            at=message.at,
        )

    async def _resume(self, after: int) -> None:
        if not await still_stands.ask(self):
            self.close(NOT_ALLOWED)
            return
        # Nudges before the truth they are about: what moves while it is read is told by the next one. Words after it:
        # it says from where on this page is given any.
        if not self._follows:
            self.seen_up_to[self.conversation_id] = NOTHING_IS_SHOWN
            await self._follow(newest=self._came_in_at)
        stands = await self._tell_state()
        if stands is None:
            return
        self.seen_up_to[self.conversation_id] = min(max(after, stands.shown), stands.newest)
        await self.hub.look_for_more(self.conversation_id)

    async def _follow_from_the_end(self) -> None:
        """A page that speaks before it resumed is given what comes from now on."""
        if not self._follows:
            self.seen_up_to[self.conversation_id] = await self._newest_place()
            await self._follow()

    async def _follow(self, *, newest: int | None = None) -> None:
        self._follows = True
        await self.hub.follow(self.conversation_id, self, key_id=self.key_id, key=self.key, newest=newest)

    async def _newest_place(self) -> int:
        async with (await async_pool()).connection() as connected:
            rows = await connected.execute(
                "SELECT last_place FROM chat_conversation WHERE id = %s", [self.conversation_id], prepare=True
            )
            row = await rows.fetchone()
        return int(row[0]) if row else 0

    async def not_stored(self, given: Refused, refused: dict[str, Any]) -> None:
        if given.reason != "over":
            await super().not_stored(given, refused)
            return
        # Somebody writes into a chat that has ended: they are in the queue again, and their words are kept.
        try:
            again = await self._once_more(given.words)
        finally:
            this_journal().let_go(given.words)
        if isinstance(again, Refused):  # it ended too long ago
            await super().not_stored(again, refused)
        elif again is not None:
            await self.answered(again, refused)

    async def _once_more(self, words: Words) -> Answer | None:
        """None where something said before is not stored: the page comes back and says all of it again."""
        if self._close_with is not None:
            return None
        try:
            await self.in_a_thread(_come_back, self.speaker, self.conversation_id)
            return await this_journal().append_again(words)
        except (Unavailable, *DATABASE_AWAY):
            self.close(TRY_LATER)  # before the next of them has its turn
            return None

    # What changed

    def nudged(self, nudge: Nudge) -> None:
        match nudge["kind"]:
            case "typing" if nudge.get("by") == "counsellor":
                self.give(frames.CounsellorTypes(by="counsellor"))
            case "seen" if nudge.get("by") == "counsellor":
                self.give(frames.CounsellorSaw(by="counsellor", place=nudge.get("place", 0)))
            case "state" | "look":
                self.soon(self._tell_state())

    async def _tell_state(self) -> StandsAt | None:
        async with self._telling:  # one after another: an older truth must not come after a newer one
            stands = await standing_at.ask((self.speaker, self.conversation_id))
            if stands is None or stands.state.locked:
                self.close(NOT_ALLOWED)
                return None
            if stands.state != self._told:
                self._told = stands.state
                self.give(stands.state)
            return stands

    def _typing(self) -> None:
        if time.monotonic() - self._typed_at > TYPING_EVERY_SECONDS:
            self._typed_at = time.monotonic()
            self.hub.nudge(f"c:{self.conversation_id}", {"kind": "typing", "by": "young_person"})

    async def _seen(self, place: int) -> None:
        async with (await async_pool()).connection() as connected:
            await connected.execute(
                "UPDATE chat_conversation SET young_person_saw = least(%s::int, last_place) "
                "WHERE id = %s AND young_person_saw < least(%s::int, last_place)",
                [place, self.conversation_id, place],
                prepare=True,
            )
        self.hub.nudge(f"c:{self.conversation_id}", {"kind": "seen", "by": "young_person", "place": place})


def _come_back(speaker: Speaker, conversation_id: int) -> None:
    conversation = conversation_for(speaker, conversation_id)
    if conversation is not None:
        with suppress(conversations.TooLongAgo):  # the words are refused as over once more
            conversations.come_back(conversation)
