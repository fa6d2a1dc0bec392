"""The page of a hand-over: one button signs one thing, one form leaves what stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chat.models import Conversation
from escalation.doors import LARGEST_ID, shell
from escalation.forms import errors_of
from escalation.models import Promise, RiskItem
from escalation.risk import leaving, signing
from escalation.risk.access import item_to_sign, own_lead_shift
from escalation.risk.notices import to_sign
from escalation.risk.reaching import hear_by_looking
from escalation.risk.shown import page_context
from rota.access import StaffRequest
from rota.models import Shift, StaffMember
from rota.policy import Action, action_required

View = Callable[..., HttpResponseBase]
GONE = (Conversation.DoesNotExist, Promise.DoesNotExist, RiskItem.DoesNotExist, Shift.DoesNotExist)
FIELD = "note-"


def for_who_may_know(view: View) -> View:
    """404 where `access.py` gives nothing, and for numbers that name nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, StaffMember) or any(number > LARGEST_ID for number in kwargs.values()):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except GONE:
            raise Http404 from None

    return guarded


@require_GET
@action_required(Action.SEE_RISK)
def handover(request: StaffRequest) -> HttpResponse:
    """Whoever has it open has heard the calls about it."""
    hear_by_looking(request.user)
    return _page(request, page_context(request.user))


@require_POST
@for_who_may_know
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """What was typed stays where it is refused, and then nothing of it is kept."""
    shift = own_lead_shift(request.user, pk)
    typed = {name: str(words) for name, words in request.POST.items() if name.startswith(FIELD)}
    try:
        notes = {name.removeprefix(FIELD): words for name, words in typed.items()}
        leaving.leave(shift, notes, by=request.user)
    except ValidationError as refusal:
        return _page(request, page_context(request.user, typed=typed, errors=errors_of(refusal)), status=422)
    messages.success(request, _("It is handed over. Whoever comes signs for each."))
    return redirect("risk:handover")


@require_POST
@for_who_may_know
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Back to the next one: the next press of Tab is there."""
    item = item_to_sign(request.user, pk)
    try:
        signing.sign(item.pk, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Signed. You look after it now."))
    following = next(iter(to_sign(request.user)), None)
    return redirect(f"{reverse('risk:handover')}#{f'item-{following.pk}' if following else 'main'}")


def _page(request: StaffRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "risk/handover.html", {**shell(request.user), **context}, status=status)
