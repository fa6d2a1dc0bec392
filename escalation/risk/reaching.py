"""The calls about what nobody signed for: on their way out like every other call (rota/reach), until they are heard.

A call stands while anything of its hand-over is unsigned and overdue that its person may know of. All of it is read
from rows each second: whatever died, the next look goes on.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from config import clock
from escalation.models import RiskCall, RiskItem
from escalation.risk.gather import WITH_THING, waiting
from escalation.risk.people import may_sign
from rota import audit
from rota.models import StaffMember
from rota.reach.calling import go_on
from rota.reach.paths import OWNERS, Owner
from rota.reach.plan import Call

KIND = "risk"


def reach_those_called(calls: Iterable[RiskCall] | None = None) -> int:
    wanted = standing() if calls is None else calls
    return go_on(Call(f"{KIND}:{call.pk}", call.staff, call.at, call.step) for call in wanted)


def standing() -> QuerySet[RiskCall]:
    """The last call to each person about each hand-over of which something waits, where they have not heard it."""
    later = RiskCall.objects.filter(handover=OuterRef("handover"), staff=OuterRef("staff"), step__gt=OuterRef("step"))
    unsigned = waiting().filter(shift=OuterRef("handover__shift"), sign_due_at__lte=clock.now())
    calls = RiskCall.objects.filter(~Exists(later), Exists(unsigned), heard_at=None, staff__is_active=True)
    return calls.select_related("staff", "handover")


def stands(call_id: int, staff: StaffMember) -> bool:
    """And is any of it theirs to sign? What they may know, or who they are here, may have changed since."""
    call = standing().filter(pk=call_id, staff=staff).first()
    return call is not None and any(may_sign(item, staff) for item in overdue(call.handover.shift_id))


def overdue(shift_id: int) -> QuerySet[RiskItem]:
    items = waiting().filter(shift=shift_id, sign_due_at__lte=clock.now())
    return items.select_related(*WITH_THING, "shift__staff").order_by("pk")


@transaction.atomic
def hear(call_id: int, staff: StaffMember, way: str) -> None:
    """This person says that they have heard this call. It signs nothing. Safe to repeat."""
    unheard = RiskCall.objects.filter(pk=call_id, staff=staff, heard_at=None)
    shift = unheard.values_list("handover__shift", flat=True).first()
    if shift is not None and unheard.update(heard_at=clock.now(), heard_by=way[:8]):
        audit.record("risk.heard", f"shift:{shift}", who=staff)


def hear_by_looking(staff: StaffMember) -> None:
    """They have the page of it open in front of them."""
    for call_id in standing().filter(staff=staff).values_list("pk", flat=True):
        hear(call_id, staff, "console")


def start() -> None:
    OWNERS[KIND] = Owner(stands, hear)
