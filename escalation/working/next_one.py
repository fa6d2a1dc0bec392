"""Pull-next: the most urgent that nobody has, the oldest due first. Of two leads at once each gets another one."""

from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When

from chat.urgency import Urgency
from escalation.access import escalations_open_to
from escalation.decide import acknowledge
from escalation.models import Escalation
from rota.models import StaffMember
from rota.policy import Action, may

RANK = Case(*(When(urgency=one, then=Value(one.rank)) for one in Urgency), output_field=IntegerField())


@transaction.atomic
def pull_next(staff: StaffMember) -> Escalation | None:
    """Acknowledged by `staff`, or None where nothing waits. A row that somebody else is taking is passed over."""
    for pk in _waiting(staff).values_list("pk", flat=True)[:50]:
        free = Escalation.objects.select_for_update(skip_locked=True, no_key=True)
        escalation = free.filter(pk=pk, state=Escalation.State.OPENED).first()
        if escalation is not None and may(staff, Action.ACKNOWLEDGE, escalation):
            return acknowledge(escalation, acknowledged_by=staff)
    return None


def nobody_has(staff: StaffMember) -> int:
    """How many wait for a lead, of those that `staff` may know of."""
    return escalations_open_to(staff).filter(state=Escalation.State.OPENED).count()


def _waiting(staff: StaffMember) -> QuerySet[Escalation]:
    waiting = escalations_open_to(staff).filter(state=Escalation.State.OPENED)
    return waiting.order_by(RANK.desc(), "acknowledge_due_at", "pk")
