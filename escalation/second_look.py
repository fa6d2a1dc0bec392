"""Another lead decides the same again, without seeing what was decided: one closure in some, drawn by chance.

And every Now that was closed as opened in error, by the next working day. The rate at which two leads agree is shown.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from escalation.changing import changing
from escalation.models import Decision, Escalation, EscalationEvent, SecondLook
from escalation.working_days import ENGLAND, after_working_days
from escalation.written import said, write_down
from rota.models import StaffMember
from rota.policy import Action, may


@dataclass(frozen=True)
class Agreement:
    """Of those that were looked at again, how many were decided the same."""

    looked: int
    agreed: int
    waiting: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.agreed / self.looked) if self.looked else None


def draw(escalation: Escalation) -> SecondLook | None:
    """At its closing, in the same transaction. An allegation is never drawn: fewer people know of it."""
    decision = escalation.decisions.order_by("-decided_at", "-pk").first()
    if decision is None or escalation.is_allegation or SecondLook.objects.filter(decision=decision).exists():
        return None
    if decision.outcome == Decision.Outcome.OPENED_IN_ERROR:
        if escalation.urgency != Urgency.NOW:
            return None
        return _ask(decision, SecondLook.Why.IN_ERROR, after_working_days(clock.now(), 1, ENGLAND))
    if secrets.randbelow(100) >= setting("escalation.second_look_percent"):
        return None
    return _ask(decision, SecondLook.Why.SAMPLE, clock.now() + timedelta(days=setting("escalation.second_look_days")))


def _ask(decision: Decision, why: str, due_at: datetime) -> SecondLook:
    return SecondLook.objects.create(
        decision=decision, first_by=decision.decided_by, why=why, asked_at=clock.now(), due_at=due_at
    )


def waiting_for(staff: StaffMember) -> QuerySet[SecondLook]:
    """What this lead could look at: nothing that they decided themselves, at any time."""
    if not may(staff, Action.SECOND_LOOK):
        return SecondLook.objects.none()
    theirs = Decision.objects.filter(decided_by=staff).values("escalation_id")
    open_ones = SecondLook.objects.filter(at=None, decision__escalation__about_staff=None)
    return open_ones.exclude(decision__escalation__in=theirs).select_related("decision__escalation").order_by("due_at")


def may_look_again(look: SecondLook, staff: StaffMember) -> bool:
    return waiting_for(staff).filter(pk=look.pk).exists()


@transaction.atomic
def look_again(look: SecondLook, *, outcome: str, words: str, by: StaffMember) -> SecondLook:
    """What this lead would have decided, and why. Only then is the first decision shown to them."""
    words = said(words, "look_words", _("Say why."))
    if outcome not in Decision.Outcome.values:
        raise ValidationError({"look_outcome": _("Choose what should have happened.")})
    with changing(look.decision.escalation_id) as escalation:
        look = SecondLook.objects.select_for_update(of=("self",)).select_related("decision").get(pk=look.pk)
        if look.at is not None:
            raise ValidationError(_("Another lead has looked at this already."))
        if not may_look_again(look, by):
            raise PermissionDenied
        look.by, look.at, look.outcome = by, clock.now(), outcome
        look.agrees = _is_the_same(outcome, look.decision.outcome)
        look.words = words
        look.save(update_fields=["by", "at", "outcome", "agrees", "words"])
        result = "agrees" if look.agrees else "differs"
        write_down(escalation, EscalationEvent.Kind.LOOKED_AGAIN, by=by, now=result)
    return look


def agreement() -> Agreement:
    looked = SecondLook.objects.exclude(at=None)
    return Agreement(looked.count(), looked.filter(agrees=True).count(), SecondLook.objects.filter(at=None).count())


def _is_the_same(one: str, other: str) -> bool:
    """Emergency services are the same with and without agreement: what matters here is whether they are called."""
    emergency = {Decision.Outcome.EMERGENCY, Decision.Outcome.EMERGENCY_AGREED}
    return one == other or {one, other} <= emergency
