"""The way from the sign-in to one's own page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from rota.access import StaffRequest, on_duty
from rota.models import Role


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Everybody's first page: where their work is. Safeguarding comes first for those who do both."""
    roles = request.user.roles_held()
    if Role.SAFEGUARDING_LEAD in roles:
        return redirect("escalation:list")
    if roles & {Role.COUNSELLOR, Role.SHIFT_LEAD}:
        return redirect("console:home")
    if Role.MODERATOR in roles:
        return redirect("review:home")
    if roles & {Role.MANAGER, Role.ROTA}:
        return redirect("service:home")
    if Role.PRIVACY in roles:
        return redirect("audit:home")
    role_words = ", ".join(str(Role(role).label) for role in Role.values if role in roles)
    return render(
        request,
        "rota/home.html",
        {"staff": request.user, "shift": on_duty(request.user), "role_words": role_words},
    )
