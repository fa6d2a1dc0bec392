"""What a console is told of what lies beside the words: offers, calls for help, notes, answers, its drafts."""

from chat.access import conversation_owned_by
from chat.console import drafts, frames_beside, frames_handing, help, notes, safety, tellings
from chat.frames import Frame
from chat.models import Conversation
from chat.sockets import Screen
from rota.models import StaffMember


class Beside(Screen):
    """The part of a console that no young person's page has anything to do with."""

    staff: StaffMember
    roles: frozenset[str]
    keys: dict[int, tuple[int, bytes]]
    _told_of: dict[int, dict[object, Frame]]

    def __init__(self) -> None:
        super().__init__()
        # Conversations of others that a lead reads along.
        self.joined: set[int] = set()
        self._offers: dict[int, frames_handing.Offer] = {}
        self._calls: dict[int, frames_beside.HelpCalled] = {}

    def is_mine(self, conversation_id: int) -> bool:
        """Is it one's own, and not only read along?"""
        return conversation_id in self.keys and conversation_id not in self.joined

    def tell_offers(self, standing: list[frames_handing.Offer]) -> None:
        now = {offer.conversation: offer for offer in standing}
        for conversation_id in set(self._offers) - set(now):
            self.give(frames_handing.OfferOver(conversation=conversation_id))
        for conversation_id, offer in now.items():
            if self._offers.get(conversation_id) != offer:
                self.give(offer)
        self._offers = now

    async def tell_help(self, ringing: list[frames_beside.HelpCalled]) -> None:
        now = {call.call: call for call in ringing}
        for call in set(self._calls) - set(now):
            self.give(frames_beside.HelpOver(call=call, name=await self.in_a_thread(help.who_came, call)))
        for call, frame in now.items():
            if call not in self._calls:
                self.give(frame)
        self._calls = now

    async def tell_beside_of(self, conversation_id: int) -> None:
        """Notes and answers, to whoever has the conversation and to leads who read along; nothing twice."""
        if conversation_id not in self.keys:
            return
        for note in await self.in_a_thread(notes.note_frames, conversation_id):
            self._tell_of(conversation_id, ("note", note.id), note)
        answers = await self.in_a_thread(safety.safety_frame, conversation_id)
        if answers is not None:
            self._tell_of(conversation_id, "safety", answers)
        for telling in await self.in_a_thread(tellings.telling_frames, conversation_id):
            self._tell_of(conversation_id, ("telling", telling.telling), telling)

    async def tell_draft_of(self, conversation_id: int) -> None:
        """What stands to be written on; the other consoles of the same person hear of a change."""
        if self.is_mine(conversation_id):
            body = await self.in_a_thread(_draft, self.staff, conversation_id)
            if body is not None:
                self._tell_of(conversation_id, "draft", frames_beside.Drafted(conversation=conversation_id, body=body))

    def knows_draft(self, conversation_id: int, body: str) -> None:
        """This screen sent it: it need not be told."""
        known = frames_beside.Drafted(conversation=conversation_id, body=body)
        self._told_of.setdefault(conversation_id, {})["draft"] = known

    def _tell_of(self, conversation_id: int, what: object, frame: Frame) -> None:
        raise NotImplementedError


def _draft(staff: StaffMember, conversation_id: int) -> str | None:
    try:
        return drafts.draft_of(staff, conversation_owned_by(staff, conversation_id))
    except Conversation.DoesNotExist:
        return None
