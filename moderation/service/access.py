"""Incidents, on somebody's behalf: for those who run a shift or can change the rota."""

from moderation.models import Incident
from rota.models import StaffMember
from rota.policy import Action, may, roles_for

SEE_THE_SERVICE = roles_for(Action.SEE_SERVICE)
LARGEST_ID = 2**63 - 1


def incident_for(staff: StaffMember, pk: int) -> Incident:
    """One incident. Raises DoesNotExist, also for those whose business it is not."""
    if not may(staff, Action.SEE_SERVICE) or pk > LARGEST_ID:
        raise Incident.DoesNotExist
    return Incident.objects.get(pk=pk)
