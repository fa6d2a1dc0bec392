"""Holds: what must not be erased, why, since when, who looks again when, and lifting them by two people."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat.keeping import holds
from chat.models import Conversation, Hold
from config import clock
from escalation.rights.access import (
    SEE_HOLDS,
    chat_to_ask_about,
    hold_for,
    holds_in_force,
    holds_lifted,
)
from escalation.rights.finding import found_for, number_in
from rota.access import StaffRequest, role_required
from rota.policy import Action, may
from rota.step_up import step_up_required

LIFTED_SHOWN = 20
LATEST_REVIEW = timedelta(days=366)


@require_safe
@role_required(*SEE_HOLDS)
def home(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@role_required(*SEE_HOLDS)
@step_up_required
def place(request: StaffRequest) -> HttpResponse:
    try:
        conversation = chat_to_ask_about(number_in(request.POST))
        about = conversation.young_person if request.POST.get("what") == "all" else conversation
        if request.POST.get("why") not in Hold.Why.values:
            raise ValidationError(_("Choose why it has to stay."))
        review_on = _review_day(request)
        holds.place_hold(about, why=request.POST["why"], placed_by=request.user, review_on=review_on)
    except Conversation.DoesNotExist:
        raise Http404 from None
    except holds.AlreadyErased:
        return _page(request, error=_("It was deleted before: there is nothing left to hold."))
    except ValidationError as refusal:
        return _page(request, error=" ".join(refusal.messages))
    return redirect("rights:holds")


@require_POST
@role_required(*SEE_HOLDS)
@step_up_required
def keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody looked: it stays until they look again."""
    hold = _hold(request, pk)
    try:
        holds.keep_hold(hold, review_on=_review_day(request), by=request.user)
    except ValidationError as refusal:
        return _page(request, error=" ".join(refusal.messages), about=hold.pk)
    return redirect("rights:holds")


@require_POST
@role_required(*SEE_HOLDS)
@step_up_required
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    holds.ask_to_lift(_hold(request, pk), by=request.user)
    return redirect("rights:holds")


@require_POST
@role_required(*SEE_HOLDS)
@step_up_required
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Another person agrees."""
    hold = _hold(request, pk)
    try:
        holds.lift_hold(hold, lifted_by=request.user)
    except PermissionDenied:
        return _page(request, error=_("Another person has to agree, after somebody asked."), about=hold.pk)
    return redirect("rights:holds")


def _hold(request: StaffRequest, pk: int) -> Hold:
    try:
        return hold_for(request.user, pk)
    except Hold.DoesNotExist:
        raise Http404 from None


def _review_day(request: StaffRequest) -> date:
    try:
        chosen = date.fromisoformat(request.POST.get("review_on", ""))
    except ValueError:
        raise ValidationError(_("Say on which day somebody looks again.")) from None
    if not timedelta(0) < chosen - clock.now().date() <= LATEST_REVIEW:
        raise ValidationError(_("Choose a day after today, and within a year."))
    return chosen


def _page(request: StaffRequest, *, error: str = "", about: int = 0) -> HttpResponse:
    today = clock.now().date()
    who, found = found_for(request)
    context: dict[str, Any] = {
        "holds": [
            {
                "is": one,
                "is_due": one.review_on is not None and one.review_on <= today,
                "may_lift": bool(may(request.user, Action.AGREE_LIFTING, one)),
                "error": error if one.pk == about else "",
            }
            for one in holds_in_force(request.user)
        ],
        "lifted": holds_lifted(request.user, LIFTED_SHOWN),
        "who": who,
        "found": found,
        "reasons": Hold.Why.choices,
        "review_on": holds.next_review(),
        "tomorrow": today + timedelta(days=1),
        "latest": today + LATEST_REVIEW,
        "error": "" if about else error,
    }
    return render(request, "rights/holds.html", context, status=422 if error else 200)
