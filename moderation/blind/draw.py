"""Once a week, by chance: messages of young people in which the checks noticed nothing, and some in which they did.

All of a week are as likely as each other: the database shuffles all of them. The row of the week, what it was drawn
from and what was drawn are one transaction: twice, or killed in the middle, it is drawn once or not yet.
"""

import logging
import time
from datetime import timedelta
from secrets import SystemRandom

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from chat.models import Conversation, Hold, Message
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from moderation.blind import hooks
from moderation.blind.weeks import Week, last_ended
from moderation.models import Assessment, BlindDraw, BlindReading

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 60.0
# What was said a moment before midnight is read by then, also on a bad day.
WAIT = timedelta(hours=1)
FLAGGING = (Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON)

_look_at = 0.0


def watch() -> None:
    """Called each second; looks once a minute whether the week that ended last was drawn from."""
    global _look_at
    if time.monotonic() >= _look_at:
        _look_at = time.monotonic() + LOOK_EVERY_SECONDS
        draw_what_is_due()


def draw_what_is_due() -> int:
    """Every week that is over and was not drawn from, back to the last that was: the service may have been down."""
    newest = last_ended()
    if clock.now() < newest.ends + WAIT:
        newest = newest.before
    last = BlindDraw.objects.order_by("-week").first()
    week = newest if last is None else Week(last.week).next
    drawn = 0
    while week <= newest:
        drawn += draw(week) is not None
        week = week.next
    return drawn


@transaction.atomic
def draw(week: Week) -> BlindDraw | None:
    """None where this week was drawn from before. Whoever is second waits for the first, and then finds it done."""
    row, is_new = BlindDraw.objects.get_or_create(
        week=week.monday, defaults={"unflagged": 0, "flagged": 0, "drawn_unflagged": 0, "drawn_flagged": 0}
    )
    if not is_new:
        return None
    row.unflagged, unflagged = by_chance(unflagged_of(week), int(setting("blind.unflagged_a_week")))
    row.flagged, flagged = by_chance(flagged_of(week), int(setting("blind.flagged_a_week")))
    row.drawn_unflagged, row.drawn_flagged = len(unflagged), len(flagged)
    row.save(update_fields=["unflagged", "flagged", "drawn_unflagged", "drawn_flagged"])
    readings = [BlindReading(draw=row, message_id=pk, was_flagged=False) for pk in unflagged]
    readings += [BlindReading(draw=row, message_id=pk, was_flagged=True) for pk in flagged]
    # Their numbers are given in this order, and tell nothing.
    SystemRandom().shuffle(readings)
    BlindReading.objects.bulk_create(readings)
    log.info("blind.drawn", extra={"id": row.pk, "count": len(readings)})
    return row


def unflagged_of(week: Week) -> QuerySet[Assessment]:
    """Every check ran and noticed nothing that somebody must look at."""
    return _read_in(week).filter(urgency=Urgency.ROUTINE)


def flagged_of(week: Week) -> QuerySet[Assessment]:
    """What could not be checked is in neither: a person is told of each of those."""
    return _read_in(week).filter(urgency__in=FLAGGING)


def readable() -> QuerySet[Conversation]:
    """Those of which something may be read here: not erased, held, or named in an allegation."""
    held = Hold.objects.filter(
        Q(conversation=OuterRef("pk")) | Q(young_person=OuterRef("young_person")), lifted_at=None
    )
    found = Conversation.objects.filter(~Exists(held), key__isnull=False)
    for condition in hooks.left_out:
        found = found.exclude(condition())
    return found


def _read_in(week: Week) -> QuerySet[Assessment]:
    return Assessment.objects.filter(
        failed_checks=[],
        message__by=Message.By.YOUNG_PERSON,
        message__reading=Message.Reading.READ,
        message__stored_at__gte=week.begins,
        message__stored_at__lt=week.ends,
        message__conversation__in=readable(),
    )


def by_chance(found: QuerySet[Assessment], most: int) -> tuple[int, list[int]]:
    """How many there are, and the messages of so many of them, drawn by the database in the same statement."""
    counted = found.annotate(together=Window(Count("pk"))).order_by("?")
    rows = list(counted.values_list("together", "message_id")[:most])
    return (rows[0][0] if rows else found.count()), [message_id for _together, message_id in rows]
