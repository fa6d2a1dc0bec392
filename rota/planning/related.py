"""How somebody stands to a shift and to the note left at its end: what the rota tells the policy."""

from collections.abc import Mapping

from django.db.models import Q

from config import clock
from rota.models import Shift, StaffMember
from rota.policy import Relation
from rota.policy.relations import Condition

FLOOR = (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD, Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)
"""Who talks with young people, and whom a shift lead calls."""


def _duties_now(staff: StaffMember) -> list[str]:
    return list(staff.shifts.filter(during__contains=clock.now()).values_list("duty", flat=True))


TO_A_SHIFT: Mapping[Relation, Condition] = {
    Relation.OWNER: lambda staff: Q(staff=staff),
    Relation.ON_THE_FLOOR: lambda _staff: Q(duty__in=FLOOR),
}
TO_A_NOTE: Mapping[Relation, Condition] = {
    Relation.OWNER: lambda staff: Q(shift__staff=staff),
    Relation.LEFT_TO_THEM: lambda staff: Q(lead=staff),
    Relation.OF_THEIR_DUTY: lambda staff: Q(shift__duty__in=_duties_now(staff)),
}
