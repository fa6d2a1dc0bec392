"""Who wanted to talk, who was answered and how long they waited, from the rows of history of conversations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from chat.models import AfterTalk, Conversation, ConversationEvent
from chat.moves import reply_within
from chat.urgency import Urgency
from escalation.month.months import Month

Kind = ConversationEvent.Kind
SHORT = timedelta(seconds=60)


class Step(NamedTuple):
    """A row of history, as far as it matters here."""

    conversation: int
    kind: str
    at: datetime
    to: str


class Became(StrEnum):
    """What became of somebody's wish to talk."""

    IN_TIME = "in_time"
    LATE = "late"
    LEFT = "left"
    LEFT_SOON = "left_soon"
    ENDED = "ended"
    WAITING = "waiting"


@dataclass(frozen=True)
class Wait:
    """Somebody asked for a person: when, how long they waited, how urgent it was when that ended."""

    begun: datetime
    waited: timedelta | None
    urgency: str
    became: Became


def offered(month: Month) -> list[Wait]:
    """Every time in the month that somebody began to wait for a person: a chat that was opened, or that they came
    back to after its end. A chat that was cut off and waits again is the same wish, and is not counted twice."""
    begins, ends = month.begins, month.ends
    return [wait for wait in waits_in(_history_of(month)) if begins <= wait.begun < ends]


def answered(waits: Iterable[Wait]) -> list[Wait]:
    """Those whom a person took, whoever that was."""
    return [wait for wait in waits if wait.became in (Became.IN_TIME, Became.LATE)]


def waits_in(history: Iterable[Step]) -> Iterator[Wait]:
    """Every wait, from rows of history in the order in which they were written, one conversation after the other."""
    for _conversation, steps in groupby(history, key=lambda step: step.conversation):
        yield from _waits_of_one(steps)


def _waits_of_one(steps: Iterable[Step]) -> Iterator[Wait]:
    urgency, begun = str(Urgency.ROUTINE), None
    for step in steps:
        if step.kind in (Kind.URGENCY_RAISED, Kind.URGENCY_LOWERED):
            urgency = step.to
        elif step.kind in (Kind.OPENED, Kind.CAME_BACK):
            begun = step.at
        elif begun is not None and (ended := became(step, urgency, step.at - begun)):
            yield Wait(begun, step.at - begun, urgency, ended)
            begun = None
    if begun is not None:
        yield Wait(begun, None, urgency, Became.WAITING)


def became(step: Step, urgency: str, waited: timedelta) -> Became | None:
    """How the wait ended with this row; None where it goes on.

    In time: within the minutes that somebody so urgent may wait (`queue.reply_minutes`). Left: they went before anybody
    came, by Exit, by ending the chat or because their place ran out. Under a minute that is told apart: many of
    those only looked. Ended: somebody here ended it.
    """
    if step.kind in (Kind.TAKEN, Kind.TAKEN_OVER, Kind.ACCEPTED):
        return Became.IN_TIME if waited <= reply_within(urgency) else Became.LATE
    they_went = step.kind == Kind.ABANDONED or step.to == Conversation.State.CLOSED_BY_YOUNG_PERSON
    if step.kind in (Kind.ABANDONED, Kind.ENDED) and they_went:
        return Became.LEFT_SOON if waited < SHORT else Became.LEFT
    return Became.ENDED if step.kind == Kind.ENDED else None


def distance_travelled(month: Month) -> dict[str, int]:
    """Of those who said how they felt before and after, and answered the second in the month: better, the same, worse.

    From 0 (worst) to 10 (best), as they say themselves."""
    said = AfterTalk.objects.filter(at__gte=month.begins, at__lt=month.ends)
    found = {"better": 0, "same": 0, "worse": 0}
    for before, after in said.values_list("conversation__feeling", "feeling"):
        if before is not None and after is not None:
            found["better" if after > before else "worse" if after < before else "same"] += 1
    return found


def _history_of(month: Month) -> Iterator[Step]:
    """All rows of the conversations that somebody began to wait in during the month: urgency has a past."""
    asked = {"kind__in": [Kind.OPENED, Kind.CAME_BACK], "at__gte": month.begins, "at__lt": month.ends}
    conversations = ConversationEvent.objects.filter(**asked).values("conversation")
    rows = ConversationEvent.objects.filter(conversation__in=conversations).order_by("conversation", "pk")
    found = rows.values_list("conversation", "kind", "at", "to_value")
    return (Step(*row) for row in found.iterator(chunk_size=5_000))
