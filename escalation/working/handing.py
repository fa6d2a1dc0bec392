"""From one lead to another: offered and accepted, or taken over with a reason. Nobody ever has it half."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config import clock
from escalation.changing import changing
from escalation.models import Escalation, EscalationEvent
from escalation.moves import Act, move
from escalation.working.lease import lease_from, only_its_lead
from escalation.written import said, write_down
from rota.access import holders_of
from rota.models import Role, StaffMember
from rota.policy import Action, may

_Kind = EscalationEvent.Kind
OF_LEAD = ("lead", "lease_until", "held_until", "hold_why", "offered_to", "offered_at")


def may_be_offered(escalation: Escalation) -> list[StaffMember]:
    """Who could take it over: leads, of an allegation managers too, and never whom it is about."""
    people = holders_of(Role.SAFEGUARDING_LEAD, *([Role.MANAGER] if escalation.is_allegation else []))
    return [one for one in people if one.pk != escalation.lead_id and may(one, Action.DECIDE, escalation)]


def offer(
    escalation_id: int, *, to: StaffMember | None, why: str, by: StaffMember, seen: int | None = None
) -> Escalation:
    """It stays the lead's until the other accepts. `why`: what they need to know first."""
    why = said(why, "offer_why", _("Say what they need to know."))
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.OFFER, by=by)
        only_its_lead(escalation, by)
        if to is None or to not in may_be_offered(escalation):
            raise ValidationError({"offer_to": _("Choose who should take it.")})
        escalation.offered_to, escalation.offered_at = to, clock.now()
        escalation.save(update_fields=["offered_to", "offered_at"])
        write_down(escalation, _Kind.OFFERED, by=by, about=to, was=was, now=escalation.state, why=why)
    return escalation


def accept(escalation_id: int, *, by: StaffMember, seen: int | None = None) -> Escalation:
    """From now on it is theirs, with its clocks as they run."""
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.ACCEPT, by=by)
        _only_asked(escalation, by)
        giver = escalation.lead
        give_to(escalation, by)
        write_down(escalation, _Kind.HANDED, by=by, about=giver, was=was, now=escalation.state)
    return escalation


def decline(escalation_id: int, *, why: str = "", by: StaffMember, seen: int | None = None) -> Escalation:
    """The asked one cannot, or the lead takes the offer back: it was the lead's all the time."""
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.DECLINE, by=by)
        if escalation.offered_to_id is None or by.pk not in (escalation.offered_to_id, escalation.lead_id):
            raise ValidationError(_("Nobody is asked to take this over now."))
        about = escalation.offered_to
        escalation.offered_to = escalation.offered_at = None
        escalation.save(update_fields=["offered_to", "offered_at"])
        write_down(escalation, _Kind.HANDED, by=by, about=about, was=was, now=escalation.state, detail=NOT, why=why)
    return escalation


# The detail of a handing over that did not come about, and of one that nobody offered.
NOT = "declined"
TAKEN_OVER = "taken over"


def take_over(escalation_id: int, *, why: str, by: StaffMember, seen: int | None = None) -> Escalation:
    """A lead takes it from another, for a reason. Who had it is told by the page that they have open."""
    why = said(why, "take_over_why", _("Say why you take it over."))
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.TAKE_OVER, by=by)
        if escalation.lead_id == by.pk:
            raise ValidationError(_("You have this already."))
        had = escalation.lead
        give_to(escalation, by)
        write_down(escalation, _Kind.TAKEN, by=by, about=had, was=was, now=escalation.state, detail=TAKEN_OVER, why=why)
    return escalation


def give_to(escalation: Escalation, staff: StaffMember) -> None:
    escalation.lead = staff
    escalation.offered_to = escalation.offered_at = escalation.held_until = escalation.hold_why = None
    escalation.lease_until = lease_from(clock.now(), escalation.urgency) if escalation.is_undecided else None
    escalation.save(update_fields=OF_LEAD)


def _only_asked(escalation: Escalation, by: StaffMember) -> None:
    if escalation.offered_to_id != by.pk:
        raise ValidationError(_("This is not offered to you any more."))
