"""A number of the police: searched by leads; who searched, why and how often for who watches over privacy.

The number is only ever in the body of a post: in no address, and on no page but a form that was refused.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from escalation.doors import LARGEST_ID
from escalation.finding import numbers
from escalation.finding.searches import how_often, searches_for, see
from escalation.forms import errors_of, typed
from escalation.models import Escalation, NumberSearch
from escalation.subjects import handle, subject_of
from rota import audit, step_up
from rota.access import StaffRequest
from rota.policy import Action, action_required, may

FIELDS = ("number", "reason", "reference")
MOST_SHOWN = 100


@require_http_methods(["GET", "POST"])
@action_required(Action.FIND_NUMBER, hidden=True)
def find(request: StaffRequest) -> HttpResponseBase:
    """The form; and the answer to it, in this one response alone."""
    if request.method != "POST":
        return _page(request)
    if answer := step_up.needed(request):
        return answer
    form = typed(request.POST, FIELDS)
    try:
        found = numbers.search(form["number"], reason=form["reason"], reference=form["reference"], by=request.user)
    except ValidationError as refusal:
        return _page(request, form=form, errors=errors_of(refusal), status=422)
    return _page(request, found=found)


@require_GET
@action_required(Action.LIST_SEARCHES, hidden=True)
def searches(request: StaffRequest) -> HttpResponse:
    """Every search: who, when, why, and how much was found. No number, and nobody's code."""
    ground = may(request.user, Action.LIST_SEARCHES).ground
    audit.record("number.searches_read", f"staff:{request.user.pk}", who=request.user, ground=ground)
    context = {"searches": searches_for(request.user)[:MOST_SHOWN], "how_often": how_often()}
    return render(request, "finding/searches.html", context)


@require_POST
@action_required(Action.LIST_SEARCHES, hidden=True)
def seen(request: StaffRequest, pk: int) -> HttpResponseBase:
    try:
        see(min(pk, LARGEST_ID), by=request.user)
    except NumberSearch.DoesNotExist:
        raise Http404 from None
    return redirect("finding:searches")


def _page(
    request: StaffRequest,
    *,
    found: numbers.Found | None = None,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form or {}, "errors": errors or {}, "has_searched": found is not None}
    if found is not None:
        context |= {
            "is_known": found.is_known,
            "talks": found.talks,
            "escalations": [_shown(one) for one in found.escalations],
            "has_open": any(one.is_undecided for one in found.escalations),
        }
    return render(request, "finding/find.html", context, status=status)


def _shown(escalation: Escalation) -> dict[str, Any]:
    return {
        "id": escalation.pk,
        "handle": handle(subject_of(escalation)),
        "urgency": escalation.urgency,
        "state": escalation.get_state_display(),
        "opened_at": escalation.opened_at,
        "lead": escalation.lead.name if escalation.lead else "",
    }
