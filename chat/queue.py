"""Who is next. Nobody picks from the queue: the most urgent person, then the one who waits longest.

Order (domain reference, urgency and clocks): now; very soon and not checked; soon; routine. A routine
wait counts as soon after 30 minutes and as very soon after 60; nothing ages to now. Inside a level,
people who were cut off go first, then by arrival.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from chat import journal, live
from chat.conversations import note, reply_within
from chat.models import Conversation, ConversationEvent, Message
from chat.urgency import Urgency, highest
from config import clock
from config.tuning import setting
from rota.access import cap_of, may_take_conversations
from rota.models import StaffMember

LEVEL = """CASE
    WHEN c.urgency = 'now' THEN 4
    WHEN c.urgency IN ('very_soon', 'not_checked') OR c.waiting_since <= %(very_soon_since)s OR EXISTS (
        SELECT 1 FROM chat_message m WHERE m.conversation_id = c.id AND m.reading IN ('pending', 'failed')
            AND m.stored_at <= %(not_checked_since)s) THEN 3
    WHEN c.urgency = 'soon' OR c.waiting_since <= %(soon_since)s THEN 2
    ELSE 1 END"""

NEXT = f"""
SELECT c.id FROM chat_conversation c WHERE c.state = 'waiting'
ORDER BY {LEVEL} DESC, c.cut_off_at IS NULL, c.waiting_since, c.id
LIMIT 1 FOR UPDATE OF c
"""  # noqa: S608 (LEVEL is a constant above)
# No SKIP LOCKED: somebody's row is locked for an instant while their words are stored or read, and the most
# urgent person must not be passed over for it. Whoever waits here and finds them taken gets the next one.

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
    conversation = _next_waiting()
    load = load_of(staff)
    room = load.cap if conversation.urgency != Urgency.NOW else load.cap + 1
    if load.carried >= room:
        raise CarriesEnough
    now = clock.now()
    conversation.owner = staff
    conversation.state = Conversation.State.ACTIVE
    conversation.lease_until = now + lease()
    conversation.waiting_since = None
    conversation.reply_due_at = None
    conversation.cut_off_at = None
    conversation.save(
        update_fields=["owner", "state", "lease_until", "waiting_since", "reply_due_at", "cut_off_at"]
    )
    note(conversation, ConversationEvent.Kind.TAKEN, by=staff, was="waiting", now="active")
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return conversation


def _next_waiting() -> Conversation:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, level_parameters(clock.now()))
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


def lease() -> timedelta:
    """How long a conversation stays with its owner without a sign of life from their console."""
    return timedelta(seconds=setting("queue.lease_seconds"))


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
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return conversation


def return_lost_leases() -> int:
    """Conversations whose counsellor's console fell silent go back to the top of the queue."""
    lost = Conversation.objects.filter(
        state__in=[Conversation.State.ACTIVE, Conversation.State.ENDING], lease_until__lt=clock.now()
    )
    return sum(_return_to_queue(pk) for pk in lost.values_list("pk", flat=True)[:100])


@transaction.atomic
def _return_to_queue(conversation_id: int) -> bool:
    now = clock.now()
    conversation = (
        Conversation.objects.select_for_update(skip_locked=True)
        .filter(pk=conversation_id, lease_until__lt=now, state__in=Conversation.OWNED)
        .first()
    )
    if conversation is None:
        return False
    was = conversation.state
    conversation.state = Conversation.State.WAITING
    conversation.owner = None
    conversation.lease_until = None
    conversation.waiting_since = conversation.cut_off_at = now
    conversation.reply_due_at = now + reply_within(conversation.urgency)
    conversation.save()
    note(conversation, ConversationEvent.Kind.RETURNED, was=was, now=conversation.state)
    say_as_service(conversation, _("Sorry, we got cut off. A person will pick this up as soon as they can."))
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return True


def let_go_of_places() -> int:
    """A place in the queue is kept for somebody who left the page, then given up, so that nobody takes a ghost.

    Never for somebody who may be in danger: no timer ends that. They wait until a person has looked.
    """
    kept = timedelta(minutes=setting("chat.place_kept_minutes"))
    return sum(_let_go(pk, kept) for pk in _left(kept).values_list("pk", flat=True)[:100])


def _left(kept: timedelta) -> QuerySet[Conversation]:
    unread = Message.objects.filter(
        conversation=OuterRef("pk"), reading__in=[Message.Reading.PENDING, Message.Reading.FAILED]
    )
    return Conversation.objects.filter(
        ~Exists(unread),
        state=Conversation.State.WAITING,
        channel=Conversation.Channel.WEB,
        urgency__in=[Urgency.ROUTINE, Urgency.SOON],
        page_seen_at__lt=clock.now() - kept,
    )


@transaction.atomic
def _let_go(conversation_id: int, kept: timedelta) -> bool:
    # First the lock, then the question: words that were stored meanwhile keep the place.
    Conversation.objects.select_for_update(skip_locked=True).filter(pk=conversation_id).first()
    conversation = _left(kept).filter(pk=conversation_id).select_for_update(skip_locked=True, of=("self",)).first()
    if conversation is None:
        return False
    now = clock.now()
    conversation.state = Conversation.State.ABANDONED
    conversation.ended_at = now
    conversation.waiting_since = conversation.reply_due_at = None
    conversation.save(update_fields=["state", "ended_at", "waiting_since", "reply_due_at"])
    note(conversation, ConversationEvent.Kind.ABANDONED, was="waiting", now=conversation.state)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return True


def page_is_open(conversation: Conversation) -> None:
    """A young person's page asked for something: they are still there."""
    Conversation.objects.filter(pk=conversation.pk).update(page_seen_at=clock.now())


def say_as_service(conversation: Conversation, body: str) -> None:
    """Words from the service itself, in the transcript like any others."""
    from uuid import uuid4

    key = conversation.sealing_key()
    words = journal.Words(conversation.pk, uuid4(), journal.SYSTEM, body, key.pk, key.unwrapped())
    journal.append_now(words)
    live.nudge_conversation(conversation.pk, "words")
