"""Somebody sees it differently: raised, answered, taken up stage by stage, settled or taken back. Each by a person.

raise_it   what they see differently, about the decision that was on their screen; whoever has the first stage is called
answer     by whoever has it, or whose decision it is about: gives the stage its time once more, once
take_up    by whoever raised it or has it, for a reason; by its clock where nobody settled it in time (due.py)
settle     by whoever raised it, or has it and did not decide it: how, and with whom it was agreed
take_back  by whoever raised it, for a reason

The escalation's row is locked first: of two at once one is later, and is told. Nobody stops anybody from raising one.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from config import clock
from escalation import joined
from escalation.changing import changing
from escalation.dissent import policy
from escalation.dissent.calls import call, who_has
from escalation.dissent.stages import FIRST, LAST, due, first_with_people, of_stage
from escalation.history import note
from escalation.models import Decision, Dissent, DissentStep, Escalation, EscalationEvent, Referral
from escalation.open import NUMBERS_BY_CHANCE
from escalation.subjects import nudge, subject_of
from escalation.written import said
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

Kind = DissentStep.Kind
State = Dissent.State
_Event = EscalationEvent.Kind


class ChangedMeanwhile(Exception):
    """Somebody was first. `by` is who, `words` what they did: None and "" where that is not known."""

    def __init__(self, words: str = "", by: StaffMember | None = None) -> None:
        super().__init__("somebody was first")
        self.words, self.by = words, by


@transaction.atomic
def raise_it(
    escalation_id: int,
    *,
    words: str,
    by: StaffMember,
    client_id: UUID,
    shown_policy: str,
    seen: int | None = None,
    referral_id: int | None = None,
) -> Dissent:
    """`seen`: the decision that was on the screen, 0 for none, None where no screen is behind it. `referral_id`: it is
    another agency that they differ with. Raises ValidationError, ChangedMeanwhile. Safe to repeat.
    """
    if known := Dissent.objects.filter(client_id=client_id, escalation=escalation_id, by=by).first():
        return known
    words = said(words, "differ_words", _("Say what you see differently, and what you would do."))
    with changing(escalation_id) as escalation:
        if not may(by, Action.DIFFER, escalation):
            raise PermissionDenied
        last = escalation.decisions.select_related("decided_by").order_by("-decided_at", "-pk").first()
        if seen is not None and seen != (last.pk if last is not None else 0):
            raise ChangedMeanwhile(_("decided"), last.decided_by if last is not None else None)
        if shown_policy != policy.version():
            raise ValidationError(_("The policy is a newer one since your page was made. It stands beside the form."))
        now, referral = clock.now(), _referral(escalation, referral_id, by)
        dissent = Dissent(
            pk=_number_of(escalation), escalation=escalation, client_id=client_id, by=by, at=now, moved_at=now,
            against=Dissent.With.AGENCY if referral else Dissent.With.US, referral=referral,
            whom=None if referral else _whose(escalation, last), policy=shown_policy,
        )  # fmt: skip
        dissent.stage = first_with_people(dissent, FIRST)
        dissent.stage_due_at = due(dissent, dissent.stage, now)
        dissent.words = words
        dissent.save(force_insert=True)
        _step(dissent, Kind.RAISED, by, words=None, at=now, was="")
        call(dissent, now, but=by)
        return dissent


def answer(dissent: Dissent, *, words: str, by: StaffMember, seen: int) -> Dissent:
    """What they think who have it, or whose decision it is about. It settles nothing."""
    words = said(words, "differ_answer", _("Say what you think, and what you would do."))
    with _changing(dissent, seen) as dissent:
        if not may_answer(dissent, by):
            raise PermissionDenied
        now = clock.now()
        if not _was_answered(dissent):
            assert dissent.stage_due_at is not None
            dissent.stage_due_at = max(dissent.stage_due_at, due(dissent, dissent.stage, now))
        _move(dissent, now)
        _step(dissent, Kind.ANSWERED, by, words=words, at=now, was=str(dissent.stage))
    return dissent


def take_up(dissent: Dissent, *, words: str, by: StaffMember, seen: int) -> Dissent:
    """To the next stage before its time is over."""
    words = said(words, "differ_up", _("Say why it goes to the next stage."))
    with _changing(dissent, seen) as dissent:
        if not may_take_up(dissent, by):
            raise PermissionDenied
        if dissent.stage >= LAST:
            raise ValidationError(_("This is the last stage. It stays until it is settled or taken back."))
        go_up(dissent, clock.now(), by=by, words=words)
    return dissent


def go_up(dissent: Dissent, now: datetime, *, by: StaffMember | None = None, words: str | None = None) -> None:
    """To the next stage that anybody is at, with a time of its own. The caller holds the escalation's row."""
    was = dissent.stage
    dissent.stage = first_with_people(dissent, was + 1)
    dissent.stage_due_at = due(dissent, dissent.stage, now)
    _move(dissent, now)
    _step(dissent, Kind.TAKEN_UP, by, words=words, at=now, was=str(was))
    call(dissent, now, but=by)


def settle(dissent: Dissent, *, words: str, by: StaffMember, seen: int) -> Dissent:
    """Never by whoever decided it alone: whoever raised it agrees, or whoever has it says how it is settled and why."""
    words = said(words, "differ_settle", _("Say how it is settled, who agreed, and why."))
    with _changing(dissent, seen) as dissent:
        if not may_settle(dissent, by):
            raise PermissionDenied
        _end(dissent, State.SETTLED, Kind.SETTLED, words, by)
    return dissent


def take_back(dissent: Dissent, *, words: str, by: StaffMember, seen: int) -> Dissent:
    words = said(words, "differ_back", _("Say why you take it back."))
    with _changing(dissent, seen) as dissent:
        if dissent.by_id != by.pk:
            raise PermissionDenied
        _end(dissent, State.WITHDRAWN, Kind.WITHDRAWN, words, by)
    return dissent


def may_answer(dissent: Dissent, staff: StaffMember) -> bool:
    return _is_whoms(dissent, staff) or _has_it(dissent, staff)


def may_take_up(dissent: Dissent, staff: StaffMember) -> bool:
    return dissent.by_id == staff.pk or _is_whoms(dissent, staff) or _has_it(dissent, staff)


def may_settle(dissent: Dissent, staff: StaffMember) -> bool:
    return dissent.by_id == staff.pk or (dissent.whom_id != staff.pk and _has_it(dissent, staff))


def _has_it(dissent: Dissent, staff: StaffMember) -> bool:
    return staff in who_has(dissent) and bool(may(staff, Action.READ, dissent.escalation))


def _is_whoms(dissent: Dissent, staff: StaffMember) -> bool:
    return dissent.whom_id == staff.pk and bool(may(staff, Action.READ, dissent.escalation))


@contextmanager
def _changing(dissent: Dissent, seen: int) -> Iterator[Dissent]:
    """Its row, locked after its escalation's. `seen`: how many of its steps were on the screen."""
    with changing(dissent.escalation_id) as escalation:
        locked = Dissent.objects.select_for_update(no_key=True).get(pk=dissent.pk)
        locked.escalation = escalation
        steps = list(locked.steps.select_related("by").order_by("at", "pk"))
        if len(steps) != seen or locked.state != State.OPEN:
            raise ChangedMeanwhile(steps[-1].get_kind_display(), steps[-1].by)
        yield locked


def _end(dissent: Dissent, state: str, kind: Kind, words: str, by: StaffMember) -> None:
    now = clock.now()
    dissent.state, dissent.stage_due_at, dissent.ended_at = state, None, now
    _move(dissent, now)
    _step(dissent, kind, by, words=words, at=now, was=str(dissent.stage))


def _move(dissent: Dissent, now: datetime) -> None:
    dissent.moved_at = now
    dissent.save(update_fields=["state", "stage", "stage_due_at", "ended_at", "moved_at"])


def _step(
    dissent: Dissent, kind: Kind, by: StaffMember | None, *, words: str | None, at: datetime, was: str
) -> DissentStep:
    """One step of it, which is one step of the escalation, one of its version, and one row of the audit."""
    step = DissentStep(dissent=dissent, kind=kind, stage=dissent.stage, by=by, at=at)
    step.words = words
    step.save(force_insert=True)
    ended = kind in (Kind.SETTLED, Kind.WITHDRAWN)
    _tell(dissent, _Event.SETTLED if ended else _Event.DISSENTED, f"dissent.{kind.value}", by, was=was, at=at)
    return step


def _tell(dissent: Dissent, kind: _Event, verb: str, by: StaffMember | None, **more: Any) -> None:
    escalation = dissent.escalation
    note(escalation, kind, by=by, about=dissent.whom, now=str(dissent.stage), detail=verb, **more)
    audit.record(verb, f"dissent:{dissent.pk}", who=by, ground=f"escalation:{escalation.pk}")
    log.info("escalation.changed", extra={"escalation": escalation.pk})
    live.nudge_staff("page", escalation=escalation.pk)
    nudge(subject_of(escalation))


def _was_answered(dissent: Dissent) -> bool:
    """At this stage."""
    began = dissent.steps.filter(of_stage(dissent)).order_by("-at", "-pk").first()
    answers = dissent.steps.filter(kind=Kind.ANSWERED)
    return answers.filter(pk__gt=began.pk).exists() if began is not None else answers.exists()


def _whose(escalation: Escalation, last: Decision | None) -> StaffMember | None:
    return last.decided_by if last is not None else escalation.lead


def _referral(escalation: Escalation, pk: int | None, by: StaffMember) -> Referral | None:
    """That has been made, for somebody who may know where it went."""
    if pk is None:
        return None
    made = joined.referrals_of(escalation).exclude(state=Referral.State.DRAFT).select_related("council", "began_by")
    referral = made.filter(pk=pk).first() if may(by, Action.READ, escalation) else None
    if referral is None:
        raise ValidationError({"differ_against": _("Choose with whom you differ.")})
    return referral


def _number_of(escalation: Escalation) -> int | None:
    """By chance where it is about a colleague: in the row of all others none is missing."""
    return secrets.choice(range(*NUMBERS_BY_CHANCE)) if escalation.is_allegation else None
