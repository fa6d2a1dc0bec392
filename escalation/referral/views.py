"""The pages of a referral under its escalation: begin, phone, write, choose what leaves, look, send, ask, answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from escalation.doors import shell
from escalation.forms import errors_of, number_in
from escalation.models import Council, Escalation, Referral
from escalation.referral import making, shown
from escalation.referral.access import all_referrals_of, council_for, escalation_to_refer, referral_for
from escalation.referral.answers import answers_in, written_of
from escalation.referral.doors import REFUSALS, for_who_refers, words_of
from escalation.referral.outcomes import Said
from escalation.referral.typed_in import texts
from rota import step_up
from rota.access import StaffRequest

BEGIN_FIELDS = ("kind", "council", "receiver", "client_id")
PHONE_FIELDS = ("at", "spoke_to", "reference", "told", "basis")
Act = Callable[[Referral, int], object]


@require_http_methods(["GET", "POST"])
@for_who_refers
def home(request: StaffRequest, pk: int) -> HttpResponseBase:
    """All referrals of an escalation, what was shared with whom, and the form to begin one."""
    escalation = escalation_to_refer(request.user, pk)
    if request.method != "POST":
        return _list(request, escalation, {"client_id": str(uuid4())}, {})
    typed = texts(request.POST, BEGIN_FIELDS)
    try:
        begun = making.begin(
            escalation, typed["kind"], council=_council(request, typed["council"]), receiver=typed["receiver"],
            client_id=_client_id(typed["client_id"]), by=request.user,
        )  # fmt: skip
    except ValidationError as refusal:
        return _list(request, escalation, typed, errors_of(refusal), status=422)
    return redirect("referral:show", pk, begun.pk)


@require_GET
@for_who_refers
def show(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    return _show(request, referral_for(request.user, pk, referral, action="referral.looked"))


@require_http_methods(["GET", "POST"])
@for_who_refers
def form(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    known = referral_for(request.user, pk, referral, action="referral.looked")
    if request.method != "POST":
        return _form(request, known, shown.typed_of(known), {})
    try:
        answers = answers_in(request.POST, known.kind)
        making.write(known, answers=answers, seen=_seen(request), by=request.user)
    except ValidationError as refusal:
        return _form(request, known, request.POST.dict(), errors_of(refusal), status=422)
    except REFUSALS as refusal:
        known = referral_for(request.user, pk, referral, action="referral.looked")
        return _form(request, known, request.POST.dict(), {"": words_of(refusal)}, status=409)
    return redirect("referral:leaves" if "go_on" in request.POST else "referral:show", pk, referral)


@require_POST
@for_who_refers
def phone(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    typed = texts(request.POST, PHONE_FIELDS)
    return _act(request, pk, referral, typed, lambda known, seen: making.phone(
        known, typed, seen=seen, by=request.user
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_who_refers
def leaves(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    """What leaves: nothing is ticked before somebody ticks it."""
    known = referral_for(request.user, pk, referral, action="referral.looked")
    if request.method != "POST":
        return _leaves(request, known, {})
    typed = texts(request.POST, ("basis", "how"))
    leaving = (tuple(request.POST.getlist("leaves")), typed["basis"], typed["how"][:40])
    try:
        making.write(known, leaving=leaving, seen=_seen(request), by=request.user)
    except REFUSALS as refusal:
        known = referral_for(request.user, pk, referral, action="referral.looked")
        return _leaves(request, known, {"": words_of(refusal)}, status=409)
    return redirect("referral:preview", pk, referral)


@require_GET
@for_who_refers
def preview(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    """As the receiver will see it, with its hash: this and nothing else is sent."""
    return _preview(request, referral_for(request.user, pk, referral, action="referral.previewed"), {})


@require_POST
@for_who_refers
def send(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    known = referral_for(request.user, pk, referral, action="referral.looked")
    if answer := step_up.needed(request):
        return answer
    try:
        making.send(known, seen=_seen(request), sha256=request.POST.get("sha256", ""), by=request.user)
    except ValidationError as refusal:
        return _preview(request, known, errors_of(refusal), status=422)
    except REFUSALS as refusal:
        known = referral_for(request.user, pk, referral, action="referral.looked")
        return _preview(request, known, {"": words_of(refusal)}, status=409)
    return redirect("referral:show", pk, referral)


@require_POST
@for_who_refers
def chase(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    typed = texts(request.POST, ("heard",))
    return _act(request, pk, referral, typed, lambda known, seen: making.chase(
        known, words=typed["heard"], seen=seen, by=request.user
    ), names={"words": "heard"})  # fmt: skip


@require_POST
@for_who_refers
def answer(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    typed = texts(request.POST, ("outcome", "answer_words", "next_offer", "answer_at"))
    said = Said(typed["answer_words"], typed["next_offer"])
    return _act(request, pk, referral, typed, lambda known, seen: making.answer(
        known, typed["outcome"], said, at=typed["answer_at"], seen=seen, by=request.user
    ), names={"words": "answer_words", "at": "answer_at"})  # fmt: skip


@require_POST
@for_who_refers
def exempt(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    typed = texts(request.POST, ("exempt_basis", "exempt_why"))
    return _act(request, pk, referral, typed, lambda known, seen: making.exempt(
        known, basis=typed["exempt_basis"], why=typed["exempt_why"], seen=seen, by=request.user
    ), names={"basis": "exempt_basis", "why": "exempt_why"})  # fmt: skip


@require_POST
@for_who_refers
def put_off(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    typed = texts(request.POST, ("until", "put_off_why"))
    return _act(request, pk, referral, typed, lambda known, seen: making.put_off(
        known, until=typed["until"], why=typed["put_off_why"], seen=seen, by=request.user
    ), names={"why": "put_off_why"})  # fmt: skip


def _act(
    request: StaffRequest, pk: int, number: int, typed: dict[str, str], act: Act, *, names: dict[str, str] | None = None
) -> HttpResponseBase:
    """One step, and back to the page of the referral; what was typed stays where it is refused."""
    known = referral_for(request.user, pk, number, action="referral.looked")
    try:
        act(known, _seen(request))
    except ValidationError as refusal:
        errors = {(names or {}).get(name, name): words for name, words in errors_of(refusal).items()}
        return _show(request, known, form=typed, errors=errors, status=422)
    except REFUSALS as refusal:
        known = referral_for(request.user, pk, number, action="referral.looked")
        return _show(request, known, form=typed, errors={"": words_of(refusal)}, status=409)
    return redirect("referral:show", pk, number)


def _seen(request: StaffRequest) -> int:
    """The version the page was made from; one that there never was, where it says none."""
    seen = number_in(request.POST.get("seen", ""))
    return -1 if seen is None else seen


def _client_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _council(request: StaffRequest, number: str) -> Council | None:
    known = number_in(number)
    if known is None:
        return None
    try:
        return council_for(request.user, known)
    except Council.DoesNotExist:
        raise ValidationError({"council": _("This entry of the directory has ended. Choose another.")}) from None


def _list(
    request: StaffRequest, escalation: Escalation, form: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    context = shown.list_context(escalation, all_referrals_of(escalation))
    return _render(request, "list.html", {**context, "form": form, "errors": errors}, status)


def _show(
    request: StaffRequest,
    referral: Referral,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**shown.show_context(referral), "form": form or {}, "errors": errors or {}}
    return _render(request, "show.html", context, status)


def _form(
    request: StaffRequest, referral: Referral, typed: dict[str, Any], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    sections = shown.form_sections(referral, typed, errors)
    context = {**shown.head_context(referral), "sections": sections, "errors": errors}
    return _render(request, "form.html", context, status)


def _leaves(request: StaffRequest, referral: Referral, errors: dict[str, str], status: int = 200) -> HttpResponse:
    written = written_of(referral)
    context = {**shown.head_context(referral), **shown.leaves_context(referral, written), "errors": errors}
    return _render(request, "leaves.html", context, status)


def _preview(request: StaffRequest, referral: Referral, errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = {**shown.head_context(referral), **shown.preview_context(referral), "errors": errors}
    return _render(request, "preview.html", context, status)


def _render(request: StaffRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, f"referral/{template}", {**shell(request.user), **context}, status=status)
