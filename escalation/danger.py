"""One undecided escalation a young person: what is dangerous opens it, joins it, raises it, or opens it again.

Who calls holds the row of the young person (subjects.lock_whose); then comes the escalation, then its flags. Every
change writes one step, which counts the version up, and one row of the audit.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from chat import live
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from escalation.history import note
from escalation.models import Escalation, EscalationEvent
from escalation.models import Subject as SubjectRow
from escalation.moves import Act, move_by_clock
from escalation.page import page_if_due
from escalation.subjects import Subject, about, nudge, subjects_of, whose
from escalation.targets import acknowledge_within, decide_within, page_every
from escalation.working.lease import lease_from
from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)

_Kind = EscalationEvent.Kind
# How the audit names what was done. By hand has a name of its own.
VERBS = {
    _Kind.OPENED: "escalation.began",
    _Kind.JOINED: "escalation.joined",
    _Kind.URGENCY_RAISED: "escalation.urgency_raised",
    _Kind.REOPENED: "escalation.reopened",
    _Kind.LINKED: "escalation.linked",
    _Kind.JOINED_TO: "escalation.joined_to",
}
WAYS_TO_THEM = (
    "conversation__young_person", "post__author__young_person", "concern__young_person",
    "concern__about_member__young_person",
)  # fmt: skip
BY_HAND = "escalation.raised_by_hand"
ALLEGATION = "allegation.made"


@dataclass(frozen=True, kw_only=True)
class Danger:
    """Why an escalation opens or is joined, and since when somebody is in danger."""

    urgency: Urgency
    headline: str
    since: datetime
    by: StaffMember | None = None
    why: str = ""
    # Which of several things of one young person it was about, where no flag tells that.
    mark: str = ""


def undecided_of(subject: Subject) -> Escalation | None:
    """The one that everything about them comes to now, its row locked: also one that a lead found to be theirs."""
    return _locked_one(subject, Escalation.UNDECIDED)


def open_or_join(subject: Subject, danger: Danger) -> Escalation:
    escalation = undecided_of(subject) or _open_again(subject, danger)
    if escalation is None:
        return open_one(subject, danger)
    note_step(escalation, _Kind.JOINED, by=danger.by, detail=danger.headline, why=danger.why, was=danger.mark)
    add_subject(escalation, subject)
    return climb(escalation, danger, always_tell=True)


def open_one(subject: Subject, danger: Danger, **more: Any) -> Escalation:
    now = clock.now()
    escalation = Escalation.objects.create(
        key=DataKey.make("escalation"),
        **about(subject),
        young_person_id=whose(subject),
        urgency=danger.urgency,
        headline=danger.headline,
        opened_at=now,
        opened_by=danger.by,
        acknowledge_due_at=danger.since + acknowledge_within(danger.urgency),
        decide_due_at=danger.since + decide_within(danger.urgency),
        page_due_at=now,
        **more,
    )
    add_subject(escalation, subject)
    note_step(
        escalation,
        _Kind.OPENED,
        by=danger.by,
        was=danger.mark,
        now=danger.urgency,
        detail=danger.headline,
        why=danger.why,
        at=now,
    )
    log.info("escalation.opened", extra={"escalation": escalation.pk})
    tell(escalation)
    return escalation


def climb(escalation: Escalation, danger: Danger, *, always_tell: bool = False) -> Escalation:
    """Never down: a higher urgency tightens both clocks and pages again at once."""
    climbs = danger.urgency.rank > Urgency(escalation.urgency).rank and escalation.is_undecided
    if climbs:
        was, escalation.urgency = escalation.urgency, danger.urgency
        escalation.headline = danger.headline
        escalation.acknowledge_due_at = min(
            escalation.acknowledge_due_at, danger.since + acknowledge_within(danger.urgency)
        )
        escalation.decide_due_at = min(escalation.decide_due_at, danger.since + decide_within(danger.urgency))
        escalation.page_due_at = page_due(escalation)
        escalation.save(update_fields=["urgency", "headline", "acknowledge_due_at", "decide_due_at", "page_due_at"])
        note_step(escalation, _Kind.URGENCY_RAISED, by=danger.by, was=was, now=danger.urgency, detail=danger.headline)
        log.info("escalation.raised", extra={"escalation": escalation.pk})
    if climbs or always_tell:
        tell(escalation)
    return escalation


def page_due(escalation: Escalation) -> datetime:
    """More urgent now: a lead who has it gets the time of that urgency, and nobody else is waited for."""
    now = clock.now()
    if escalation.acknowledged_at is None or escalation.page_due_at is None:
        return now
    return min(escalation.page_due_at, max(escalation.decide_due_at, now + page_every(escalation.urgency)))


def add_subject(escalation: Escalation, subject: Subject, *, by: StaffMember | None = None) -> bool:
    """It belongs to this escalation from now on. Safe to repeat; False where it did already."""
    if isinstance(subject, StaffMember):
        return False
    _row, is_new = SubjectRow.objects.get_or_create(
        escalation=escalation, **_exactly(subject), defaults={"by": by, "at": clock.now()}
    )
    return is_new


def note_step(escalation: Escalation, kind: EscalationEvent.Kind, **said: Any) -> EscalationEvent:
    """One step, and its row of the audit."""
    by = said.get("by")
    event = note(escalation, kind, **said)
    verb = VERBS[kind]
    if by is not None and kind in (_Kind.OPENED, _Kind.JOINED):
        verb = ALLEGATION if escalation.is_allegation else BY_HAND
    audit.record(verb, f"escalation:{escalation.pk}", who=by)
    return event


def tell(escalation: Escalation) -> None:
    """After the commit: the first step of the chain, and every screen that shows it. The clock does it otherwise."""
    transaction.on_commit(partial(page_if_due, escalation.pk), robust=True)
    live.nudge_staff("page", escalation=escalation.pk)
    for subject in subjects_of(escalation):
        nudge(subject)


def of_young_person(young_person: UUID) -> Q:
    """Escalations of this young person, and those that something of theirs was found to belong to."""
    found = Q(young_person=young_person)
    # Each way by itself: together they read every row there ever was.
    for way in WAYS_TO_THEM:
        found |= Q(pk__in=SubjectRow.objects.filter(**{way: young_person}).values("escalation"))
    return found


def _locked_one(subject: Subject, states: tuple[Escalation.State, ...]) -> Escalation | None:
    if isinstance(subject, StaffMember):
        return None  # an allegation is always one of its own
    young_person = whose(subject)
    asked = Q(Exists(SubjectRow.objects.filter(escalation=OuterRef("pk"), **about(subject)))) | Q(**about(subject))
    if young_person is not None:
        asked |= of_young_person(young_person)
    # Two may be theirs where a lead linked them only later: the first one goes on.
    theirs = Escalation.objects.filter(asked, state__in=states, about_staff=None).order_by("pk")
    for pk in list(theirs.values_list("pk", flat=True)):
        found = Escalation.objects.select_for_update(no_key=True).filter(pk=pk, state__in=states).first()
        if found is not None:
            return found
    return None


def _open_again(subject: Subject, danger: Danger) -> Escalation | None:
    """One lead would do nothing more, and no second one agreed yet: what came since opens it again, with its lead."""
    escalation = _locked_one(subject, (Escalation.State.SECOND_REVIEW,))
    if escalation is None:
        return None
    now = clock.now()
    was = move_by_clock(escalation, Act.REOPEN)
    escalation.decided_at = None
    # That decision ended the clock before: a new one runs from the new danger.
    escalation.decide_due_at = danger.since + decide_within(escalation.urgency)
    escalation.page_due_at = now
    escalation.lease_until, escalation.check_due_at = lease_from(now, escalation.urgency), None
    escalation.save(
        update_fields=["state", "decided_at", "decide_due_at", "page_due_at", "lease_until", "check_due_at"]
    )
    note_step(escalation, _Kind.REOPENED, was=was, now=escalation.state, detail=danger.headline)
    log.info("escalation.reopened", extra={"escalation": escalation.pk})
    return escalation


def _exactly(subject: Subject) -> dict[str, Any]:
    return {"conversation": None, "post": None, "concern": None} | about(subject)
