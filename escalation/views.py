"""The pages of the escalations: read, or post and go back to reading."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from escalation import decide as deciding
from escalation import open as opening
from escalation.access import (
    conversation_to_report,
    escalation_for,
    escalation_with_words_for,
    escalations_open_to,
)
from escalation.doors import for_people_with_business, shell
from escalation.forms import DECISION_FIELDS, REPORT_FIELDS, conversation_in, decision_in, errors_of, typed
from escalation.models import Escalation
from escalation.moves import IllegalMove
from escalation.queries import conversation_context, show_context
from escalation.read import note_reading
from escalation.rows import list_context
from rota.access import StaffRequest


@require_GET
@for_people_with_business
def show_list(request: StaffRequest) -> HttpResponse:
    return render(request, "escalation/list.html", {**shell(request.user), **_rows(request)})


@require_GET
@for_people_with_business
def rows(request: StaffRequest) -> HttpResponse:
    """The list alone, for the script that keeps it fresh."""
    selected = request.GET.get("selected", "")
    chosen = int(selected) if selected.isascii() and selected.isdigit() and len(selected) < 19 else None
    return render(request, "escalation/rows.html", _rows(request, selected=chosen))


@require_GET
@for_people_with_business
def show(request: StaffRequest, pk: int) -> HttpResponse:
    return _page_of(request, escalation_for(request.user, pk))


@require_GET
@for_people_with_business
@transaction.atomic
def conversation(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole conversation. That it was read is written down before anything is shown."""
    escalation = escalation_with_words_for(request.user, pk)
    note_reading(escalation, read_by=request.user)
    context = {**shell(request.user), **conversation_context(escalation, staff=request.user)}
    return render(request, "escalation/conversation.html", context)


@require_POST
@for_people_with_business
def open_by_hand(request: StaffRequest) -> HttpResponseBase:
    """The console's Escalate button."""
    form = typed(request.POST, REPORT_FIELDS)
    number = conversation_in(form)
    if number is None:
        raise Http404
    about = conversation_to_report(request.user, number)
    try:
        escalation = opening.open_by_hand(about, form["urgency"], form["why"], opened_by=request.user)
    except ValidationError as refusal:
        return _refused_report(request, form, errors_of(refusal))
    if request.accepts("text/html"):
        return redirect("escalation:show", escalation.pk)
    return JsonResponse({"escalation": escalation.pk}, status=201)


@require_POST
@for_people_with_business
def acknowledge(request: StaffRequest, pk: int) -> HttpResponseBase:
    escalation = escalation_for(request.user, pk)
    try:
        deciding.acknowledge(escalation, acknowledged_by=request.user)
    except deciding.AlreadyAcknowledged as already:
        messages.warning(request, _("%(who)s was first and has it.") % {"who": already.by.name})
    return redirect("escalation:show", pk)


@require_POST
@for_people_with_business
def decide(request: StaffRequest, pk: int) -> HttpResponseBase:
    escalation = escalation_for(request.user, pk)
    form = typed(request.POST, DECISION_FIELDS)
    try:
        deciding.decide(escalation, **decision_in(form), decided_by=request.user)
    except ValidationError as refusal:
        return _page_of(request, escalation, form=form, errors=errors_of(refusal), status=422)
    except IllegalMove:
        errors = {"": _("Acknowledge it first: then everybody knows who decides.")}
        return _page_of(request, escalation, form=form, errors=errors, status=422)
    return redirect("escalation:show", pk)


def _rows(request: StaffRequest, selected: int | None = None) -> dict[str, Any]:
    return list_context(escalations_open_to(request.user), staff=request.user, selected=selected)


def _page_of(
    request: StaffRequest,
    escalation: Escalation,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **shell(request.user),
        **_rows(request, selected=escalation.pk),
        **show_context(escalation, staff=request.user),
        "form": form or {},
        "errors": errors or {},
    }
    return render(request, "escalation/show.html", context, status=status)


def _refused_report(request: StaffRequest, form: dict[str, str], errors: dict[str, str]) -> HttpResponseBase:
    if not request.accepts("text/html"):
        return JsonResponse({"errors": errors}, status=422)
    return render(request, "escalation/open.html", {**shell(request.user), "form": form, "errors": errors}, status=422)
