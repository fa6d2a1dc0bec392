"""What the rota lacks, and asking people to fill it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from rota.access import StaffRequest
from rota.pages import access, wall
from rota.pages.acts import refused_words
from rota.pages.gaps import gaps_context
from rota.pages.own_views import do
from rota.pages.page import show
from rota.pages.views import day_asked
from rota.planning import asking
from rota.planning.needs import LEAD, LEAST_PEOPLE, SENIOR


@require_GET
@access.for_who_sees_gaps
def gaps(request: StaffRequest) -> HttpResponse:
    return show(request, "gaps_page", gaps_context(request.user, day_asked(request.GET), _moment(request, "after")))


@require_POST
@access.for_who_plans
def offer_time(request: StaffRequest) -> HttpResponse:
    """A time with too few becomes an open place, and everybody who could take it is asked. One press."""
    what, begins, ends = request.POST.get("what", ""), _moment(request, "begins"), _moment(request, "ends")
    if what not in (LEAST_PEOPLE, LEAD, SENIOR) or begins is None or ends is None or begins >= ends:
        messages.error(request, _("That time is covered, or offered already."))
        return redirect("rota:gaps")
    try:
        slot, offers = asking.offer_a_time(what, begins, ends, request.user)
    except ValidationError as refusal:
        messages.error(request, refused_words(refusal))
        return redirect(f"{reverse('rota:gaps')}?day={wall.day_of(begins)}")
    messages.success(request, asked_words(len(offers)))
    return redirect("rota:place", slot.pk)


@require_POST
@access.for_who_plans
def offer_place(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody who could take a place and was not asked yet is asked."""
    place = access.place_for(request.user, pk)
    try:
        offers = asking.offer_to_all(place, request.user)
    except ValidationError as refusal:
        messages.error(request, refused_words(refusal))
    else:
        messages.success(request, asked_words(len(offers)))
    return redirect("rota:place", pk)


@require_POST
@access.for_people_on_the_rota
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Whoever was asked cannot. Nobody asks why."""
    offered = access.offer_to(request.user, pk)
    return do(request, lambda: asking.decline(offered), _("Thank you for saying so."))


def asked_words(many: int) -> str:
    if not many:
        return _("Nobody who was not asked yet could take it.")
    return ngettext(
        "%(n)s person is asked. They see it with their shifts.",
        "%(n)s people are asked. They see it with their shifts.",
        many,
    ) % {"n": many}


def _moment(request: StaffRequest, name: str) -> datetime | None:
    given = request.POST if request.method == "POST" else request.GET
    try:
        found = datetime.fromisoformat(given.get(name, ""))
    except ValueError:
        return None
    return found if found.tzinfo and 2000 <= found.year <= 2100 else None
