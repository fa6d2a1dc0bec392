"""Words that no page of a young person takes: notes, drafts, reasons, decisions. Run in the environment of a house.

CANARY=... python -m tests.canary_notes leave       writes them about every conversation
CANARY=... python -m tests.canary_notes erase       everything is over, read, looked after, decided, and erased
"""

import os
import sys
import time
from datetime import timedelta

import django

django.setup()

from chat.conversations import leave
from chat.keeping.erase import MayNotErase, erase_young_person
from chat.models import Conversation, Draft, Message, OutgoingText, PostVersion, StaffNote, YoungPerson
from chat.urgency import Urgency
from config import clock
from escalation.decide import acknowledge, decide
from escalation.models import Escalation
from escalation.open import open_by_hand
from moderation.models import Flag
from rota.models import Role, StaffMember

WORDS = os.environ["CANARY"]


def leave_words() -> None:
    lead = _lead()
    for conversation in Conversation.objects.select_related("key"):
        note = StaffNote(conversation=conversation, kind=StaffNote.Kind.NOTE, by=lead)
        note.body = f"a note: {WORDS}"
        note.save()
        draft = Draft(conversation=conversation, staff=lead)
        draft.body = f"half an answer: {WORDS}"
        draft.save()
        open_by_hand(conversation, Urgency.VERY_SOON, f"worried: {WORDS}", lead)


def erase() -> None:
    """The service runs on: what it opens meanwhile, because somebody left in danger, is decided too."""
    left = list(YoungPerson.objects.all())
    for _ in range(60):
        settle()
        left = [young_person for young_person in left if not is_erased(young_person)]
        if not left:
            return
        time.sleep(0.5)
    raise SystemExit("somebody could not be erased")


def is_erased(young_person: YoungPerson) -> bool:
    try:
        erase_young_person(young_person)
    except MayNotErase:
        return False
    return True


def settle() -> None:
    Message.objects.update(reading=Message.Reading.READ)
    PostVersion.objects.update(reading=PostVersion.Reading.READ)
    OutgoingText.objects.update(state=OutgoingText.State.DELIVERED, next_try_at=None)
    for conversation in Conversation.objects.filter(ended_at=None):
        leave(conversation)
    Flag.objects.filter(state__in=Flag.OPEN).update(state=Flag.State.HANDLED)
    for escalation in Escalation.objects.filter(state__in=Escalation.UNDECIDED):
        _decided(escalation)


def _decided(escalation: Escalation) -> None:
    lead = escalation.lead or _lead()
    acknowledge(escalation, acknowledged_by=lead)
    decide(
        escalation,
        outcome="internal_plan",
        why=f"because {WORDS}",
        for_the_child=WORDS,
        options=WORDS,
        shared=WORDS,
        basis="consent",
        next_offer=WORDS,
        young_person_told=True,
        parent_told=False,
        parent_not_told_why=WORDS,
        review_on=(clock.now() + timedelta(days=1)).date(),
        decided_by=lead,
    )


def _lead() -> StaffMember:
    leads = StaffMember.objects.filter(role_grants__role=Role.SAFEGUARDING_LEAD, role_grants__ended_at=None)
    return leads.order_by("pk")[0]


if __name__ == "__main__":
    {"leave": leave_words, "erase": erase}[sys.argv[1]]()
