"""The record of an allegation: one page under its escalation, for those who may decide about it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from config import clock
from config.tuning import setting
from escalation.doors import shell
from escalation.forms import errors_of, number_in
from escalation.models import LadoRecord
from escalation.referral import lado
from escalation.referral.access import record_for
from escalation.referral.doors import REFUSALS, for_who_refers, words_of
from escalation.referral.typed_in import texts
from rota.access import StaffRequest


@require_http_methods(["GET", "POST"])
@for_who_refers
def allegation(request: StaffRequest, pk: int) -> HttpResponseBase:
    record = record_for(request.user, pk, action="allegation.looked")
    if request.method != "POST":
        return _page(request, record, _as_typed(record), {})
    typed = texts(request.POST, lado.FIELDS)
    seen = number_in(request.POST.get("seen", ""))
    try:
        lado.write(record, typed, seen=-1 if seen is None else seen, by=request.user)
    except ValidationError as refusal:
        return _page(request, record, typed, errors_of(refusal), status=422)
    except REFUSALS as refusal:
        record = record_for(request.user, pk, action="allegation.looked")
        return _page(request, record, typed, {"": words_of(refusal)}, status=409)
    return redirect("referral:allegation", pk)


def _as_typed(record: LadoRecord) -> dict[str, str]:
    typed = {name: getattr(record, name) or "" for name in ("criterion", "outcome", *lado.SEALED)}
    for name in ("known_at", "notified_at", "outcome_at"):
        at = getattr(record, name)
        typed[name] = f"{localtime(at):%Y-%m-%dT%H:%M}" if at else ""
    return typed


def _page(
    request: StaffRequest, record: LadoRecord, form: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    escalation = record.escalation
    context: dict[str, Any] = {
        "escalation": escalation,
        "about": escalation.about_staff.name if escalation.about_staff else "",
        "record": record,
        "is_overdue": record.notified_at is None and not record.outcome and record.notify_due_at < clock.now(),
        "days": setting("lado.notify_working_days"),
        "criteria": LadoRecord.Criterion.choices,
        "outcomes": LadoRecord.Outcome.choices,
        "form": form,
        "errors": errors,
    }
    return render(request, "referral/allegation.html", {**shell(request.user), **context}, status=status)
