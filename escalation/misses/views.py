"""What the checks miss, for safeguarding leads and managers. Figures only: nobody's words, no person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from escalation.misses.page import context
from rota.access import StaffRequest
from rota.policy import Action, action_required


@require_safe
@action_required(Action.SEE_MISSES)
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "misses/home.html", context())
