"""One signature for one thing. Whoever signs looks after it from then on; the first signs, another is told who."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from escalation.changing import changing
from escalation.models import Escalation, EscalationEvent, Promise, RiskItem
from escalation.moves import Act, may
from escalation.risk import promising, standing
from escalation.risk.gather import WITH_THING
from escalation.risk.people import may_sign
from escalation.working import handing
from escalation.written import write_down
from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)

# The details of the steps of an escalation: somebody signed, or nobody did.
SIGNED, UNSIGNED = "handed over", "unsigned"


@transaction.atomic
def sign(item_id: int, *, by: StaffMember) -> RiskItem:
    """Raises ValidationError where somebody was first or it is over, PermissionDenied where it is not theirs."""
    RiskItem.objects.select_for_update(no_key=True).get(pk=item_id)
    item = RiskItem.objects.select_related(*WITH_THING, "shift__staff", "signed_by").get(pk=item_id)
    if item.signed_by is not None:
        if item.signed_by_id != by.pk:
            raise ValidationError(_("%(name)s was first.") % {"name": item.signed_by.name}, code="signed")
        return item
    if not may_sign(item, by):
        raise PermissionDenied
    if item.over_at is not None or not _stands(item):
        raise ValidationError(_("This is over by now: nobody has to sign for it."), code="over")
    _take(item, by)
    item.signed_by, item.signed_at = by, clock.now()
    item.save(update_fields=["signed_by", "signed_at"])
    log.info("risk.signed", extra={"id": item.pk})
    return item


def _stands(item: RiskItem) -> bool:
    return RiskItem.objects.filter(standing.stands(clock.now()), pk=item.pk).exists()


def _take(item: RiskItem, by: StaffMember) -> None:
    """One step and one row of the audit, whichever way it goes over."""
    if item.escalation is not None:
        _take_escalation(item, item.escalation, by)
        return
    if item.promise is not None:
        promise = Promise.objects.select_for_update(no_key=True).get(pk=item.promise.pk)
        promising.hand_to(promise, by, knows=True)
    audit.record("risk.signed", standing.name(standing.thing_of(item)), who=by, ground=f"shift:{item.shift_id}")


def _take_escalation(item: RiskItem, escalation: Escalation, by: StaffMember) -> None:
    """A lead hands on by what there is for that: offered and accepted, or taken over from whoever has gone.

    Whoever may not decide signs that they know of it; its lead stays, and its clocks run in any case.
    """
    leaver = item.shift.staff
    if escalation.offered_to_id == by.pk and may(escalation, Act.ACCEPT, by=by):
        handing.accept(escalation.pk, by=by)
    elif escalation.lead_id == leaver.pk and leaver.pk != by.pk and may(escalation, Act.TAKE_OVER, by=by):
        why = _("Signed for at the end of the shift of %(name)s.") % {"name": leaver.name}
        handing.take_over(escalation.pk, why=why, by=by)
    else:
        with changing(escalation.pk) as locked:
            about = leaver if locked.about_staff_id != leaver.pk else None
            state = locked.state
            write_down(locked, EscalationEvent.Kind.SIGNED_FOR, by=by, about=about, was=state, now=state, detail=SIGNED)
