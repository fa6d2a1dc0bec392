"""The pages of the directory: found by name and place, kept by leads and managers, as a list in and out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.tuning import setting
from escalation.doors import LARGEST_ID, shell
from escalation.forms import errors_of
from escalation.models import Council
from escalation.referral import directory, directory_list
from escalation.referral.access import council_for
from escalation.referral.office_hours import contacts_of
from escalation.referral.typed_in import texts
from rota import audit
from rota.access import StaffRequest
from rota.policy import Action, action_required, may

LONGEST_LIST = 400_000


@require_GET
@action_required(Action.SEE_DIRECTORY)
def home(request: StaffRequest) -> HttpResponse:
    asked = request.GET.get("q", "")[:100]
    councils = [_shown(council) for council in directory.found(asked)]
    return _page(request, "directory.html", {
        "councils": councils, "asked": asked, "old": sum(one["is_old"] for one in councils),
        "days": setting("directory.old_after_days"), "hours": setting("directory.office_hours"),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@action_required(Action.KEEP_DIRECTORY)
def new(request: StaffRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _form(request, {}, {})
    typed = texts(request.POST, directory.FIELDS)
    try:
        made = directory.add(typed, by=request.user)
    except ValidationError as refusal:
        return _form(request, typed, errors_of(refusal), status=422)
    messages.success(request, _("%(name)s is in the directory.") % {"name": made.name})
    return redirect("referral:directory")


@require_http_methods(["GET", "POST"])
@action_required(Action.KEEP_DIRECTORY)
def council(request: StaffRequest, council: int) -> HttpResponseBase:
    known = _council(request, council)
    if request.method != "POST":
        return _form(request, {name: getattr(known, name) for name in directory.FIELDS}, {}, known=known)
    typed = texts(request.POST, directory.FIELDS)
    try:
        directory.change(known, typed, by=request.user)
    except ValidationError as refusal:
        return _form(request, typed, errors_of(refusal), known=known, status=422)
    messages.success(request, _("%(name)s is changed, and checked today.") % {"name": typed["name"]})
    return redirect("referral:directory")


@require_POST
@action_required(Action.KEEP_DIRECTORY)
def checked(request: StaffRequest, council: int) -> HttpResponseBase:
    known = directory.checked_today(_council(request, council), by=request.user)
    messages.success(request, _("%(name)s: checked today.") % {"name": known.name})
    return redirect("referral:directory")


@require_POST
@action_required(Action.KEEP_DIRECTORY)
def end(request: StaffRequest, council: int) -> HttpResponseBase:
    """Safe to repeat: whoever presses twice ends it once."""
    known = directory.end(_council(request, council, ended=True), by=request.user)
    messages.success(
        request, _("%(name)s is no front door any more. What went there still names it.") % {"name": known.name}
    )
    return redirect("referral:directory")


@require_GET
@action_required(Action.SEE_DIRECTORY)
def list_out(request: StaffRequest) -> HttpResponse:
    audit.record("council.exported", f"staff:{request.user.pk}", who=request.user, ground="staff")
    headers = {"Content-Disposition": 'attachment; filename="directory.csv"'}
    text = directory_list.written(directory.standing())
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@action_required(Action.KEEP_DIRECTORY)
def list_in(request: StaffRequest) -> HttpResponseBase:
    rows = request.POST.get("rows", "")
    problems: list[directory_list.Problem] = []
    if request.method == "POST":
        try:
            taken = directory_list.read_in(_short_enough(rows), by=request.user)
        except directory_list.NotTaken as refusal:
            problems = refusal.problems
        else:
            said = {"added": taken.added, "changed": taken.changed}
            messages.success(request, _("Added: %(added)d. Changed: %(changed)d.") % said)
            return redirect("referral:directory")
    context = {"rows": rows, "problems": problems, "example": directory_list.EXAMPLE, "nations": Council.Nation.values}
    return _page(request, "directory_list.html", context, status=422 if request.method == "POST" else 200)


def _short_enough(rows: str) -> str:
    if len(rows) > LONGEST_LIST:
        raise directory_list.NotTaken([directory_list.Problem(1, _("The list is too long."))])
    return rows


def _council(request: StaffRequest, number: int, *, ended: bool = False) -> Council:
    try:
        return council_for(request.user, min(number, LARGEST_ID), ended=ended)
    except Council.DoesNotExist:
        raise Http404 from None


def _shown(council: Council) -> dict[str, Any]:
    return {"is": council, "contacts": contacts_of(council), "is_old": directory.is_old(council)}


def _form(
    request: StaffRequest,
    form: dict[str, str],
    errors: dict[str, str],
    *,
    known: Council | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "errors": errors, "council": known, "nations": Council.Nation.choices}
    return _page(request, "council.html", context, status=status)


def _page(request: StaffRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    more = {"may_keep": bool(may(request.user, Action.KEEP_DIRECTORY))}
    return render(request, f"referral/{template}", {**shell(request.user), **more, **context}, status=status)
