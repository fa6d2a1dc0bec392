"""What happened to a shift: its row of history and the row of the audit, in the transaction of the change."""

from rota import audit
from rota.models import Shift, ShiftEvent, StaffMember

Kind = ShiftEvent.Kind
LONGEST_WHY = 200


def note(shift: Shift, kind: ShiftEvent.Kind, *, by: StaffMember | None, why: str = "") -> ShiftEvent:
    """`by`: nobody where a clock did it. `why` is a reason about the rota, never about a young person."""
    audit.record(f"shift.{kind.value}", f"shift:{shift.pk}", who=by)
    return ShiftEvent.objects.create(shift=shift, kind=kind, by=by, why=why.strip()[:LONGEST_WHY])
