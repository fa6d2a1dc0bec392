"""The counsellor's console: one page; everything that changes comes over its socket."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat import queue
from chat.console.texts import most_parts
from chat.models import SafetyAnswers
from rota.access import StaffRequest, may_lead, on_call_lead, on_duty, role_required
from rota.pages.now import box_of
from rota.planning import on_shift
from rota.policy import Action, action_required, roles_for


@require_safe
@action_required(Action.OPEN_CONSOLE)
def home(request: StaffRequest) -> HttpResponse:
    """Waiting and mine, the conversation, what we know."""
    on_shift.came(request.user)
    context = {
        "shift_box": box_of(request.user),
        "staff": request.user,
        "shift": on_duty(request.user),
        "on_call": on_call_lead(),
        "most_parts": most_parts(),
        "may_lead": may_lead(request.user),
        "answers": SafetyAnswers.Answer.choices,
        "whens": SafetyAnswers.When.choices,
    }
    return render(request, "console/home.html", context)


@require_POST
@role_required(*roles_for(Action.TAKE_NEXT))  # off shift they are told so by the page
def take_next(request: StaffRequest) -> HttpResponse:
    """The same as the socket's frame, for a console whose script or socket does not work."""
    try:
        queue.take_next(request.user)
    except (queue.NobodyWaiting, queue.CarriesEnough, PermissionDenied):
        pass  # The page shows who is waiting and what one carries: it says the same by itself.
    return redirect("console:home")
