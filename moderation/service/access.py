"""Incidents, on somebody's behalf: for those who run a shift or can change the rota."""

from moderation.models import Incident
from rota.models import Role, StaffMember

SEE_THE_SERVICE = (Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD, Role.MANAGER, Role.ROTA)
LARGEST_ID = 2**63 - 1


def incident_for(staff: StaffMember, pk: int) -> Incident:
    """One incident. Raises DoesNotExist, also for those whose business it is not."""
    if not staff.has_role(*SEE_THE_SERVICE) or pk > LARGEST_ID:
        raise Incident.DoesNotExist
    return Incident.objects.get(pk=pk)
