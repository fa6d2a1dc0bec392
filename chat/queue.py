"""Who is next. Nobody picks from the queue: the most urgent person, then the one who waits longest.

Order (domain reference, urgency and clocks): now; very soon and not checked; soon; routine. A routine
wait counts as soon after 30 minutes and as very soon after 60; nothing ages to now. Inside a level,
people in a safety hold that nobody has go first, then people who were cut off, then by arrival. It is
asked anew each time, so what somebody writes while they wait counts at once. A rise in urgency never takes
a conversation away from whoever has it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from chat import live, silence
from chat.models import Conversation, ConversationEvent, Message
from chat.moves import Move, given_to, move, note, reply_within
from chat.moves import lease as lease  # also for the doors
from chat.saying import say
from chat.saying import say_as_service as say_as_service  # also for the doors
from chat.service import takes_only_the_most_urgent
from chat.urgency import Urgency, highest
from config import clock
from config.tuning import setting
from rota import audit, cover
from rota.access import Duty, cap_of, may_take_conversations, who_is_on
from rota.models import StaffMember

log = logging.getLogger(__name__)

TALK = (Duty.COUNSELLOR, Duty.SHIFT_LEAD)

LEVEL = """CASE
    WHEN c.urgency = 'now' THEN 4
    WHEN c.urgency IN ('very_soon', 'not_checked') OR c.waiting_since <= %(very_soon_since)s OR EXISTS (
        SELECT 1 FROM chat_message m WHERE m.conversation_id = c.id AND m.reading IN ('pending', 'failed')
            AND m.stored_at <= %(not_checked_since)s) THEN 3
    WHEN c.urgency = 'soon' OR c.waiting_since <= %(soon_since)s THEN 2
    ELSE 1 END"""

ORDER = f"{LEVEL} DESC, c.state <> 'safety_hold', c.cut_off_at IS NULL, c.waiting_since, c.id"

# Everybody who waits, and who is in a safety hold whose counsellor is gone.
NOBODY_HAS = "c.ended_at IS NULL AND c.owner_id IS NULL"

NEXT = f"""
SELECT c.id FROM chat_conversation c WHERE {NOBODY_HAS}
    AND (%(everybody)s OR c.cut_off_at IS NOT NULL OR {LEVEL} >= 3)
ORDER BY {ORDER}
LIMIT 1 FOR UPDATE OF c
"""  # noqa: S608 (LEVEL is a constant above)
# With too little cover only the most urgent are given out, whoever was cut off, and who has waited as long as that.
# No SKIP LOCKED: somebody's row is locked for an instant while their words are stored or read, and the most
# urgent person must not be passed over for it. Whoever waits here and finds them taken gets the next one.

PLACES = f"SELECT c.id, row_number() OVER (ORDER BY {ORDER}) AS place FROM chat_conversation c WHERE {NOBODY_HAS}"  # noqa: S608
PLACE = f"SELECT place FROM ({PLACES}) waiting WHERE id = %(conversation)s"  # noqa: S608

LOAD = """
SELECT coalesce(sum(CASE WHEN urgency IN ('now', 'very_soon') THEN 2 ELSE 1 END), 0)
FROM chat_conversation WHERE owner_id = %s AND ended_at IS NULL
"""


class NobodyWaiting(Exception):
    """The queue is empty."""


class CarriesEnough(Exception):
    """This person is at their cap; only somebody in danger now may go one over."""


@dataclass(frozen=True)
class Load:
    """How much one person carries, and how much they may."""

    carried: int
    cap: int


def level_parameters(at: datetime) -> dict[str, Any]:
    """The moments that `LEVEL` compares with."""
    ageing = setting("queue.ageing_minutes")
    return {
        "very_soon_since": at - timedelta(minutes=ageing["very_soon"]),
        "soon_since": at - timedelta(minutes=ageing["soon"]),
        "not_checked_since": at - timedelta(seconds=setting("assessment.not_checked_seconds")),
    }


@transaction.atomic
def take_next(staff: StaffMember) -> Conversation:
    """The next person, assigned to `staff` at once.

    Raises PermissionDenied (not on shift), NobodyWaiting or CarriesEnough. The row of the staff member
    is locked, so that two tabs cannot beat the cap.
    """
    staff = StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)  # as they are now, not at sign-in
    if not may_take_conversations(staff):
        raise PermissionDenied(_("You can take people while you are on shift."))
    conversation = _next_waiting(everybody=not takes_only_the_most_urgent(staff))
    if not may_carry(staff, conversation):
        raise CarriesEnough
    return move(conversation, Move.TAKE, by=staff, **given_to(staff), **silence.anew(conversation))


def may_carry(staff: StaffMember, conversation: Conversation) -> bool:
    """May `staff` carry this one more? Somebody in danger now may go one over the cap. The person's row is locked."""
    load = load_of(staff)
    return load.carried < (load.cap + 1 if conversation.urgency == Urgency.NOW else load.cap)


def _next_waiting(*, everybody: bool) -> Conversation:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {**level_parameters(clock.now()), "everybody": everybody})
        row = cursor.fetchone()
    if row is None:
        raise NobodyWaiting
    return Conversation.objects.select_related("key").get(pk=row[0])


def load_of(staff: StaffMember) -> Load:
    """What `staff` carries: a now or very soon conversation counts double."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [staff.pk])
        row = cursor.fetchone()
    return Load(carried=int(row[0]), cap=cap_of(staff))


@transaction.atomic
def raise_urgency(
    conversation: Conversation, urgency: Urgency | str, *, by: StaffMember | None = None, why: str = ""
) -> bool:
    """Somebody has to look sooner. Only ever up; True where it changed. The caller may be a machine."""
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    was = Urgency(conversation.urgency)
    raised = highest(was, Urgency(urgency))
    if raised == was:
        return False
    conversation.urgency = raised
    if conversation.reply_due_at is not None and conversation.waiting_since is not None:
        due = clock.now() + reply_within(raised)
        conversation.reply_due_at = min(conversation.reply_due_at, due)
    conversation.save(update_fields=["urgency", "reply_due_at"])
    note(conversation, ConversationEvent.Kind.URGENCY_RAISED, by=by, was=was, now=raised, why=why)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return True


@transaction.atomic
def lower_urgency(conversation: Conversation, urgency: Urgency, *, by: StaffMember, why: str) -> Conversation:
    """A person judged that it is less urgent, and says why. Nothing automatic may call this."""
    if not why.strip():
        raise ValidationError(_("Say why it is less urgent."))
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    was, conversation.urgency = conversation.urgency, urgency
    conversation.save(update_fields=["urgency"])
    note(conversation, ConversationEvent.Kind.URGENCY_LOWERED, by=by, was=was, now=urgency, why=why)
    audit.record("conversation.urgency_lowered", f"conversation:{conversation.pk}", who=by)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return conversation


WITH_A_LEASE = (
    Conversation.State.ACTIVE,
    Conversation.State.QUIET,
    Conversation.State.ENDING,
    Conversation.State.SAFETY_HOLD,
)
"""Handing over has a clock of its own, which runs on while whoever hands over is gone."""


def each_by_itself(work: Callable[[int], bool], conversation_ids: list[int]) -> int:
    """For a clock: does it to each of them. One that fails does not stop the others, and is tried again next time."""
    done = 0
    for conversation_id in conversation_ids:
        try:
            done += work(conversation_id)
        except (OperationalError, InterfaceError):
            raise  # the database is away, for all of them
        except Exception:
            log.exception("queue.failed", extra={"conversation": conversation_id})
    return done


def return_lost_leases() -> int:
    """Conversations whose counsellor's console fell silent go back to the top of the queue."""
    lost = Conversation.objects.filter(state__in=WITH_A_LEASE, ended_at=None, lease_until__lt=clock.now())
    return each_by_itself(_return_to_queue, list(lost.values_list("pk", flat=True)[:100]))


@transaction.atomic
def _return_to_queue(conversation_id: int) -> bool:
    conversation = (
        Conversation.objects.select_for_update(skip_locked=True)
        .filter(pk=conversation_id, lease_until__lt=clock.now(), state__in=WITH_A_LEASE)
        .first()
    )
    if conversation is None:
        return False
    move(conversation, Move.RETURN, **at_the_top(conversation))
    say(conversation, "cut_off")
    return True


def at_the_top(conversation: Conversation) -> dict[str, Any]:
    """The fields of somebody who was cut off: nobody has them, first of their level, with a clock that runs."""
    now = clock.now()
    return {
        "owner": None,
        "lease_until": None,
        "waiting_since": now,
        "cut_off_at": now,
        "reply_due_at": now + reply_within(conversation.urgency),
    }


BEGINS_TO_HAVE_THEM = (
    ConversationEvent.Kind.TAKEN,
    ConversationEvent.Kind.ACCEPTED,
    ConversationEvent.Kind.TAKEN_OVER,
)
TO_BE_ANSWERED = (Conversation.State.ACTIVE, Conversation.State.ENDING)


def overdue() -> list[Conversation]:
    """Who has waited so long for a person that it alarms, taken or not. The most urgent first."""
    found = {one.pk: one for one in (*_left_unanswered(), *_not_answered(), *_not_taken())}
    return sorted(found.values(), key=lambda one: (-Urgency(one.urgency).rank, one.opened_at, one.pk))


def _not_taken() -> list[Conversation]:
    now = clock.now()
    alarm, reply = setting("queue.alarm_minutes"), setting("queue.reply_minutes")
    late = Conversation.objects.filter(ended_at=None, owner=None, reply_due_at__lte=now)
    more = {urgency: timedelta(minutes=max(0, alarm[urgency] - reply[urgency])) for urgency in alarm}
    return [one for one in late if one.reply_due_at is not None and one.reply_due_at + more[one.urgency] <= now]


def _not_answered() -> list[Conversation]:
    """Somebody took them or took them on, and has not said a word to them since."""
    now = clock.now()
    takes = ConversationEvent.objects.filter(conversation=OuterRef("pk"), kind__in=BEGINS_TO_HAVE_THEM)
    spoke = Message.objects.filter(
        conversation=OuterRef("pk"), by=Message.By.COUNSELLOR, stored_at__gte=OuterRef("taken_at")
    )
    taken = Conversation.objects.filter(ended_at=None, owner__isnull=False, state__in=TO_BE_ANSWERED)
    silent = taken.annotate(taken_at=Subquery(takes.order_by("-pk").values("at")[:1])).filter(~Exists(spoke))
    return [one for one in silent if one.taken_at is not None and one.taken_at + reply_within(one.urgency) <= now]


def _left_unanswered() -> list[Conversation]:
    """Somebody has them, was heard from, and leaves what they said since without an answer."""
    now, within = clock.now(), setting("queue.unanswered_minutes")
    said = Message.objects.filter(conversation=OuterRef("pk")).order_by("place")
    ours = Subquery(said.filter(by=Message.By.COUNSELLOR).reverse().values("place")[:1])
    theirs = said.filter(by=Message.By.YOUNG_PERSON, place__gt=OuterRef("answered_to"))
    taken = Conversation.objects.filter(ended_at=None, owner__isnull=False, state__in=TO_BE_ANSWERED, silent_since=None)
    waiting = taken.annotate(answered_to=ours).annotate(asked_at=Subquery(theirs.values("stored_at")[:1]))
    asked = waiting.filter(asked_at__isnull=False)
    return [one for one in asked if one.asked_at + timedelta(minutes=within[one.urgency]) <= now]


def now_with_everybody_full() -> bool:
    """Somebody in danger now waits, and whoever is there on shift is at their cap, the one over it too."""
    if not Conversation.objects.filter(ended_at=None, owner=None, urgency=Urgency.NOW).exists():
        return False
    there = cover.who_is_there()
    loads = [load_of(one) for one in who_is_on(*TALK) if one.pk in there and may_take_conversations(one)]
    return bool(loads) and all(load.carried > load.cap for load in loads)


def let_go_of_places() -> int:
    """A place in the queue is kept for somebody who left the page, then given up, so that nobody takes a ghost.

    Never for somebody who may be in danger: no timer ends that. They keep their place, and a lead is told
    (escalation/missed.py).
    """
    return each_by_itself(_let_go, list(_left().values_list("pk", flat=True)[:100]))


def gone() -> Q:
    """Those in the queue whose page was closed for longer than a place is kept."""
    kept = timedelta(minutes=setting("chat.place_kept_minutes"))
    return Q(
        state=Conversation.State.WAITING,
        channel=Conversation.Channel.WEB,
        page_seen_at__lt=clock.now() - kept,
    )


def gone_since(conversation: Conversation) -> datetime | None:
    """When their place in the queue was kept long enough; None for everybody who is still there."""
    if not Conversation.objects.filter(gone(), pk=conversation.pk).exists():
        return None
    return conversation.page_seen_at + timedelta(minutes=setting("chat.place_kept_minutes"))


def _left() -> QuerySet[Conversation]:
    unread = Message.objects.filter(
        conversation=OuterRef("pk"), reading__in=[Message.Reading.PENDING, Message.Reading.FAILED]
    )
    return Conversation.objects.filter(gone(), ~Exists(unread), urgency__in=[Urgency.ROUTINE, Urgency.SOON])


@transaction.atomic
def _let_go(conversation_id: int) -> bool:
    # First the lock, then the question: words that were stored meanwhile keep the place.
    Conversation.objects.select_for_update(skip_locked=True).filter(pk=conversation_id).first()
    conversation = _left().filter(pk=conversation_id).select_for_update(skip_locked=True, of=("self",)).first()
    if conversation is None:
        return False
    move(conversation, Move.ABANDON, close_reason="abandoned")
    return True


def page_is_open(conversation: Conversation) -> None:
    """A young person's page asked for something: they are still there."""
    Conversation.objects.filter(pk=conversation.pk).update(page_seen_at=clock.now())
