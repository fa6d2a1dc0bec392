"""A hold keeps a conversation, or all of a young person, from being erased until two people lift it."""

import logging
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from chat.models import Conversation, Hold, YoungPerson
from config import clock
from config.tuning import setting
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)


class AlreadyErased(Exception):
    """There is nothing left that could be held."""


@transaction.atomic
def place_hold(
    about: Conversation | YoungPerson, *, why: str, placed_by: StaffMember, review_on: date | None = None
) -> Hold:
    """From the commit on nothing of it is erased. Waits for an erasure under way, and then raises AlreadyErased.

    Safe to repeat: the same person holds the same thing for the same reason once.
    """
    _check(placed_by)
    held = _locked(about)
    known = Hold.objects.filter(**held, why=Hold.Why(why), placed_by=placed_by, lifted_at=None).first()
    if known is not None:
        return known
    hold = Hold.objects.create(
        **held, why=Hold.Why(why), placed_by=placed_by, placed_at=clock.now(), review_on=review_on or next_review()
    )
    audit.record("hold.placed", f"hold:{hold.pk}", who=placed_by)
    log.info("hold.placed", extra={"id": hold.pk})
    return hold


def next_review() -> date:
    """When somebody looks again, where nobody chose a day."""
    return clock.now().date() + timedelta(days=int(setting("keeping.hold_review_days")))


@transaction.atomic
def keep_hold(hold: Hold, *, review_on: date, by: StaffMember) -> Hold:
    """Somebody looked: it stays, until they look again. Whoever asked to lift it is told no by that."""
    hold = _of(hold, by)
    if hold.lifted_at is None:
        hold.review_on, hold.lift_asked_by, hold.lift_asked_at = review_on, None, None
        hold.save(update_fields=["review_on", "lift_asked_by", "lift_asked_at"])
        audit.record("hold.kept", f"hold:{hold.pk}", who=by)
    return hold


@transaction.atomic
def ask_to_lift(hold: Hold, *, by: StaffMember) -> Hold:
    """One person asks. The hold is in force until another agrees. Safe to repeat: the first one asked."""
    hold = _of(hold, by)
    if hold.lifted_at is None and hold.lift_asked_by_id is None:
        hold.lift_asked_by, hold.lift_asked_at = by, clock.now()
        hold.save(update_fields=["lift_asked_by", "lift_asked_at"])
        audit.record("hold.lifting_asked", f"hold:{hold.pk}", who=by)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, lifted_by: StaffMember) -> Hold:
    """Another person agrees: it may be erased again, unless somebody else holds it too. Safe to repeat."""
    hold = _of(hold, lifted_by)
    if hold.lifted_at is not None:
        return hold
    if not may(lifted_by, Action.AGREE_LIFTING, hold):
        raise PermissionDenied
    hold.lifted_at, hold.lifted_by = clock.now(), lifted_by
    hold.save(update_fields=["lifted_at", "lifted_by"])
    audit.record("hold.lifted", f"hold:{hold.pk}", who=lifted_by)
    log.info("hold.lifted", extra={"id": hold.pk})
    return hold


def holds_on(young_person: YoungPerson, conversations: list[Conversation]) -> QuerySet[Hold]:
    """Those in force on a person, or on any of these conversations."""
    return Hold.objects.filter(Q(young_person=young_person) | Q(conversation__in=conversations), lifted_at=None)


def _of(hold: Hold, staff: StaffMember) -> Hold:
    """Its row, locked, for somebody for whom it exists."""
    if not may(staff, Action.HOLD, hold):
        raise PermissionDenied
    return Hold.objects.select_for_update(no_key=True).get(pk=hold.pk)


def _check(staff: StaffMember) -> None:
    if not may(staff, Action.HOLD):
        raise PermissionDenied


def _locked(about: Conversation | YoungPerson) -> dict[str, Conversation | YoungPerson]:
    """Its row, which an erasure locks too: one of the two is first, and the other sees what it did."""
    if isinstance(about, Conversation):
        conversation = Conversation.objects.select_for_update(no_key=True).get(pk=about.pk)
        if conversation.key_id is None:
            raise AlreadyErased
        return {"conversation": conversation}
    young_person = YoungPerson.objects.select_for_update(no_key=True).get(pk=about.pk)
    if not has_words(young_person):
        raise AlreadyErased
    return {"young_person": young_person}


def has_words(young_person: YoungPerson) -> bool:
    """Is there anything of theirs that can still be read?"""
    kept = YoungPerson.objects.filter(
        Q(conversations__key__isnull=False) | Q(member__key__isnull=False) | Q(phone__key__isnull=False)
    )
    return kept.filter(pk=young_person.pk).exists()
