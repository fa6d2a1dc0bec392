"""The rota to read: a week, a month, one shift, one place."""

from datetime import date

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_GET

from rota.access import StaffRequest
from rota.pages import access, wall
from rota.pages.calendar import month_context, week_context
from rota.pages.offers import place_context
from rota.pages.own import shift_context
from rota.pages.page import show

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@require_GET
@access.for_people_on_the_rota
def week(request: StaffRequest) -> HttpResponse:
    """The week a day is in; without a day this one."""
    return show(request, "week", week_context(request.user, day_asked(request.GET)))


@require_GET
@access.for_people_on_the_rota
def month(request: StaffRequest) -> HttpResponse:
    return show(request, "month", month_context(request.user, day_asked(request.GET)))


@require_GET
@access.for_people_on_the_rota
def shift(request: StaffRequest, pk: int) -> HttpResponse:
    """One shift, what happened to it, and what its person can do."""
    return show(request, "shift", shift_context(access.shift_for(request.user, pk), request.user))


@require_GET
@access.for_people_on_the_rota
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """One place that has nobody, or had nobody a moment ago."""
    return show(request, "place", place_context(access.place_for(request.user, pk), request.user))


def day_asked(given: QueryDict) -> date:
    """The day in an address or a form; today where it is missing or makes no sense."""
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        return wall.today()
    return day if FIRST <= day <= LAST else wall.today()
