"""What tells that somebody needs a person, though no words do: not safe, silent in danger, waiting too long.

Each is a flag about the conversation as a whole. Now and Very soon call a lead, as any flag does.
"""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from chat import one_owner, queue
from chat.models import Conversation, ConversationEvent
from chat.urgency import Urgency, highest
from config import clock
from config.tuning import setting
from moderation import incidents
from moderation.flags import raise_flag
from moderation.handoffs import hand_over_to_safeguarding
from moderation.models import Flag, Incident
from rota import cover

log = logging.getLogger(__name__)

NOT_SAFE, SILENT = "young_person.not_safe", "silence.at_risk"
OVERDUE = "queue.overdue"

# Reasons are kept in English and translated when they are shown.
SAYS_NOT_SAFE = gettext_noop("said they are not safe right now")
FELL_SILENT = gettext_noop("does not answer any more, and may be in danger")
WAITS_TOO_LONG = gettext_noop("waits too long for an answer")

MISSED_AFTER = timedelta(seconds=5)
LOOK_EVERY_SECONDS = 60.0
_looked_at = 0.0


def not_safe(conversation: Conversation) -> Flag:
    """They said so themselves: nothing is asked first. Safe to repeat."""
    return _call_a_lead(conversation, NOT_SAFE, SAYS_NOT_SAFE, Urgency.NOW)


def silent_at_risk(conversation: Conversation) -> Flag:
    """A safety hold has begun: a lead looks after somebody who answers no more."""
    return _call_a_lead(conversation, SILENT, FELL_SILENT, _at_least_very_soon(conversation))


def watch_waiting() -> None:
    """Called each second: whoever waits too long alarms everybody on duty, and calls a lead where there is danger.

    Too little cover is told by itself; then only those alarm who may be in danger, or whom somebody has.
    """
    late = queue.overdue()
    if late and cover.now().state != cover.State.OPEN:
        late = [one for one in late if one.owner_id or Urgency(one.urgency).rank >= Urgency.VERY_SOON.rank]
    incidents.tell(Incident.Kind.REPLY_OVERDUE, is_wrong=bool(late))
    incidents.tell(Incident.Kind.NOW_AND_ALL_FULL, is_wrong=queue.now_with_everybody_full())
    for conversation in late:
        urgency = Urgency(conversation.urgency)
        if urgency.opens_escalation and not _was_called_for(conversation, urgency):
            _call_a_lead(conversation, OVERDUE, WAITS_TOO_LONG, urgency)


def watch_holds() -> int:
    """Called each second: a safety hold of which no lead was told, because its job was lost or failed."""
    held = ConversationEvent.objects.filter(
        conversation=OuterRef("pk"), kind=ConversationEvent.Kind.HELD, at__lte=clock.now() - MISSED_AFTER
    ).order_by("-pk")
    told = Flag.objects.filter(
        conversation=OuterRef("conversation"), check_name=SILENT, last_raised_at__gte=OuterRef("at")
    )
    missed = Conversation.objects.filter(
        Exists(held.filter(~Exists(told))), ended_at=None, state=Conversation.State.SAFETY_HOLD
    )
    return sum(bool(silent_at_risk(conversation)) for conversation in missed)


def watch_owners() -> None:
    """Called each second, looks each minute: has every open conversation one owner or one clock that runs?"""
    global _looked_at
    if time.monotonic() - _looked_at >= LOOK_EVERY_SECONDS:
        _looked_at = time.monotonic()
        check_one_owner()


def check_one_owner() -> list[int]:
    """Those that have neither. An incident, which pages until somebody has it, and closes when there are none."""
    found = one_owner.uncared_for()
    if found:
        log.error("one_owner.broken", extra={"conversations": len(found)})
    incidents.tell(Incident.Kind.NO_OWNER_NO_CLOCK, is_wrong=bool(found))
    return found


@transaction.atomic
def _call_a_lead(conversation: Conversation, check_name: str, words: str, urgency: Urgency) -> Flag:
    flag = raise_flag(conversation, check_name=check_name, words=words, urgency=urgency)
    if flag.times_raised > 1:
        hand_over_to_safeguarding(flag.pk)  # whoever has the escalation hears of it again
    return flag


def _at_least_very_soon(conversation: Conversation) -> Urgency:
    return highest(Urgency(conversation.urgency), Urgency.VERY_SOON)


def _was_called_for(conversation: Conversation, urgency: Urgency) -> bool:
    """A lead looks after them already, or was called lately: an open flag belongs to an escalation, which pages."""
    lately = clock.now() - timedelta(minutes=setting("queue.alarm_minutes")[urgency])
    flags = Flag.objects.filter(conversation=conversation, urgency__in=[Urgency.NOW, Urgency.VERY_SOON])
    return flags.filter(state__in=Flag.OPEN).exists() or flags.filter(last_raised_at__gt=lately).exists()
