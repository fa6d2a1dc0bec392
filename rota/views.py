"""The way from the sign-in to one's own page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from rota.access import StaffRequest
from rota.models import Role

# Where the work of each role is. Whoever holds several comes to the first: a child who waits comes before a plan.
FIRST_PAGES = (
    (Role.SAFEGUARDING_LEAD, "escalation:list"),
    (Role.SHIFT_LEAD, "console:home"),
    (Role.COUNSELLOR, "console:home"),
    (Role.MODERATOR, "review:home"),
    (Role.MANAGER, "service:home"),
    (Role.ROTA, "rota:week"),
    (Role.PRIVACY, "audit:home"),
)


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Everybody's first page. For somebody without a role there is none, and the page says whom to ask."""
    roles = request.user.roles_held()
    for role, page in FIRST_PAGES:
        if role in roles:
            return redirect(page)
    return render(request, "rota/home.html")
