"""Promises that nobody kept: danger that has no escalation yet because its job was lost, late or failed."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from chat import queue
from chat.models import Concern, ConcernWords, Conversation
from chat.urgency import Urgency
from config import clock
from escalation.models import Escalation, EscalationEvent, EscalationFlag
from escalation.open import CONCERN, LEFT_IN_DANGER, open_escalation, open_for_concern, open_for_leaving
from moderation.models import Flag

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(seconds=3)
LEFT_WITHIN = timedelta(days=1)
# What a source adds again and again is slowed, on purpose.
ADDED_LATE_AFTER = timedelta(minutes=10)
AT_ONCE = 50


def open_what_was_missed() -> int:
    """Opens them. One that fails does not stop the others, and is tried again at the next look."""
    missed: list[Callable[[], Any]] = [partial(open_escalation, flag) for flag in missed_flags()[:AT_ONCE]]
    missed += [partial(open_for_leaving, conversation) for conversation in missed_leavings()[:AT_ONCE]]
    missed += [partial(open_for_concern, concern) for concern in missed_concerns()[:AT_ONCE]]
    for opens in missed:
        try:
            opens()
        except Exception:
            log.exception("escalation.missed_failed", extra={"id": opens.args[0].pk})  # type: ignore[attr-defined]
    return len(missed)


def missed_flags() -> QuerySet[Flag]:
    """Open flags that are Now or Very soon and in no undecided escalation as urgent as they are."""
    looked_after = EscalationFlag.objects.filter(
        Q(escalation__urgency=Urgency.NOW) | Q(escalation__urgency=F("flag__urgency")),
        flag=OuterRef("pk"),
        escalation__state__in=Escalation.UNDECIDED,
    )
    return Flag.objects.filter(
        ~Exists(looked_after),
        state__in=Flag.OPEN,
        urgency__in=[Urgency.NOW, Urgency.VERY_SOON],
        last_raised_at__lte=clock.now() - LATE_AFTER,
    ).order_by("pk")


def missed_leavings() -> QuerySet[Conversation]:
    """Young people who left while Now or Very soon, and no lead knows: by ending it, by Exit, or from the queue."""
    state, late = Conversation.State, clock.now() - LATE_AFTER
    ended = Q(
        ~Exists(_leaving_known("ended_at")),
        state__in=[state.CLOSED_BY_YOUNG_PERSON, state.ABANDONED],
        ended_at__range=(clock.now() - LEFT_WITHIN, late),
    )
    exited = Q(~Exists(_leaving_known("left_at")), ended_at=None, left_at__lte=late)
    gone = Q(~Exists(_leaving_known("page_seen_at")), queue.gone(), left_at=None)
    return Conversation.objects.filter(
        ended | exited | gone, urgency__in=[Urgency.NOW, Urgency.VERY_SOON]
    ).order_by("pk")


def missed_concerns() -> QuerySet[Concern]:
    """What somebody outside said, at first or later, and no lead knows. One whose words were erased is no promise."""
    known = Flag.objects.filter(concern=OuterRef("pk"), check_name=CONCERN)
    added = ConcernWords.objects.filter(
        ~Exists(known.filter(concern=OuterRef("concern"), last_raised_at__gte=OuterRef("at"))),
        concern=OuterRef("pk"),
        at__lte=clock.now() - ADDED_LATE_AFTER,
    )
    return Concern.objects.filter(
        ~Exists(known) | Q(Exists(added)), key__isnull=False, at__lte=clock.now() - LATE_AFTER
    ).order_by("pk")


def _leaving_known(since: str) -> QuerySet[EscalationEvent]:
    """A lead was told of this leaving already."""
    this_one = Concat(Value("chat:"), Cast(OuterRef("pk"), CharField()))
    return EscalationEvent.objects.filter(
        Q(from_value="") | Q(from_value=this_one),
        escalation__subjects__conversation=OuterRef("pk"),
        detail=LEFT_IN_DANGER,
        at__gte=OuterRef(since),
    )
