"""The cast of the stories: who works here, who writes to us, and what they can do in a test.

Aisha   a young person on the web           Sam    a counsellor on shift
Priya   a counsellor whose shift has ended  Lena   the safeguarding lead on call
Marc    a safeguarding lead, not on call    Olu    works here, with no business in what young people say
"""

# ruff: noqa: E402  (the cast are models: Django is set up before they are imported)

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import django

django.setup()

from chat import access, journal
from chat.conversations import end_conversation, start_conversation
from chat.models import Conversation, Mark, Message, YoungPerson
from chat.queue import take_next
from chat.urgency import Urgency
from config import clock
from moderation.flags import raise_flag
from moderation.models import Flag
from rota.models import Role, Shift, StaffMember
from rota.people import add_staff
from rota.shifts import put_on

PASSWORD = "quiet river lantern"
HOUR = timedelta(hours=1)


def person(name: str, *roles: str, level: str = "trained") -> StaffMember:
    return add_staff(f"{name.lower()}@example.org", name, roles, level, PASSWORD)


def on_shift(staff: StaffMember, duty: str, begins: float = -1, ends: float = 7) -> Shift:
    """On shift from so many hours from now until so many."""
    return put_on(staff, duty, clock.now() + begins * HOUR, clock.now() + ends * HOUR)


def make_sam() -> StaffMember:
    sam = person("Sam", Role.COUNSELLOR, level="senior")
    on_shift(sam, Shift.Duty.COUNSELLOR)
    return sam


def make_lena() -> StaffMember:
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    on_shift(lena, Shift.Duty.ON_CALL_1)
    return lena


def make_marc() -> StaffMember:
    return person("Marc", Role.SAFEGUARDING_LEAD)


def make_olu() -> StaffMember:
    return person("Olu", Role.ROTA)


@dataclass
class YoungWriter:
    """A young person at the keyboard, in one conversation."""

    young_person: YoungPerson
    conversation: Conversation

    def says(self, body: str, client_id: UUID | None = None) -> Message:
        """Stored the way the door without script stores it."""
        key = self.conversation.sealing_key()
        words = journal.Words(
            self.conversation.pk,
            client_id or uuid4(),
            access.speaker_of(self.young_person),
            body,
            key.pk,
            key.unwrapped(),
        )
        answer = journal.append_now(words)
        assert isinstance(answer, journal.Stored)
        return Message.objects.get(conversation=self.conversation, place=answer.place)

    def is_taken_by(self, staff: StaffMember) -> Conversation:
        """The queue gives the next person; in a story with one young person it is this one."""
        self.conversation = take_next(staff)
        return self.conversation


def make_aisha(nickname: str = "") -> YoungWriter:
    young_person, _cookie = access.new_young_person()
    return YoungWriter(young_person, start_conversation(young_person, nickname=nickname))


def ended(conversation: Conversation) -> Conversation:
    """It is over at once, as only a lead may. How a chat ends kindly is told in tests/chat/test_moves.py."""
    lead = StaffMember.objects.filter(email="marc@example.org").first() or make_marc()
    return end_conversation(conversation, ended_by=lead, reason="done", summary="", at_once=True)


def flagged(
    message: Message,
    words: str = "medicine taken",
    urgency: Urgency = Urgency.NOW,
    marked: str = "",
    check_name: str = "",
) -> Flag:
    """What assessment does with a message: a mark over `marked`, and a flag."""
    if marked:
        start = (message.body or "").index(marked)
        Mark.objects.create(
            message=message,
            start=start,
            end=start + len(marked),
            words=words,
            category="self_harm",
            urgency=urgency,
        )
    return raise_flag(
        message, check_name=check_name or f"rules.{words}", words=words, urgency=urgency, category="self_harm"
    )
