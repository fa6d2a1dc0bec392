"""The form "This is about somebody who works here": open to everybody who works here, and nobody can stop it.

What was sent is for safeguarding leads and managers, without whoever it is about. Its sender sees that it went, and
nothing of it afterwards.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chat.models import Conversation
from escalation import open as opening
from escalation.access import conversation_to_report
from escalation.forms import STAFF_REPORT_FIELDS, errors_of, number_in, typed
from rota.access import StaffRequest
from rota.models import Role, StaffMember
from rota.policy import Action, action_required


@require_http_methods(["GET", "POST"])
@action_required(Action.REPORT_STAFF)
def about_staff(request: StaffRequest) -> HttpResponseBase:
    if request.method == "GET":
        return _page(request, typed(request.GET, STAFF_REPORT_FIELDS), {})
    form = typed(request.POST, STAFF_REPORT_FIELDS)
    try:
        opening.open_about_staff(
            _whom(form["about_staff"]),
            form["urgency"],
            form["why"],
            opened_by=request.user,
            heard_in=_heard_in(request.user, form["conversation"]),
        )
    except ValidationError as refusal:
        return _page(request, form, errors_of(refusal), status=422)
    return redirect("escalation:about_staff_sent")


@require_GET
@action_required(Action.REPORT_STAFF)
def sent(request: StaffRequest) -> HttpResponse:
    return render(request, "escalation/about_staff_sent.html")


def _page(request: StaffRequest, form: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"people": _people(), "form": form, "errors": errors}
    return render(request, "escalation/about_staff.html", context, status=status)


def _people() -> list[dict[str, Any]]:
    """Everybody who works here or did: by name, and by what they do where they still do."""
    people = StaffMember.objects.prefetch_related("role_grants").order_by("name", "pk")
    return [{"id": str(one.pk), "name": one.name, "roles": _roles(one)} for one in people]


def _roles(staff: StaffMember) -> str:
    if not staff.is_active:
        return _("does not work here any more")
    held = [grant.role for grant in staff.role_grants.all() if grant.ended_at is None]
    return ", ".join(str(Role(role).label) for role in held)


def _whom(number: str) -> StaffMember:
    staff = StaffMember.objects.filter(pk=number_in(number) or 0).first()
    if staff is None:
        raise ValidationError({"about_staff": _("Choose who it is about.")})
    return staff


def _heard_in(staff: StaffMember, number: str) -> Conversation | None:
    """The chat it was heard in, where the sender knows that chat; a wrong number never stops a report."""
    conversation_id = number_in(number)
    if conversation_id is None:
        return None
    try:
        return conversation_to_report(staff, conversation_id)
    except Conversation.DoesNotExist:
        return None
