"""The page that asks what the record is for, and gives it: to print, or as the file that the hash is of."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from escalation.doors import for_people_with_business, shell
from escalation.forms import errors_of, typed
from escalation.models import Escalation
from escalation.review import paper, taking
from escalation.subjects import handle, subject_of
from rota import step_up
from rota.access import StaffRequest

FIELDS = ("why", "file")


@require_http_methods(["GET", "POST"])
@for_people_with_business
def record(request: StaffRequest, pk: int) -> HttpResponseBase:
    escalation = taking.escalation_to_take(request.user, pk)
    if request.method == "GET":
        return _page(request, escalation, {}, {})
    form = typed(request.POST, FIELDS)
    if form["why"].strip() and (answer := step_up.needed(request)):
        return answer
    try:
        taken = taking.take(request.user, pk, why=form["why"])
    except ValidationError as refusal:
        return _page(request, escalation, form, errors_of(refusal), status=422)
    except PermissionDenied:
        raise Http404 from None
    return _file(taken) if form["file"] else _paper(request, taken)


def _page(
    request: StaffRequest, escalation: Escalation, form: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"escalation": escalation, "handle": handle(subject_of(escalation)), "form": form}
    return render(request, "chronology/ask.html", {**shell(request.user), **context, "errors": errors}, status=status)


def _paper(request: HttpRequest, taken: taking.Taken) -> HttpResponse:
    return render(request, "chronology/paper.html", paper.context_of(taken))


def _file(taken: taking.Taken) -> HttpResponse:
    """Byte for byte what the hash is of: `sha256sum` of the file says the same."""
    name = f'attachment; filename="chronology-{taken.number}.json"'
    headers = {"Content-Disposition": name, "X-Content-SHA256": taken.sha256}
    return HttpResponse(taken.text.encode(), content_type="application/json", headers=headers)
