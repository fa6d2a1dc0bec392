"""Read the audit, and take rows of it away. Each of these looks is a row itself, before anything is shown."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from config.clock import now
from rota import audit
from rota.access import StaffRequest
from rota.audit import watch
from rota.audit_pages.export import LONGEST_WHY, export, exports_seen_by
from rota.audit_pages.filters import READ, SEARCHED, Wanted, choices, hidden_from, rows_of, wanted_in
from rota.audit_pages.rows import page_of
from rota.audit_pages.unusual import unusual
from rota.models import AuditCheck, StaffMember
from rota.policy import Action, action_required
from rota.step_up import step_up_required

EXPORTS_SHOWN = 5


@require_safe
@action_required(Action.READ_AUDIT)
@transaction.atomic
def home(request: StaffRequest) -> HttpResponse:
    """Who looked at what, newest first; whether it is whole; what somebody should ask about."""
    wanted = wanted_in(request.GET)
    _note(request.user, wanted)
    page = page_of(rows_of(wanted, request.user), wanted, request.GET)
    check = AuditCheck.objects.order_by("-pk").first()
    context = {
        **choices(wanted, request.user),
        "wanted": wanted,
        "read": READ,
        "page": page,
        "query": urlencode(wanted.as_query()),
        "days": urlencode({"since": wanted.since, "until": wanted.until}),
        "unusual": unusual(wanted, request.user),
        "check": check,
        "links": check.links - hidden_from(request.user).filter(at__lte=check.at).count() if check else 0,
        "broken": watch.broken_since(),
        "exports": exports_seen_by(request.user)[:EXPORTS_SHOWN],
    }
    return render(request, "audit/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@action_required(Action.READ_AUDIT)
@step_up_required
def take(request: StaffRequest) -> HttpResponse:
    """First the reason, then the file."""
    wanted = wanted_in(request.GET)
    error = ""
    if request.method == "POST":
        try:
            taken, file = export(wanted, by=request.user, why=request.POST.get("why", ""))
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            response = HttpResponse(file, content_type="text/csv; charset=utf-8")
            name = f"audit-{taken.pk}-{now():%Y%m%d}.csv"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    context = {
        "wanted": wanted,
        "query": urlencode(wanted.as_query()),
        "rows": rows_of(wanted, request.user).count(),
        "error": error,
        "why": request.POST.get("why", "")[:LONGEST_WHY],
        "longest": LONGEST_WHY,
        **choices(wanted, request.user),
    }
    return render(request, "audit/export.html", context, status=422 if error else 200)


def _note(staff: StaffMember, wanted: Wanted) -> None:
    """Whoever looks for one person or one thing is written down with whom or what they looked for."""
    if wanted.thing:
        audit.record(SEARCHED, wanted.thing, who=staff, ground="privacy")
    if wanted.person:
        audit.record(SEARCHED, f"staff:{wanted.person}", who=staff, ground="privacy")
    if not wanted.thing and not wanted.person:
        audit.record("audit.read", f"staff:{staff.pk}", who=staff, ground="privacy")
