"""A counsellor presses one key and somebody comes. It rings with leads at once, with everybody a minute later, and goes
on until somebody answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chat import live
from chat.access import conversation_owned_by
from chat.console import frames_beside as frames
from chat.models import Conversation, ConversationEvent, HelpCall
from chat.moves import note
from config import clock
from config.tuning import setting
from rota.models import StaffMember
from rota.policy import TABLE, Action, Relation, may
from rota.policy.relations import Condition

# With whom it rings at once.
LEADS = tuple(
    role
    for row in TABLE
    if row.action == Action.HEAR_HELP and row.relation == Relation.ANY
    for role in sorted(row.roles)
)
TO_A_CALL: Mapping[Relation, Condition] = {
    Relation.OWNER: lambda staff: Q(by=staff),
    Relation.CALLED: lambda _staff: Q(everybody_at__lte=clock.now()),
}
"""What the policy has to know of a call."""


class AlreadyAnswered(Exception):
    """Somebody else came first. The text says who."""


@dataclass(frozen=True)
class Ringing:
    """One open call, and who it rings with."""

    call: int
    conversation: int
    handle: str
    by_id: int
    by: str
    at: datetime
    everybody_at: datetime

    def rings_with(self, staff: StaffMember, *, is_lead: bool, now: datetime) -> bool:
        return is_lead or self.by_id == staff.pk or now >= self.everybody_at


@transaction.atomic
def call_help(staff: StaffMember, conversation_id: int) -> HelpCall:
    """From whoever has the conversation. Pressed again while it rings, it is the same call."""
    conversation_owned_by(staff, conversation_id)
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)
    ringing = HelpCall.objects.filter(conversation=conversation, answered_at=None).first()
    if ringing is not None:
        return ringing
    now = clock.now()
    call = HelpCall.objects.create(
        conversation=conversation,
        by=staff,
        at=now,
        everybody_at=now + timedelta(seconds=setting("help.everybody_seconds")),
    )
    note(conversation, ConversationEvent.Kind.CALLED_FOR_HELP, by=staff)
    live.nudge_staff("help")
    return call


@transaction.atomic
def answer_help(staff: StaffMember, call_id: int) -> HelpCall:
    """Whoever comes first has it; who called may say that it is not needed any more. Safe to repeat."""
    call = HelpCall.objects.select_for_update(of=("self",)).select_related("conversation__key").get(pk=call_id)
    if not rings_with(call, staff):
        raise HelpCall.DoesNotExist
    if call.answered_by_id is not None:
        if call.answered_by_id != staff.pk:
            assert call.answered_by is not None
            raise AlreadyAnswered(_("%(name)s has answered already.") % {"name": call.answered_by.name})
        return call
    call.answered_by, call.answered_at = staff, clock.now()
    call.save(update_fields=["answered_by", "answered_at"])
    note(call.conversation, ConversationEvent.Kind.HELP_CAME, by=staff)
    live.nudge_staff("help")
    return call


def rings_with(call: HelpCall, staff: StaffMember) -> bool:
    """A lead, who called, and a minute later everybody."""
    return bool(may(staff, Action.HEAR_HELP, call))


def ringing() -> list[Ringing]:
    """Every call that nobody has answered yet, oldest first. A conversation that is over needs none."""
    calls = HelpCall.objects.filter(answered_at=None, conversation__ended_at=None).select_related("conversation", "by")
    return [
        Ringing(
            call=call.pk,
            conversation=call.conversation_id,
            handle=call.conversation.handle,
            by_id=call.by_id,
            by=call.by.name,
            at=call.at,
            everybody_at=call.everybody_at,
        )
        for call in calls.order_by("at", "pk")
    ]


def help_frames(calls: Iterable[Ringing], staff: StaffMember, roles: frozenset[str]) -> list[frames.HelpCalled]:
    """Those that ring with `staff` now."""
    now, is_lead = clock.now(), bool(roles & set(LEADS))
    return [
        frames.HelpCalled(
            call=call.call,
            conversation=call.conversation,
            handle=call.handle,
            by=call.by,
            mine=call.by_id == staff.pk,
            at=call.at,
        )
        for call in calls
        if call.rings_with(staff, is_lead=is_lead, now=now)
    ]


def who_came(call_id: int) -> str:
    """The name of who answered; empty while nobody has."""
    return HelpCall.objects.filter(pk=call_id).values_list("answered_by__name", flat=True).first() or ""
