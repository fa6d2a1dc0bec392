"""What a young person was promised, and by when: written down, kept, not kept for a reason, given to somebody else.

Of somebody in danger it is a step of their escalation too, which changes nothing that is decided about.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chat import live
from chat.models import Conversation
from config import clock
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, Promise, Subject
from escalation.written import said
from rota import audit
from rota.access import holders_of
from rota.models import Role, StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

LOOKS_AFTER = (Role.COUNSELLOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD)
LONGEST_AHEAD = timedelta(days=366)
MADE, KEPT, NOT_KEPT, GIVEN = "promise.made", "promise.kept", "promise.not_kept", "promise.given"


@transaction.atomic
def make(
    conversation: Conversation, words: str, *, due_at: datetime | None, by: StaffMember, client_id: UUID | None = None
) -> Promise:
    """Theirs until they give it away. Safe to repeat with the same `client_id`. Raises ValidationError by field."""
    client_id = client_id or uuid4()
    if known := Promise.objects.filter(client_id=client_id, conversation=conversation, made_by=by).first():
        return known
    words, due_at = _checked(words, due_at)
    promise = Promise(conversation=conversation, client_id=client_id, made_by=by, owner=by, due_at=due_at)
    promise.words, promise.taken_at = words, promise.made_at
    promise.save(force_insert=True)
    _write_down(promise, MADE, by=by)
    return promise


def keep(promise_id: int, *, by: StaffMember) -> Promise:
    """It was done as promised."""
    return _end(promise_id, was_kept=True, why=None, by=by)


def do_not_keep(promise_id: int, *, why: str, by: StaffMember) -> Promise:
    """It will not be done: why, and what they were told."""
    why = said(why, "not_kept_why", _("Say why not, and what the young person was told."))
    return _end(promise_id, was_kept=False, why=why, by=by)


@transaction.atomic
def give(promise_id: int, *, to: StaffMember | None, by: StaffMember, from_whom: int | None = None) -> Promise:
    """Somebody else looks after it from now on. `from_whom`: whose it was on the screen."""
    promise = _open(promise_id, by)
    if from_whom is not None and promise.owner_id != from_whom:
        raise ValidationError(_("%(name)s has it since a moment ago.") % {"name": promise.owner.name})
    if to is None or to.pk == promise.owner_id or to not in may_have():
        raise ValidationError({"promise_to": _("Choose who looks after it from now on.")})
    hand_to(promise, to)
    _write_down(promise, GIVEN, by=by, about=to)
    return promise


def hand_to(promise: Promise, staff: StaffMember, *, knows: bool = False) -> None:
    """For commands that hold the row. `knows`: they took it themself, and need not be told."""
    promise.owner = staff
    promise.taken_at = clock.now() if knows else None
    promise.save(update_fields=["owner", "taken_at"])


def seen_by_owner(promise: Promise, staff: StaffMember) -> None:
    """They have opened what somebody gave them."""
    Promise.objects.filter(pk=promise.pk, owner=staff, taken_at=None).update(taken_at=clock.now())


def may_have() -> list[StaffMember]:
    """Whoever talks with young people."""
    return sorted(holders_of(*LOOKS_AFTER), key=lambda one: one.name)


def danger_of(conversation: Conversation) -> Escalation | None:
    """The escalation that this chat belongs to and that is not over."""
    of_chat = Q(pk__in=Subject.objects.filter(conversation=conversation).values("escalation"))
    known = Escalation.objects.filter(of_chat, joined_to=None, key__isnull=False)
    return known.exclude(state=Escalation.State.CLOSED).order_by("-pk").first()


@transaction.atomic
def _end(promise_id: int, *, was_kept: bool, why: str | None, by: StaffMember) -> Promise:
    promise = _open(promise_id, by)
    promise.ended_at, promise.ended_by, promise.was_kept = clock.now(), by, was_kept
    promise.not_kept_why = why
    promise.save(update_fields=["ended_at", "ended_by", "was_kept", "not_kept_why"])
    _write_down(promise, KEPT if was_kept else NOT_KEPT, by=by)
    return promise


def _open(promise_id: int, by: StaffMember) -> Promise:
    """Its row, locked. Whoever comes second is told who was first."""
    promise = Promise.objects.select_for_update(no_key=True).get(pk=promise_id)
    if not may(by, Action.END_PROMISE, promise):
        raise PermissionDenied
    if promise.ended_by is not None:
        raise ValidationError(_("%(name)s was first: this promise is over.") % {"name": promise.ended_by.name})
    return promise


def _write_down(promise: Promise, what: str, *, by: StaffMember, about: StaffMember | None = None) -> None:
    audit.record(what, f"promise:{promise.pk}", who=by, ground=f"conversation:{promise.conversation_id}")
    escalation = danger_of(promise.conversation)
    if escalation is not None:
        note(escalation, EscalationEvent.Kind.PROMISED, by=by, about=about, detail=what)
        live.nudge_staff("page", escalation=escalation.pk)
    log.info("promise.changed", extra={"id": promise.pk})


def _checked(words: str, due_at: datetime | None) -> tuple[str, datetime]:
    wrong: dict[str, str] = {}
    try:
        words = said(words, "promise_words", _("Write down what they were promised."))
    except ValidationError as refusal:
        wrong["promise_words"] = refusal.messages[0]
    now = clock.now()
    if due_at is None:
        wrong["promise_due"] = _("Choose by when.")
    elif not now < due_at <= now + LONGEST_AHEAD:
        wrong["promise_due"] = _("Choose a moment that is still to come, within a year.")
    if wrong or due_at is None:
        raise ValidationError(wrong)
    return words, due_at
