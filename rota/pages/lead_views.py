"""A lead sets hours aside, with a reason: a child comes before a rule."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config import clock
from rota.access import StaffRequest
from rota.pages import access, wall
from rota.pages.acts import put_errors
from rota.pages.forms import OverrideForm
from rota.pages.page import show
from rota.planning import on_shift
from rota.planning.overrides import override_hours

HALF_AN_HOUR = timedelta(minutes=30)


@require_http_methods(["GET", "POST"])
@access.for_a_lead
def override(request: StaffRequest) -> HttpResponse:
    """Somebody comes on now, or stays on, although their hours are used up."""
    people = access.floor_people(request.user)
    form = OverrideForm(request.POST or None, people=people, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            shift = override_hours(found["staff"], request.user, found["why"], duty=found["duty"], until=found["until"])
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            said = {"name": shift.staff.name, "until": wall.label(shift.ends_at)}
            messages.success(request, _("%(name)s is on until %(until)s.") % said)
            return redirect("rota:week")
    return show(request, "override", {"form": form}, status=422 if form.is_bound else 200)


def _asked_for(request: StaffRequest) -> dict[str, Any]:
    """Of a link in the console: whom it is about, and half an hour more than they have."""
    pk = request.GET.get("staff", "")
    person = access.floor_people(request.user).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    shift = on_shift.running(person) if person else None
    if shift is None or person is None:
        return {}
    until = max(shift.ends_at, clock.now()) + HALF_AN_HOUR
    return {"staff": person, "duty": shift.duty, "until": until.replace(second=0, microsecond=0)}
