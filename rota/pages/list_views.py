"""The rota as a list for a spreadsheet, and a list read in as text. Nothing is uploaded."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rota import audit
from rota.access import StaffRequest
from rota.models import Shift
from rota.pages import access, lists, wall
from rota.pages.forms import ListForm
from rota.pages.page import show
from rota.pages.views import day_asked


@require_GET
@access.for_people_on_the_rota
def written(request: StaffRequest) -> HttpResponse:
    """The shifts somebody may see, of a week or a month. Addresses only for those who see the whole rota."""
    first, last = _days(request)
    inside = (wall.midnight(first), wall.midnight(last))
    shifts = access.shifts_seen_by(request.user).filter(
        during__startswith__gte=inside[0], during__startswith__lt=inside[1]
    )
    audit.record("rota.exported", f"staff:{request.user.pk}", who=request.user, ground="staff")
    with_addresses = access.sees_all(request.user)
    text = lists.written(shifts.order_by("during", "duty", "pk"), with_addresses=with_addresses)
    headers = {"Content-Disposition": f'attachment; filename="rota-{first}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@access.for_who_plans
def read_in(request: StaffRequest) -> HttpResponse:
    form = ListForm(request.POST or None)
    problems: list[lists.Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            n = len(lists.read_in(form.cleaned_data["rows"], request.user))
        except lists.NotTaken as refusal:
            problems = refusal.problems
        else:
            messages.success(
                request, ngettext("%(n)s shift is on the rota.", "%(n)s shifts are on the rota.", n) % {"n": n}
            )
            return redirect("rota:week")
    context = {"form": form, "problems": problems, "example": lists.EXAMPLE, "duties": Shift.Duty.values}
    return show(request, "csv_in", context, status=422 if form.is_bound else 200)


def _days(request: StaffRequest) -> tuple[date, date]:
    day = day_asked(request.GET)
    if request.GET.get("days") == "month":
        first = day.replace(day=1)
        return first, (first + 32 * wall.A_DAY).replace(day=1)
    monday = wall.monday_of(day)
    return monday, monday + 7 * wall.A_DAY
