"""After the decision: looked at again on the day that was chosen, closed when nothing is open, and opened again."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from config import clock
from escalation import joined, second_look
from escalation.changing import changing
from escalation.explain import a_person_said_so
from escalation.models import Decision, Dissent, Escalation, EscalationEvent
from escalation.moves import Act, move
from escalation.targets import decide_within
from escalation.working.checks import LONDON, is_emergency_open, set_check
from escalation.working.lease import lease_from
from escalation.working.picture import newest
from escalation.written import said, write_down
from rota.models import StaffMember

_Kind = EscalationEvent.Kind


def _emergency(escalation: Escalation) -> str:
    return _("Nobody has said yet that help arrived.") if is_emergency_open(escalation) else ""


def dissent(escalation: Escalation) -> str:
    """Also of one that goes on in this one."""
    is_open = Dissent.objects.filter(joined.of(escalation), state=Dissent.State.OPEN).exists()
    return _("Somebody sees it differently, and that is not settled.") if is_open else ""


def _own_words(escalation: Escalation) -> str:
    if newest(escalation) is not None or escalation.is_allegation:
        return ""
    return _("Write down the young person’s own words first, or why nobody has them (What is known).")


# What must be over before anybody closes it. Each gives the reason why not, or "". Other parts add theirs.
BLOCKS: list[Callable[[Escalation], str]] = [_emergency, dissent, _own_words]


def open_ends(escalation: Escalation) -> list[str]:
    """Why it cannot be closed now."""
    return [why for block in BLOCKS if (why := block(escalation))]


def review(
    escalation_id: int, *, words: str, next_on: date | None, by: StaffMember, seen: int | None = None
) -> Escalation:
    """Somebody looked whether the plan holds, and when the next look is due."""
    words = said(words, "review_words", _("Say how it is now, and who told you."))
    if next_on is None or next_on <= clock.now().astimezone(LONDON).date():
        raise ValidationError({"review_next": _("Choose a later day to look at this again, or close it.")})
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.REVIEW, by=by)
        escalation.save(update_fields=["state"])
        write_down(escalation, _Kind.REVIEWED, by=by, was=was, now=next_on.isoformat(), why=words)
        set_check(escalation)
    return escalation


def close(escalation_id: int, *, why: str, by: StaffMember, seen: int | None = None) -> Escalation:
    """Nothing is open any more. Now and then another lead decides it again without seeing this."""
    why = said(why, "close_why", _("Say how it ended, and what the young person has now."))
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.CLOSE, by=by)
        if ends := open_ends(escalation):
            raise ValidationError(" ".join(ends))
        shut(escalation)
        write_down(escalation, _Kind.CLOSED, by=by, was=was, now=escalation.state, why=why)
        second_look.draw(escalation)
    return escalation


def shut(escalation: Escalation) -> None:
    """Its clocks stop; the caller writes down why."""
    escalation.closed_at = clock.now()
    escalation.check_due_at = escalation.lease_until = escalation.offered_to = escalation.offered_at = None
    escalation.save(update_fields=["state", "closed_at", "check_due_at", "lease_until", "offered_to", "offered_at"])


def reopen(escalation_id: int, *, why: str, by: StaffMember, seen: int | None = None) -> Escalation:
    """It was not over. Whoever opens it again has it, and a new time to decide from now."""
    why = said(why, "reopen_why", _("Say why it is not over."))
    with changing(escalation_id, seen=seen) as escalation:
        if escalation.state != Escalation.State.CLOSED:
            raise ValidationError(_("This is not closed."))
        was = move(escalation, Act.REOPEN, by=by)
        if _another_is_open(escalation):
            raise ValidationError(_("Another escalation about the same is open. Go on there."))
        now = clock.now()
        escalation.lead, escalation.acknowledged_at = by, now
        escalation.decided_at = escalation.closed_at = escalation.check_due_at = None
        escalation.decide_due_at = escalation.page_due_at = now + decide_within(escalation.urgency)
        escalation.lease_until = lease_from(now, escalation.urgency)
        escalation.save()
        write_down(escalation, _Kind.REOPENED, by=by, was=was, now=escalation.state, why=why)
    return escalation


def _another_is_open(escalation: Escalation) -> bool:
    same = Q(pk__in=[])
    for name in ("young_person", "conversation", "post", "concern"):
        if (number := getattr(escalation, f"{name}_id")) is not None:
            same |= Q(**{name: number})
    return Escalation.objects.filter(same, state__in=Escalation.UNDECIDED).exclude(pk=escalation.pk).exists()


def was_by_the_program_alone(escalation: Escalation) -> bool:
    """No person was worried: only then can it have been opened in error."""
    was_decided = escalation.decisions.exclude(outcome=Decision.Outcome.OPENED_IN_ERROR).exists()
    return not a_person_said_so(escalation) and not was_decided
