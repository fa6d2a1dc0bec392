"""The month as a page and as a file, for managers. Figures only: nobody's words, no person."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from escalation.month.charts import chart_of, week_chart_of
from escalation.month.csv_file import written
from escalation.month.months import Month, month_in, months_offered, this_month
from escalation.month.report import WEEK, report
from rota import audit
from rota.access import StaffRequest
from rota.policy import Action, action_required


@require_safe
@action_required(Action.SEE_MONTH)
def home(request: StaffRequest) -> HttpResponse:
    month = _month(request)
    context = {
        "month": month,
        "months": months_offered(),
        "charts": [
            week_chart_of(table) if table.key == WEEK else chart_of(table) for table in report(month, request.user)
        ],
    }
    return render(request, "month/home.html", context)


@require_safe
@action_required(Action.SEE_MONTH)
def as_csv(request: StaffRequest) -> HttpResponse:
    month = _month(request)
    file = written(month, report(month, request.user))
    audit.record("month.exported", f"month:{month.number}", who=request.user, ground="manager")
    response = HttpResponse(file, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="month-{month.key}.csv"'
    return response


def _month(request: StaffRequest) -> Month:
    """The one that is asked for; without any the last that is over."""
    asked = request.GET.get("month")
    month = this_month().before if asked is None else month_in(asked)
    if month is None:
        raise Http404
    return month
