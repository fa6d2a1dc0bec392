"""A month as it might have been, for the pictures. Runs in the house: `manage.py shell -c "...figures()"`."""

import random
from datetime import datetime, timedelta

from chat.models import AfterTalk, Conversation, ConversationEvent, YoungPerson
from config import clock
from config.models import DataKey
from escalation.month.months import month_of
from rota.models import CoverChange

TALKS = 240
Kind = ConversationEvent.Kind
# How often, and how many seconds somebody waits on the whole.
URGENCIES = {"routine": (60, 700), "soon": (24, 400), "very_soon": (10, 110), "now": (6, 35)}


def figures() -> str:
    """The last month that is over gets a history of evenings. Gives its key."""
    dice, month = random.Random(11), month_of(clock.now()).before
    for number in range(TALKS):
        evening = timedelta(days=dice.randrange(28), hours=16 + dice.randrange(8), seconds=dice.randrange(3600))
        a_talk(dice, f"otter-{number}", month.begins + evening)
    for day in range(28):
        for hour, state, present in ((16, "open", 3), (23, "narrowed", 1), (24, "closed", 0)):
            at = month.begins + timedelta(days=day, hours=hour)
            CoverChange.objects.create(at=at, state=state, present=present, on_shift=present)
    return month.key


def a_talk(dice: random.Random, handle: str, at: datetime) -> None:
    """Somebody came, waited, and was answered or went."""
    urgency = dice.choices(list(URGENCIES), [often for often, _seconds in URGENCIES.values()])[0]
    feeling, over = dice.randrange(1, 6), at + timedelta(hours=1)
    talk = Conversation.objects.create(
        key=DataKey.make("conversation"), young_person=YoungPerson.objects.create(), handle=handle, state="closed",
        opened_at=at, ended_at=over, waiting_since=None, feeling=feeling,
    )  # fmt: skip
    waited = at + timedelta(seconds=5 + dice.expovariate(1 / URGENCIES[urgency][1]))
    left = urgency == "routine" and dice.random() < 0.08
    rows = [(Kind.OPENED, at, "", "waiting")]
    rows += [(Kind.URGENCY_RAISED, at, "routine", urgency)] if urgency != "routine" else []
    rows += [(Kind.ABANDONED, waited, "waiting", "abandoned") if left else (Kind.TAKEN, waited, "waiting", "active")]
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation=talk, kind=kind, at=when, from_value=was, to_value=to)
        for kind, when, was, to in rows
    )
    if not left and dice.random() < 0.6:
        AfterTalk.objects.create(conversation=talk, feeling=min(10, feeling + dice.randrange(4)), at=over)
