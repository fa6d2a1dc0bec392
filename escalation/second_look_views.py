"""The pages of second looks: what waits for this lead, and one of them, without its decision until they decided."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from escalation.doors import for_people_with_business, shell
from escalation.forms import errors_of, typed
from escalation.looks import note_words_shown
from escalation.models import Decision, SecondLook
from escalation.queries import decisions, words_of
from escalation.reaching import hear_by_looking
from escalation.second_look import agreement, look_again, waiting_for
from escalation.subjects import handle, subject_of
from escalation.timeline import timeline
from escalation.working.picture import newest
from escalation.working.scales import side_by_side
from rota import audit
from rota.access import StaffRequest
from rota.policy import Action, action_required, may


@require_GET
@action_required(Action.SECOND_LOOK)
@for_people_with_business
def looks(request: StaffRequest) -> HttpResponse:
    context = {"looks": [_row(look) for look in waiting_for(request.user)[:100]], "agreement": agreement()}
    return render(request, "escalation/second_looks.html", {**shell(request.user), **context})


@require_http_methods(["GET", "POST"])
@for_people_with_business
def look(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Before it is answered: to another lead alone. Afterwards: to whoever answered, with what was decided first."""
    if not may(request.user, Action.SECOND_LOOK):
        raise Http404
    asked = waiting_for(request.user).filter(pk=pk).first() or _theirs(request, pk)
    if request.method != "POST":
        hear_by_looking(asked.decision.escalation, request.user)
        return _page(request, asked)
    form = typed(request.POST, ("look_outcome", "look_words"))
    try:
        look_again(asked, outcome=form["look_outcome"], words=form["look_words"], by=request.user)
    except ValidationError as refusal:
        return _page(request, asked, form=form, errors=errors_of(refusal), status=422)
    return redirect("escalation:second_look", pk)


def _theirs(request: StaffRequest, pk: int) -> SecondLook:
    known = SecondLook.objects.filter(pk=pk, by=request.user).select_related("decision__escalation").first()
    if known is None:
        raise Http404
    return known


def _page(
    request: StaffRequest,
    asked: SecondLook,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    escalation = asked.decision.escalation
    audit.record("second_look.opened", f"escalation:{escalation.pk}", who=request.user)
    note_words_shown(escalation, shown_to=request.user)
    before = asked.decision.decided_at
    context: dict[str, Any] = {
        "look": _row(asked),
        "words": words_of(escalation),
        # Nothing of what was decided, and nothing that came after it.
        "timeline": [item for item in timeline(escalation) if item.at < before],
        "picture": newest(escalation, before=before),
        "scales": side_by_side(escalation, before=before),
        "outcomes": Decision.Outcome.choices,
        "decisions": decisions(escalation) if asked.at is not None else [],
        "answer": asked if asked.at is not None else None,
        "form": form or {},
        "errors": errors or {},
    }
    return render(request, "escalation/second_look.html", {**shell(request.user), **context}, status=status)


def _row(look: SecondLook) -> dict[str, Any]:
    escalation = look.decision.escalation
    return {
        "id": look.pk,
        "handle": handle(subject_of(escalation)),
        "urgency": escalation.urgency,
        "headline": escalation.headline,
        "why": look.get_why_display(),
        "due_at": look.due_at,
    }
