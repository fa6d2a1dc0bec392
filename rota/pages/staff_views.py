"""The people of the rota: until when they may be put on, and whether they are paid."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rota.access import StaffRequest
from rota.models import StaffMember
from rota.pages import access
from rota.pages.acts import put_errors
from rota.pages.forms import ClearanceForm, WorksAsForm
from rota.pages.page import show
from rota.pages.staff_list import people_context, person_context
from rota.people import change_works_as
from rota.planning import clearances


@require_GET
@access.for_who_sees_all
def people(request: StaffRequest) -> HttpResponse:
    return show(request, "people", people_context(access.people_for(request.user)))


@require_GET
@access.for_who_sees_all
def person(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, access.person_for(request.user, pk))


@require_POST
@access.for_who_plans
def note_clearance(request: StaffRequest, pk: int) -> HttpResponse:
    """A check, training or supervision was seen: from now on the newest note counts."""
    found = access.person_for(request.user, pk)
    form = ClearanceForm(request.POST)
    if form.is_valid():
        try:
            clearances.record(found, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(request, _("Noted."))
            return redirect("rota:person", pk)
    return _page(request, found, clearance_form=form)


@require_POST
@access.for_who_plans
def works_as(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.person_for(request.user, pk)
    form = WorksAsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, works_form=form)
    change_works_as(found, form.cleaned_data["works_as"], by=request.user)
    messages.success(request, _("Saved."))
    return redirect("rota:person", pk)


def _page(
    request: StaffRequest,
    found: StaffMember,
    *,
    clearance_form: ClearanceForm | None = None,
    works_form: WorksAsForm | None = None,
) -> HttpResponse:
    context = {
        **person_context(found, request.user),
        "clearance_form": clearance_form or ClearanceForm(),
        "works_form": works_form or WorksAsForm(initial={"works_as": found.works_as}),
    }
    return show(request, "person", context, status=422 if clearance_form or works_form else 200)
