"""What leads do with an escalation while they work on it: each a form of its page, posted to an address of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from escalation import emergency
from escalation.access import escalation_for
from escalation.answering import answered, changed
from escalation.doors import for_people_with_business
from escalation.forms import date_in, moment_in, number_in, once_in
from escalation.working import advice, closing, handing, lease, picture, put_off, scales
from escalation.working.next_one import pull_next
from escalation.working.picture import TEXTS, Known
from rota.access import StaffRequest
from rota.models import StaffMember
from rota.policy import Action, may


@require_POST
@for_people_with_business
def next_one(request: StaffRequest) -> HttpResponseBase:
    """The most urgent that nobody has."""
    if not may(request.user, Action.ACKNOWLEDGE):
        raise Http404
    escalation = pull_next(request.user)
    if escalation is None:
        messages.info(request, _("Nothing waits for a lead now."))
        return redirect("escalation:list")
    return redirect("escalation:show", escalation.pk)


@require_POST
@for_people_with_business
def extend(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, (), lambda it, form, seen: lease.extend(it.pk, by=request.user, seen=seen))


@require_POST
@for_people_with_business
def hold(request: StaffRequest, pk: int) -> HttpResponseBase:
    fields = ("hold_until", "hold_why", "hold_past_due_why")
    return changed(request, pk, fields, lambda it, form, seen: put_off.put_off(
        it.pk, until=moment_in(form["hold_until"]), why=form["hold_why"], past_due_why=form["hold_past_due_why"],
        by=request.user, seen=seen,
    ))  # fmt: skip


@require_POST
@for_people_with_business
def let_go(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("let_go_why",), lambda it, form, seen: lease.let_go(
        it.pk, why=form["let_go_why"], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def offer(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("offer_to", "offer_why"), lambda it, form, seen: handing.offer(
        it.pk, to=_person(form["offer_to"]), why=form["offer_why"], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def accept(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, (), lambda it, form, seen: handing.accept(it.pk, by=request.user, seen=seen))


@require_POST
@for_people_with_business
def decline(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, (), lambda it, form, seen: handing.decline(it.pk, by=request.user, seen=seen))


@require_POST
@for_people_with_business
def take_over(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("take_over_why",), lambda it, form, seen: handing.take_over(
        it.pk, why=form["take_over_why"], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def ask_advice(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("advice_whom", "advice_question", "advice_once"), lambda it, form, seen: advice.ask(
        it.pk, whom=_person(form["advice_whom"]), question=form["advice_question"], by=request.user,
        client_id=once_in(form["advice_once"]), seen=seen,
    ))  # fmt: skip


@require_POST
@for_people_with_business
def advise(request: StaffRequest, pk: int, advice_id: int) -> HttpResponseBase:
    """Not only a lead's: whoever was asked, and is let in because of that."""
    escalation = escalation_for(request.user, pk)
    if not may(request.user, Action.READ, escalation):
        raise PermissionDenied
    return answered(request, escalation, ("advice_answer",), lambda it, form, seen: advice.answer(
        it.pk, advice_id, words=form["advice_answer"], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def scale(request: StaffRequest, pk: int) -> HttpResponseBase:
    fields = ("scale_whose", "scale_score", "scale_words", "scale_once")
    return changed(request, pk, fields, lambda it, form, seen: scales.put_on_scale(
        it.pk, whose=form["scale_whose"], score=number_in(form["scale_score"]), words=form["scale_words"],
        by=request.user, client_id=once_in(form["scale_once"]), seen=seen,
    ))  # fmt: skip


@require_POST
@for_people_with_business
def draw(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, (*TEXTS, "need", "picture_once"), lambda it, form, seen: picture.draw(
        it.pk, Known(**{name: form[name] for name in (*TEXTS, "need")}), by=request.user,
        client_id=once_in(form["picture_once"]), seen=seen,
    ))  # fmt: skip


@require_POST
@for_people_with_business
def call(request: StaffRequest, pk: int) -> HttpResponseBase:
    fields = ("call_service", "call_at", "call_reference", "call_shared")
    return changed(request, pk, fields, lambda it, form, seen: emergency.call(
        it.pk, service=form["call_service"], called_at=moment_in(form["call_at"]), reference=form["call_reference"],
        shared=form["call_shared"], by=request.user, seen=seen,
    ))  # fmt: skip


@require_POST
@for_people_with_business
def answer_call(request: StaffRequest, pk: int, call_id: int) -> HttpResponseBase:
    what, words = f"call_{call_id}_what", f"call_{call_id}_words"
    return changed(request, pk, (what, words), lambda it, form, seen: emergency.answer(
        it.pk, call_id, what=form[what], words=form[words], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def review(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("review_words", "review_next"), lambda it, form, seen: closing.review(
        it.pk, words=form["review_words"], next_on=date_in(form["review_next"]), by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def close(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("close_why",), lambda it, form, seen: closing.close(
        it.pk, why=form["close_why"], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def reopen(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("reopen_why",), lambda it, form, seen: closing.reopen(
        it.pk, why=form["reopen_why"], by=request.user, seen=seen
    ))  # fmt: skip


def _person(number: str) -> StaffMember | None:
    """Whoever was chosen; that they may be is asked by the command."""
    pk = number_in(number)
    return StaffMember.objects.filter(pk=pk, is_active=True).first() if pk is not None else None
