"""The pages of the escalations: read, or post and go back to reading."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chat.conversations import HasEnded
from chat.moves import IllegalMove as IllegalChatMove
from escalation import decide as deciding
from escalation import end_chat as ending
from escalation import hold as holding
from escalation import open as opening
from escalation.access import (
    REFRESHED,
    conversation_to_report,
    escalation_for,
    escalation_with_words_for,
    escalations_open_to,
    post_to_report,
)
from escalation.answering import changed, page_of
from escalation.doors import for_people_with_business, shell
from escalation.forms import (
    DECISION_FIELDS,
    END_FIELDS,
    REACHED_FIELDS,
    REPORT_FIELDS,
    STAND_DOWN_FIELDS,
    decision_in,
    errors_of,
    number_in,
    typed,
)
from escalation.looks import note_all_posts
from escalation.models import Escalation
from escalation.queries import whole_context, whole_page
from escalation.raised import look_at
from escalation.reaching import hear_by_looking
from escalation.read import note_reading
from escalation.rows import list_context
from escalation.second_look import agreement
from escalation.subjects import Subject
from escalation.working import lease
from rota.access import StaffRequest
from rota.policy import Action, may


@require_GET
@for_people_with_business
def show_list(request: StaffRequest) -> HttpResponse:
    leads = {"may_take_next": bool(may(request.user, Action.SECOND_LOOK)), "agreement": agreement()}
    return render(request, "escalation/list.html", {**shell(request.user), **_rows(request), **leads})


@require_GET
@for_people_with_business
def rows(request: StaffRequest) -> HttpResponse:
    """The list alone, for the script that keeps it fresh."""
    selected = request.GET.get("selected", "")
    chosen = int(selected) if selected.isascii() and selected.isdigit() and len(selected) < 19 else None
    if chosen is not None:
        lease.renew(chosen, by=request.user)  # its page is open
    return render(request, "escalation/rows.html", _rows(request, selected=chosen))


@require_GET
@for_people_with_business
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """`live` is an open page that fetches what is new: written down as that, and no look of its own."""
    if "live" in request.GET:
        escalation = escalation_for(request.user, pk, action=REFRESHED)
        lease.renew(pk, by=request.user)
        return page_of(request, escalation)
    escalation = escalation_for(request.user, pk)
    look_at(escalation, looked=request.user)
    hear_by_looking(escalation, request.user)
    lease.renew(pk, by=request.user)
    return page_of(request, escalation)


@require_GET
@for_people_with_business
@transaction.atomic
def conversation(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole conversation, or all posts of one author. That it was read is written down before anything is shown."""
    escalation = escalation_with_words_for(request.user, pk)
    note_reading(escalation, read_by=request.user)
    note_all_posts(escalation, shown_to=request.user)
    context = {**shell(request.user), **whole_context(escalation, staff=request.user)}
    return render(request, whole_page(context), context)


@require_POST
@for_people_with_business
def open_by_hand(request: StaffRequest) -> HttpResponseBase:
    """The console's Escalate button, and whoever is worried about a post."""
    form = typed(request.POST, REPORT_FIELDS)
    try:
        about = _to_report(request, form)
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
    if not may(request.user, Action.ACKNOWLEDGE, escalation):
        raise PermissionDenied
    try:
        deciding.acknowledge(escalation, acknowledged_by=request.user)
    except deciding.AlreadyAcknowledged as already:
        messages.warning(request, _("%(who)s was first and has it.") % {"who": already.by.name})
    return redirect("escalation:show", pk)


@require_POST
@for_people_with_business
def decide(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Bound to what was on the screen: where something came since, it asks again and keeps what was typed."""
    return changed(request, pk, DECISION_FIELDS, lambda escalation, form, seen: deciding.decide(
        escalation, **decision_in(form), seen=seen, seen_words=form["on_screen"], decided_by=request.user
    ))  # fmt: skip


@require_POST
@for_people_with_business
def end_chat(request: StaffRequest, pk: int) -> HttpResponseBase:
    escalation = escalation_for(request.user, pk)
    form = typed(request.POST, END_FIELDS)
    try:
        ending.end_chat(escalation, why=form["end_why"], is_sure=form["end_sure"] == "yes", ended_by=request.user)
    except ValidationError as refusal:
        return page_of(request, escalation, form=form, errors=errors_of(refusal), status=422)
    except HasEnded:
        messages.warning(request, _("This chat is over already."))
    return redirect("escalation:show", pk)


@require_POST
@for_people_with_business
def reached(request: StaffRequest, pk: int) -> HttpResponseBase:
    form = typed(request.POST, REACHED_FIELDS)
    return _end_hold(request, pk, form, lambda escalation: holding.reached(
        escalation, why=form["reached_why"], by=request.user
    ))  # fmt: skip


@require_POST
@for_people_with_business
def stand_down(request: StaffRequest, pk: int) -> HttpResponseBase:
    form = typed(request.POST, STAND_DOWN_FIELDS)
    is_sure = form["stand_down_sure"] == "yes"
    return _end_hold(request, pk, form, lambda escalation: holding.stand_down(
        escalation, why=form["stand_down_why"], is_sure=is_sure, by=request.user
    ))  # fmt: skip


def _end_hold(
    request: StaffRequest, pk: int, form: dict[str, str], end: Callable[[Escalation], object]
) -> HttpResponseBase:
    escalation = escalation_for(request.user, pk)
    try:
        end(escalation)
    except ValidationError as refusal:
        return page_of(request, escalation, form=form, errors=errors_of(refusal), status=422)
    except (HasEnded, IllegalChatMove):
        messages.warning(request, _("This chat is not held any more: they wrote, or somebody was first."))
    return redirect("escalation:show", pk)


def _to_report(request: StaffRequest, form: dict[str, str]) -> Subject:
    if (number := number_in(form["conversation"])) is not None:
        return conversation_to_report(request.user, number)
    if (number := number_in(form["post"])) is not None:
        return post_to_report(request.user, number)
    raise Http404


def _rows(request: StaffRequest, selected: int | None = None) -> dict[str, Any]:
    known = escalations_open_to(request.user)
    return list_context(known, staff=request.user, selected=selected, whole="all" in request.GET)


def _refused_report(request: StaffRequest, form: dict[str, str], errors: dict[str, str]) -> HttpResponseBase:
    if not request.accepts("text/html"):
        return JsonResponse({"errors": errors}, status=422)
    return render(request, "escalation/open.html", {**shell(request.user), "form": form, "errors": errors}, status=422)
