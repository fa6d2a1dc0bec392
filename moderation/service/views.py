"""Read how the service stands, and say that one is on it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from moderation.incident_pages import acknowledge as say_seen
from moderation.models import Incident
from moderation.service.access import SEE_THE_SERVICE, incident_for
from moderation.service.page import service_context
from rota.access import StaffRequest, role_required


@require_GET
@role_required(*SEE_THE_SERVICE)
def home(request: StaffRequest) -> HttpResponse:
    """Is it open, who is there, what is wrong, and who was called about it."""
    return render(request, "service/home.html", service_context())


@require_POST
@role_required(*SEE_THE_SERVICE)
def acknowledge(request: StaffRequest, pk: int) -> HttpResponse:
    """They are on it: the calls about this incident stop."""
    try:
        say_seen(incident_for(request.user, pk), by=request.user)
    except Incident.DoesNotExist:
        raise Http404 from None
    return redirect("service:home")
