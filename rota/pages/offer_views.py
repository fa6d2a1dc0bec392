"""Taking an open shift, and giving one of mine to somebody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config import clock
from rota.access import StaffRequest
from rota.models import Shift, StaffMember
from rota.pages import access
from rota.pages.acts import put_errors
from rota.pages.entries import of_shift
from rota.pages.forms import SwapForm
from rota.pages.offers import open_context, swap_problems
from rota.pages.own import WEEKS_AHEAD
from rota.pages.own_views import do
from rota.pages.page import show
from rota.pages.wall import A_DAY
from rota.planning import claims, swaps


@require_GET
@access.for_people_on_the_rota
def open_shifts(request: StaffRequest) -> HttpResponse:
    return show(request, "open", open_context(request.user))


@require_POST
@access.for_people_on_the_rota
def claim(request: StaffRequest, pk: int) -> HttpResponse:
    place = access.place_to_claim(request.user, pk)
    return do(request, lambda: claims.claim(place, request.user), _("It is yours. Thank you."), then="rota:open")


@require_http_methods(["GET", "POST"])
@access.for_people_on_the_rota
def ask_swap(request: StaffRequest, pk: int) -> HttpResponse:
    """First to whom (GET), then for which of theirs; the asking is a POST."""
    shift = access.own_shift(request.user, pk)
    people = access.colleagues_for(request.user, shift.duty)
    typed = request.POST if request.method == "POST" else request.GET
    first = SwapForm(typed if "to" in typed else None, people=people)
    if not first.is_bound or "to" in first.errors:
        return _page(request, shift, first)
    chosen = first.cleaned_data["to"]
    theirs = access.shifts_to_ask_for(chosen, shift.duty, clock.now() + WEEKS_AHEAD * 7 * A_DAY)
    form = SwapForm(request.POST or None, people=people, theirs=theirs)
    if request.method == "GET" or not form.is_valid():
        return _page(request, shift, form, chosen=chosen)
    in_return = form.cleaned_data["in_return"]
    if swap_problems(shift, chosen, in_return):
        form.add_error(None, _not_possible(chosen))
        return _page(request, shift, form, chosen=chosen)
    try:
        swaps.ask(shift, chosen, request.user, in_return=in_return)
    except ValidationError as refusal:
        put_errors(form, refusal)
        return _page(request, shift, form, chosen=chosen)
    messages.success(request, _("%(name)s is asked.") % {"name": chosen.name})
    return redirect("rota:mine")


@require_POST
@access.for_people_on_the_rota
def answer_swap(request: StaffRequest, pk: int) -> HttpResponse:
    """Whoever was asked agrees or refuses; whoever asked takes it back."""
    swap = access.own_swap(request.user, pk)
    answer = request.POST.get("answer")
    if answer == "withdraw":
        return do(request, lambda: swaps.withdraw(swap, request.user), _("It is taken back. The shift stays yours."))
    if answer == "agree":
        return do(request, lambda: swaps.agree(swap, request.user), _("Thank you. A rota manager has to approve."))
    return do(request, lambda: swaps.refuse(swap, request.user, ""), _("They see it under My shifts."))


def _page(request: StaffRequest, shift: Shift, form: SwapForm, *, chosen: StaffMember | None = None) -> HttpResponse:
    context: dict[str, Any] = {"entry": of_shift(shift, request.user), "form": form, "chosen": chosen}
    return show(request, "swap", context, status=422 if form.is_bound and form.errors else 200)


def _not_possible(person: StaffMember) -> str:
    """Not the reason: somebody's clearances, hours and leave are theirs and the rota manager's business."""
    return _("By the rules of hours and clearances this swap with %(name)s is not possible.") % {"name": person.name}
