"""Blind readings on somebody's behalf: for moderators and safeguarding leads who were not in that conversation.

A chat that goes on is its counsellor's: what was drawn from it waits until it is over.
"""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chat.models import Conversation, ConversationEvent, Message
from config.tuning import setting
from moderation.blind.draw import readable
from moderation.blind.weeks import last_weeks
from moderation.models import BlindLook, BlindReading
from moderation.review.access import LARGEST_ID
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may


def may_read_blind(staff: StaffMember) -> bool:
    return bool(may(staff, Action.READ_BLIND))


def open_to(staff: StaffMember) -> QuerySet[BlindReading]:
    """Those that `staff` may be given or may still answer; what they left to somebody else is not among them.

    Asked anew each time: a hold or an allegation may have come since it was drawn.
    """
    if not may_read_blind(staff):
        return BlindReading.objects.none()
    since = last_weeks(int(setting("blind.weeks_shown")))[-1].monday
    there = Message.objects.filter(conversation=OuterRef("pk"), staff=staff)
    moved = ConversationEvent.objects.filter(conversation=OuterRef("pk"), by=staff)
    others = readable().filter(~Exists(there), ~Exists(moved), ended_at__isnull=False).exclude(owner=staff)
    left = BlindLook.objects.filter(reading=OuterRef("pk"), by=staff).exclude(skipped="")
    return BlindReading.objects.filter(~Exists(left), draw__week__gte=since, message__conversation__in=others)


def next_first(readings: QuerySet[BlindReading]) -> QuerySet[BlindReading]:
    """What was too hard for somebody else before all others, then the newest week, then by numbers given by chance."""
    hard = Count("looks", filter=Q(looks__skipped=BlindLook.Why.TOO_HARD))
    return readings.annotate(hard=hard).order_by("-hard", "-draw__week", "pk")


def reading_for(staff: StaffMember, pk: int) -> BlindReading:
    """One that this person was given, to answer it; no words are read. Raises DoesNotExist.

    Also where a hold came meanwhile: whoever read something that somebody must know may still say so.
    """
    if not may_read_blind(staff) or pk > LARGEST_ID:
        raise BlindReading.DoesNotExist
    given = BlindReading.objects.filter(looks__by=staff)
    return given.select_related("message__conversation__key", "taken_by").get(pk=pk)


def note_reading(reading: BlindReading, *, read_by: StaffMember) -> Conversation:
    """Some words of this conversation are about to be shown. In the transaction in which they are read."""
    conversation = reading.message.conversation
    audit.record("conversation.quoted", f"conversation:{conversation.pk}", who=read_by, ground=f"blind:{reading.pk}")
    return conversation
