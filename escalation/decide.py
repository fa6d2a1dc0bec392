"""A safeguarding lead takes an escalation on, and decides. Every decision is a row: who, when, what, why."""

import logging
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from config import clock
from escalation.changing import Stale, changing
from escalation.flags import acknowledge_flags, restart_flag_clocks, settle_flags
from escalation.history import note
from escalation.models import Decision, Escalation, EscalationEvent
from escalation.moves import Act, move
from escalation.on_screen import kept, on_screen
from escalation.quotes import keep_quotes
from escalation.reasons import Reasons, check, in_error
from escalation.second_look import draw
from escalation.subjects import nudge, subject_of
from escalation.targets import page_every
from escalation.telling import ask_first
from escalation.working.checks import set_check
from escalation.working.closing import dissent, shut, was_by_the_program_alone
from escalation.working.lease import lease_from
from escalation.working.picture import newest
from rota import audit
from rota.models import StaffMember
from rota.planning import debriefs

log = logging.getLogger(__name__)


class AlreadyAcknowledged(Exception):
    """Somebody else was first. `by` is who."""

    def __init__(self, by: StaffMember) -> None:
        super().__init__(f"acknowledged by staff {by.pk}")
        self.by = by


@transaction.atomic
def acknowledge(escalation: Escalation, *, acknowledged_by: StaffMember) -> Escalation:
    """This lead has it: the paging chain ends. The first wins; AlreadyAcknowledged tells a second one who.

    Safe to repeat by the same lead.
    """
    escalation = _locked(escalation)
    if escalation.acknowledged_at is not None and escalation.lead is not None:
        if escalation.lead != acknowledged_by:
            raise AlreadyAcknowledged(escalation.lead)
        return escalation
    was = move(escalation, Act.ACKNOWLEDGE, by=acknowledged_by)
    now = clock.now()
    escalation.lead = acknowledged_by
    escalation.lease_until = lease_from(now, escalation.urgency)
    escalation.acknowledged_at = now
    # From now on only a decision that is overdue pages.
    escalation.page_due_at = max(escalation.decide_due_at, now + page_every(escalation.urgency))
    escalation.save(update_fields=["state", "lead", "acknowledged_at", "page_due_at", "lease_until"])
    note(escalation, EscalationEvent.Kind.ACKNOWLEDGED, by=acknowledged_by, was=was, now=escalation.state, at=now)
    acknowledge_flags(escalation, by=acknowledged_by)
    audit.record("escalation.acknowledged", f"escalation:{escalation.pk}", who=acknowledged_by)
    _tell(escalation, "escalation.acknowledged")
    return escalation


@transaction.atomic
def look_into(escalation: Escalation, *, read_by: StaffMember) -> Escalation:
    """A lead began to read what was said. Changes nothing before the acknowledgement, or after the decision."""
    escalation = _locked(escalation)
    if escalation.state == Escalation.State.ACKNOWLEDGED and escalation.lead == read_by:
        move(escalation, Act.LOOK_INTO, by=read_by)
        escalation.save(update_fields=["state"])
    return escalation


@transaction.atomic
def decide(
    escalation: Escalation,
    *,
    outcome: str,
    why: str,
    for_the_child: str,
    young_person_told: bool | None,
    parent_told: bool | None,
    review_on: date | None,
    decided_by: StaffMember,
    young_person_not_told_why: str = "",
    parent_not_told_why: str = "",
    consulted: str = "",
    options: str = "",
    basis: str = "",
    shared: str = "",
    not_shared_why: str = "",
    next_offer: str = "",
    seen: int | None = None,
    seen_words: str | None = None,
    told_sure: bool = True,
) -> Decision:
    """What will happen, why, what it does for the child, and who was told.

    Raises ValidationError, field by field, where a reason is missing; IllegalMove before the acknowledgement.
    `seen` and `seen_words`: the version and what was on the screen (on_screen.py); Stale where either is no longer so.
    `told_sure`: that the young person was told is said a second time, where nothing was shown to them (telling.py).
    No further action waits for a second lead. Safe to repeat: the same words by the same lead are one decision.
    """
    reasons = in_error(why) if outcome == Decision.Outcome.OPENED_IN_ERROR else check(
        Reasons(
            outcome=outcome,
            why=why,
            for_the_child=for_the_child,
            young_person_told=young_person_told,
            young_person_not_told_why=young_person_not_told_why,
            parent_told=parent_told,
            parent_not_told_why=parent_not_told_why,
            consulted=consulted,
            review_on=review_on,
            options=options,
            basis=basis,
            shared=shared,
            not_shared_why=not_shared_why,
            next_offer=next_offer,
        )
    )  # fmt: skip
    escalation = _locked(escalation)
    last = escalation.decisions.order_by("-decided_at", "-pk").first()
    if last is not None and last.decided_by_id == decided_by.pk and _is_as(last, reasons):
        return last
    is_shown = on_screen(escalation)
    _check_seen(escalation, seen, seen_words, is_shown)
    if not told_sure:
        ask_first(escalation, reasons)
    was = move(escalation, _act(escalation, reasons, last, decided_by), by=decided_by)
    decision = Decision(escalation=escalation, decided_by=decided_by, decided_at=clock.now())
    picture = newest(escalation)
    replace(reasons, need=picture.need if picture else "").write_on(decision)
    decision.seen = kept(is_shown)
    decision.save(force_insert=True)
    keep_quotes(escalation)
    escalation.decided_at = decision.decided_at
    _end_clocks(escalation)
    note(
        escalation,
        EscalationEvent.Kind.DECIDED,
        by=decided_by,
        was=was,
        now=escalation.state,
        detail=decision.outcome,
        at=decision.decided_at,
    )
    settle_flags(escalation, decision)
    restart_flag_clocks(escalation)
    audit.record("escalation.decided", f"escalation:{escalation.pk}", who=decided_by)
    debriefs.offer(decided_by, why=f"escalation {escalation.pk}")
    if escalation.state == Escalation.State.CLOSED:
        shut(escalation)
        draw(escalation)
    else:
        set_check(escalation)
    _tell(escalation, "escalation.decided")
    return decision


def _is_as(last: Decision, reasons: Reasons) -> bool:
    """The same words again. The level of need was taken from what was known then."""
    return replace(Reasons.of(last), need="") == reasons


def _check_seen(escalation: Escalation, seen: int | None, seen_words: str | None, is_shown: str) -> None:
    """What is new about the young person counts as much as what a colleague did: it is to be read first."""
    with changing(escalation.pk, seen=seen):
        if seen_words is not None and seen_words != is_shown:
            raise Stale(escalation, None)


def _end_clocks(escalation: Escalation) -> None:
    """Nobody is called any more about a decision that is missing, and nothing is put off or offered."""
    if escalation.state == Escalation.State.CLOSED:
        escalation.closed_at = escalation.decided_at
    escalation.page_due_at = escalation.lease_until = None
    escalation.held_until = escalation.hold_why = escalation.offered_to = escalation.offered_at = None
    escalation.save()


def _act(escalation: Escalation, reasons: Reasons, last: Decision | None, decided_by: StaffMember) -> Act:
    if reasons.outcome == Decision.Outcome.OPENED_IN_ERROR:
        if not was_by_the_program_alone(escalation):
            raise ValidationError({"outcome": _("A person was worried: that is no error. Decide what will happen.")})
        if why := dissent(escalation):
            raise ValidationError({"outcome": why})
        return Act.CLOSE_ERROR
    if reasons.outcome != Decision.Outcome.NO_FURTHER_ACTION:
        return Act.DECIDE
    if escalation.state != Escalation.State.SECOND_REVIEW:
        return Act.STAND_DOWN
    if last is not None and last.decided_by_id == decided_by.pk:
        raise ValidationError({"outcome": _("A second lead has to agree. You decided this yourself.")})
    return Act.AGREE


def _locked(escalation: Escalation) -> Escalation:
    # Without joins: after waiting for the lock Postgres reads this row anew, but not the rows joined to it.
    return Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)


def _tell(escalation: Escalation, verb: str) -> None:
    log.info(verb, extra={"escalation": escalation.pk})
    live.nudge_staff("page", escalation=escalation.pk)
    nudge(subject_of(escalation))
