"""One young person's wish to be erased: looked at first, asked by one, agreed to by another, then a receipt."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat.keeping.dry_run import look
from chat.keeping.receipt import in_backups_until, reason, receipt_of
from chat.models import Conversation, ErasureAsked
from config import clock
from escalation.rights import erasures
from escalation.rights.access import SEE_ERASURES, chat_to_ask_about, erasure_for, erasures_done, erasures_open
from escalation.rights.finding import found_for, number_in
from escalation.rights.pack import asking
from rota.access import StaffRequest, role_required
from rota.policy import Action, may
from rota.step_up import step_up_required

DONE_SHOWN = 20


@require_safe
@role_required(*SEE_ERASURES)
def home(request: StaffRequest) -> HttpResponse:
    """With a chat in the address: the dry run of it."""
    return _page(request, number_in(request.GET))


@require_POST
@role_required(*SEE_ERASURES)
@step_up_required
def ask(request: StaffRequest) -> HttpResponse:
    number = number_in(request.POST)
    try:
        asked = erasures.ask(
            chat_to_ask_about(number),
            is_everything=request.POST.get("what") != "chat",
            shown_by=request.POST.get("shown_by", ""),
            asked_on=date.fromisoformat(request.POST.get("asked_on", "")),
            by=request.user,
        )
    except Conversation.DoesNotExist:
        raise Http404 from None
    except ValidationError as refusal:
        return _page(request, number, error=" ".join(refusal.messages))
    except ValueError:
        return _page(request, number, error=_("Say on which day they asked."))
    return redirect("rights:erasure", asked.pk)


@require_safe
@role_required(*SEE_ERASURES)
def show(request: StaffRequest, pk: int) -> HttpResponse:
    return _one(request, _asked(request, pk))


@require_POST
@role_required(*SEE_ERASURES)
@step_up_required
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    try:
        erasures.decide(asked, by=request.user, agrees=request.POST.get("agrees") == "yes")
    except PermissionDenied:
        pass  # their own: the page says that somebody else has to
    return redirect("rights:erasure", asked.pk)


def _asked(request: StaffRequest, pk: int) -> ErasureAsked:
    try:
        return erasure_for(request.user, pk)
    except ErasureAsked.DoesNotExist:
        raise Http404 from None


def _page(request: StaffRequest, number: int, *, error: str = "") -> HttpResponse:
    who, found = found_for(request)
    context: dict[str, Any] = {
        "open": erasures_open(),
        "done": erasures_done(DONE_SHOWN),
        "who": who,
        "found": found,
        "looked": _looked_at(number) if number else None,
        "today": clock.now().date(),
        "error": error,
    }
    return render(request, "rights/erasures.html", context, status=422 if error else 200)


def _looked_at(number: int) -> dict[str, Any]:
    """Of this chat, and of everything of whoever wrote in it."""
    try:
        chat = chat_to_ask_about(number)
    except Conversation.DoesNotExist:
        raise Http404 from None
    return {
        "chat": chat,
        "each": [
            {"what": "all", "words": _("Everything of theirs"), **_said(chat.young_person)},
            {"what": "chat", "words": _("This chat alone"), **_said(chat)},
        ],
        "ways": [(way, asking.ShownBy(way).label) for way in asking.ways_to_know(chat.young_person)],
    }


def _said(about: Any) -> dict[str, Any]:
    found = look(about)
    return {"found": found, "against": [reason(code) for code in found.codes]}


def _one(request: StaffRequest, asked: ErasureAsked) -> HttpResponse:
    is_open = asked.agreed is None
    context = {
        "asked": asked,
        "now": _said(asked.conversation or asked.young_person) if is_open else None,
        "may_decide": is_open and bool(may(request.user, Action.AGREE_ERASURE, asked)),
        "receipt": receipt_of(asked.erasure).splitlines() if asked.erasure else [],
        "backups_until": in_backups_until(asked.erasure.done_at) if asked.erasure and asked.erasure.done_at else None,
    }
    return render(request, "rights/erasure.html", context)
