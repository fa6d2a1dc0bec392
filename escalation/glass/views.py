"""The pages of break-glass: under its escalation for leads, and a list for who watches over privacy.

What was sealed is only ever in the answer to the post that opens it: in no address, and in no page that can be read
again.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config import clock
from escalation.doors import LARGEST_ID, for_people_with_business, shell
from escalation.finding.address import is_kept
from escalation.forms import errors_of, typed
from escalation.glass import breaking
from escalation.glass.access import (
    escalation_with_contact_for,
    glass_for,
    glass_in_list_for,
    glasses_open_to,
    note_list,
)
from escalation.glass.shown import MOST_SHOWN, rows
from escalation.models import Escalation, Glass
from escalation.subjects import handle, subject_of
from rota import step_up
from rota.access import StaffRequest
from rota.policy import Action, action_required, may

RIGHT = {"yes": True, "no": False}


@require_http_methods(["GET", "POST"])
@for_people_with_business
def contact(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Who asked for the number, or where they connect from, and why; and the forms to ask."""
    escalation = escalation_with_contact_for(request.user, pk)
    if request.method != "POST":
        return _page(request, escalation)
    if answer := step_up.needed(request):
        return answer
    form = typed(request.POST, ("reason", "what"))
    try:
        breaking.ask(escalation, reason=form["reason"], by=request.user, what=form["what"] or Glass.What.NUMBER)
    except ValidationError as refusal:
        return _page(request, escalation, form=form, errors=errors_of(refusal), status=422)
    return redirect("escalation:contact", pk)


@require_POST
@for_people_with_business
def agree(request: StaffRequest, pk: int, glass: int) -> HttpResponseBase:
    asked = _glass(request, pk, glass, Action.AGREE_CONTACT)
    return step_up.needed(request) or _done(request, asked, breaking.second)


@require_POST
@for_people_with_business
def refuse(request: StaffRequest, pk: int, glass: int) -> HttpResponseBase:
    return _done(request, _glass(request, pk, glass, Action.AGREE_CONTACT), breaking.refuse)


@require_POST
@for_people_with_business
def open_it(request: StaffRequest, pk: int, glass: int) -> HttpResponseBase:
    """The number or the address, in this answer alone. It leaves the screen by itself, with or without script."""
    asked = _glass(request, pk, glass, Action.OPEN_CONTACT)
    if answer := step_up.needed(request):
        return answer
    try:
        opened = breaking.open_contact(asked, by=request.user)
    except ValidationError as refusal:
        return _page(request, asked.escalation, errors=errors_of(refusal), status=422)
    asked.refresh_from_db()
    assert asked.shown_until is not None
    seconds = max(1, int((asked.shown_until - clock.now()).total_seconds()))
    page = _page(request, asked.escalation, opened=opened, what=asked.what, seconds=seconds)
    page["Refresh"] = f"{seconds}; url={reverse('escalation:contact', args=[pk])}"
    return page


@require_POST
@for_people_with_business
def review(request: StaffRequest, pk: int, glass: int) -> HttpResponseBase:
    form = typed(request.POST, ("was_right", "review"))
    asked = _glass(request, pk, glass, Action.REVIEW_CONTACT)
    return _done(request, asked, lambda glass, by: breaking.review(
        glass, was_right=RIGHT.get(form["was_right"]), words=form["review"], by=by
    ), form=form)  # fmt: skip


@require_GET
@action_required(Action.LIST_CONTACTS, hidden=True)
def contacts(request: StaffRequest) -> HttpResponse:
    """Every asking: for leads, and for the privacy officer, who sees no number and no chat."""
    note_list(request.user)
    unseen = set(Glass.objects.filter(calls__staff=request.user, calls__seen_at=None).values_list("pk", flat=True))
    shown = [
        row | {"unseen": row["id"] in unseen}
        for row in rows(glasses_open_to(request.user)[:MOST_SHOWN], staff=request.user)
    ]
    context = {
        "glasses": shown,
        "leads_on": bool(may(request.user, Action.ASK_CONTACT)),
        "may_find": bool(may(request.user, Action.FIND_NUMBER)),
        "may_see_searches": bool(may(request.user, Action.LIST_SEARCHES)),
    }
    return render(request, "escalation/contacts.html", context)


@require_POST
@action_required(Action.LIST_CONTACTS, hidden=True)
def seen(request: StaffRequest, pk: int) -> HttpResponseBase:
    try:
        breaking.see(glass_in_list_for(request.user, min(pk, LARGEST_ID)), by=request.user)
    except Glass.DoesNotExist:
        raise Http404 from None
    return redirect("escalation:contacts")


def _done(
    request: StaffRequest, asked: Glass, act: Callable[..., Any], form: dict[str, str] | None = None
) -> HttpResponseBase:
    try:
        act(asked, by=request.user)
    except ValidationError as refusal:
        return _page(request, asked.escalation, form=form, errors=errors_of(refusal), status=422)
    return redirect("escalation:contact", asked.escalation_id)


def _glass(request: StaffRequest, pk: int, glass: int, action: Action) -> Glass:
    """Asked before anything else: whoever may not is told that there is nothing, and not to show who they are."""
    try:
        return glass_for(request.user, pk, min(glass, LARGEST_ID), action=action)
    except Glass.DoesNotExist:
        raise Http404 from None


def _page(
    request: StaffRequest,
    escalation: Escalation,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    opened: str = "",
    what: str = "",
    seconds: int = 0,
) -> HttpResponse:
    asked = escalation.glasses.select_related("asked_by", "agreed_by", "refused_by", "reviewed_by", "escalation__key")
    context = {
        "escalation": {
            "id": escalation.pk,
            "handle": handle(subject_of(escalation)),
            "urgency": escalation.urgency,
            "is_now": escalation.urgency == "now",
        },
        "glasses": rows(asked.order_by("-asked_at", "-pk"), staff=request.user),
        "has_number": breaking.phone_behind(escalation) is not None,
        "can_ask": bool(may(request.user, Action.ASK_CONTACT, escalation)),
        "has_address": is_kept(escalation),
        "number": opened if what == Glass.What.NUMBER else "",
        "read_out": opened.splitlines() if what == Glass.What.ADDRESS else [],
        "seconds": seconds,
        "form": form or {},
        "errors": errors or {},
    }
    return render(request, "escalation/contact.html", {**shell(request.user), **context}, status=status)
