"""The pages of differences of opinion: read, raise one, and each step of one. All of it works without script."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from escalation.dissent import making
from escalation.dissent.access import dissent_for, escalation_to_differ
from escalation.dissent.making import ChangedMeanwhile
from escalation.dissent.shown import FIELDS, HERE, home_context, mine_context, show_context
from escalation.doors import LARGEST_ID, shell
from escalation.forms import errors_of, number_in, once_in, typed
from escalation.models import Dissent, Escalation
from escalation.reaching import hear_by_looking
from rota.access import StaffRequest
from rota.models import StaffMember
from rota.policy import Action, may

Act = Callable[[Dissent, str, int], object]
View = Callable[..., HttpResponseBase]


def for_whoever_takes_part(view: View) -> View:
    """404 for everybody else, and for numbers that name nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, StaffMember) or any(number > LARGEST_ID for number in kwargs.values()):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (Escalation.DoesNotExist, Dissent.DoesNotExist):
            raise Http404 from None

    return guarded


@require_GET
@for_whoever_takes_part
def mine(request: StaffRequest) -> HttpResponse:
    """What one raised or has to settle, and what one took part in."""
    context = mine_context(request.user)
    if not may(request.user, Action.OPEN_ESCALATIONS) and not any(context.values()):
        raise Http404
    return render(request, "dissent/mine.html", {**shell(request.user), **context})


@require_http_methods(["GET", "POST"])
@for_whoever_takes_part
def home(request: StaffRequest, pk: int) -> HttpResponseBase:
    """All of an escalation that this person may read, the policy, and the form to raise one."""
    escalation = escalation_to_differ(request.user, pk)
    if request.method != "POST":
        return _home(request, escalation)
    form = typed(request.POST, FIELDS)
    try:
        raised = making.raise_it(
            escalation.pk, words=form["differ_words"], by=request.user,
            client_id=once_in(form["differ_once"]) or uuid4(), shown_policy=form["differ_policy"],
            seen=_number(form["differ_decision"]),
            referral_id=_referral(form["differ_against"]),
        )  # fmt: skip
    except ValidationError as refusal:
        return _home(request, escalation, form, errors_of(refusal), status=422)
    except ChangedMeanwhile as first:
        return _home(request, escalation, form, {"": _first(first)}, status=409)
    return redirect("dissent:show", pk, raised.pk)


@require_GET
@for_whoever_takes_part
def show(request: StaffRequest, pk: int, dissent: int) -> HttpResponse:
    found = dissent_for(request.user, pk, dissent)
    hear_by_looking(found.escalation, request.user)
    return _show(request, found)


@require_POST
@for_whoever_takes_part
def answer(request: StaffRequest, pk: int, dissent: int) -> HttpResponseBase:
    return _act(request, pk, dissent, "differ_answer", lambda one, words, seen: making.answer(
        one, words=words, by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_whoever_takes_part
def take_up(request: StaffRequest, pk: int, dissent: int) -> HttpResponseBase:
    return _act(request, pk, dissent, "differ_up", lambda one, words, seen: making.take_up(
        one, words=words, by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_whoever_takes_part
def settle(request: StaffRequest, pk: int, dissent: int) -> HttpResponseBase:
    return _act(request, pk, dissent, "differ_settle", lambda one, words, seen: making.settle(
        one, words=words, by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_whoever_takes_part
def take_back(request: StaffRequest, pk: int, dissent: int) -> HttpResponseBase:
    return _act(request, pk, dissent, "differ_back", lambda one, words, seen: making.take_back(
        one, words=words, by=request.user, seen=seen
    ))  # fmt: skip


def _act(request: StaffRequest, pk: int, number: int, field: str, act: Act) -> HttpResponseBase:
    """One step, and back to its page; what was typed stays where it is refused."""
    found = dissent_for(request.user, pk, number)
    form = typed(request.POST, (field, "seen"))
    try:
        act(found, form[field], _number(form["seen"]))
    except ValidationError as refusal:
        return _again(request, pk, number, form, errors_of(refusal), status=422)
    except ChangedMeanwhile as first:
        return _again(request, pk, number, form, {"": _first(first)}, status=409)
    except PermissionDenied:
        return _again(request, pk, number, form, {"": _("This is not yours to do at this stage.")}, status=422)
    return redirect("dissent:show", pk, number)


def _first(first: ChangedMeanwhile) -> str:
    if first.by is None:
        return _("Something changed while your page was open: this is how it stands now. Look at it, then go on.")
    said = {"who": first.by.name, "what": first.words}
    return _("%(who)s was first (%(what)s): this is how it stands now. Look at it, then go on.") % said


def _number(text: str) -> int:
    """What was on the screen; something that there never was, where the form says nothing."""
    number = number_in(text)
    return -1 if number is None else number


def _referral(text: str) -> int | None:
    """None where they differ with somebody here; a number of none where nothing was chosen."""
    return None if text == HERE else number_in(text) or 0


def _home(
    request: StaffRequest,
    escalation: Escalation,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**home_context(escalation, request.user), "form": form or {}, "errors": errors or {}}
    return render(request, "dissent/home.html", {**shell(request.user), **context}, status=status)


def _again(
    request: StaffRequest, pk: int, number: int, form: dict[str, str], errors: dict[str, str], status: int
) -> HttpResponse:
    """As it is now, whatever was on the screen before."""
    return _show(request, dissent_for(request.user, pk, number), form, errors, status)


def _show(
    request: StaffRequest,
    dissent: Dissent,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**show_context(dissent, request.user), "form": form or {}, "errors": errors or {}}
    return render(request, "dissent/show.html", {**shell(request.user), **context}, status=status)
