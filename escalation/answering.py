"""How the page of an escalation answers a change: done, refused with what was typed, or "somebody was first"."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from escalation.access import escalation_for, escalations_open_to, may_read_words
from escalation.changing import Stale
from escalation.doors import shell
from escalation.forms import errors_of, number_in, typed
from escalation.looks import note_words_shown
from escalation.models import Escalation
from escalation.moves import IllegalMove
from escalation.on_screen import came_since
from escalation.queries import show_context
from escalation.rows import list_context
from escalation.timeline import words_of_step
from rota.access import StaffRequest
from rota.policy import Action, may

# Carried by every form: the version of the page that it stands on, and what was on the screen.
FROM_PAGE = ("version", "on_screen")
Change = Callable[[Escalation, dict[str, str], int], object]


def changed(request: StaffRequest, pk: int, fields: tuple[str, ...], change: Change) -> HttpResponseBase:
    """Does it with what was typed, and goes back to reading. `change` gets the version of the page it came from."""
    escalation = escalation_for(request.user, pk)
    if not may(request.user, Action.DECIDE, escalation):
        raise PermissionDenied  # before a word of theirs is looked at
    return answered(request, escalation, fields, change)


def answered(
    request: StaffRequest, escalation: Escalation, fields: tuple[str, ...], change: Change
) -> HttpResponseBase:
    """The same for somebody who may do this one thing, whoever they are."""
    form = typed(request.POST, (*fields, *FROM_PAGE))
    try:
        change(escalation, form, version_in(form))
    except ValidationError as refusal:
        return page_of(request, escalation, form=form, errors=errors_of(refusal), status=422)
    except Stale as stale:
        return page_of(request, escalation, form=form, news=news_of(stale, form, request), status=409)
    except IllegalMove as illegal:
        return page_of(request, escalation, form=form, errors={"": _not_now(illegal)}, status=422)
    return redirect("escalation:show", escalation.pk)


def page_of(
    request: StaffRequest,
    escalation: Escalation,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    news: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """As it is now, whatever was on the screen before."""
    if status != 200:
        escalation = escalations_open_to(request.user).select_related("key", "opened_by", "lead").get(pk=escalation.pk)
    note_words_shown(escalation, shown_to=request.user, refreshed="live" in request.GET)
    context = {
        **shell(request.user),
        **list_context(escalations_open_to(request.user), staff=request.user, selected=escalation.pk),
        **show_context(escalation, staff=request.user),
        "form": form or {},
        "errors": errors or {},
        "news": news,
    }
    return render(request, "escalation/show.html", context, status=status)


def version_in(form: dict[str, str]) -> int:
    """A form without one stands on no page that could be up to date."""
    number = number_in(form["version"])
    return -1 if number is None else number


def news_of(stale: Stale, form: dict[str, str], request: StaffRequest) -> dict[str, Any]:
    """Who was first with what, and what the young person wrote meanwhile."""
    reads = may_read_words(request.user, stale.escalation)
    return {
        "step": words_of_step(stale.escalation, stale.last) if stale.last is not None else None,
        "by": stale.last.by if stale.last is not None else None,
        "words": came_since(stale.escalation, form["on_screen"]) if reads else [],
    }


def _not_now(illegal: IllegalMove) -> str:
    if illegal.state == Escalation.State.OPENED:
        return _("Acknowledge it first: then everybody knows who decides.")
    return _("This cannot be done any more as it stands now. Look at what happened.")
