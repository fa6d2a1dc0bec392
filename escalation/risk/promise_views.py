"""The pages of promises: the list, those of one chat with the form, and one of them with what became of it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config import clock
from escalation.doors import shell
from escalation.forms import errors_of, moment_in, number_in, once_in, typed
from escalation.models import Promise
from escalation.risk import promising
from escalation.risk.access import promise_for, promises_of_chat, promises_open_to
from escalation.risk.shown import promise_due_words
from escalation.risk.views import for_who_may_know
from rota.access import StaffRequest
from rota.models import StaffMember
from rota.policy import Action, action_required, may

NEW_FIELDS = ("promise_words", "promise_due", "promise_once")
END_FIELDS = ("not_kept_why", "promise_to", "promise_from")
MOST_ENDED = 30


@require_GET
@action_required(Action.OPEN_CONSOLE)
def promises(request: StaffRequest) -> HttpResponse:
    """Without a word of them: those are on the page of each."""
    staff, known = request.user, promises_open_to(request.user)
    standing = [_row(one, staff) for one in known.filter(ended_at=None).order_by("due_at", "pk")]
    ended = known.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:MOST_ENDED]
    return _render(request, "promises", {
        "mine": [row for row in standing if row["is_mine"]],
        "others": [row for row in standing if not row["is_mine"]],
        "ended": [_row(one, staff) for one in ended],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_who_may_know
def of_chat(request: StaffRequest, pk: int) -> HttpResponseBase:
    """What was promised in this chat; with a POST one more."""
    conversation, found = promises_of_chat(request.user, pk)
    form, errors = {"promise_once": str(uuid4())}, {}
    if request.method == "POST":
        form = typed(request.POST, NEW_FIELDS)
        try:
            promising.make(
                conversation, form["promise_words"], due_at=moment_in(form["promise_due"]), by=request.user,
                client_id=once_in(form["promise_once"]),
            )  # fmt: skip
        except ValidationError as refusal:
            errors = errors_of(refusal)
        else:
            messages.success(request, _("It is written down. You look after it until you give it to somebody."))
            return redirect("risk:of_chat", pk)
    rows = [{**_row(one, request.user), "words": one.words} for one in found]
    context = {"chat": conversation, "rows": rows, "form": form, "errors": errors}
    return _render(request, "chat", context, status=422 if errors else 200)


@require_GET
@for_who_may_know
def promise(request: StaffRequest, pk: int) -> HttpResponse:
    found = promise_for(request.user, pk)
    promising.seen_by_owner(found, request.user)
    return _one(request, found)


@require_POST
@for_who_may_know
def kept(request: StaffRequest, pk: int) -> HttpResponse:
    return _change(request, pk, lambda form: promising.keep(pk, by=request.user))


@require_POST
@for_who_may_know
def not_kept(request: StaffRequest, pk: int) -> HttpResponse:
    return _change(request, pk, lambda form: promising.do_not_keep(pk, why=form["not_kept_why"], by=request.user))


@require_POST
@for_who_may_know
def give(request: StaffRequest, pk: int) -> HttpResponse:
    return _change(request, pk, lambda form: promising.give(
        pk, to=_person(form["promise_to"]), by=request.user, from_whom=number_in(form["promise_from"])
    ))  # fmt: skip


def _change(request: StaffRequest, pk: int, change: Callable[[dict[str, str]], object]) -> HttpResponse:
    """Done, or refused with what was typed."""
    found = promise_for(request.user, pk)
    form = typed(request.POST, END_FIELDS)
    try:
        change(form)
    except ValidationError as refusal:
        found = promises_open_to(request.user).get(pk=pk)
        return _one(request, found, form=form, errors=errors_of(refusal), status=422)
    messages.success(request, _("It is written down."))
    return redirect("risk:promises")


def _one(
    request: StaffRequest, promise: Promise, *, form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    staff = request.user
    may_end = promise.ended_at is None and bool(may(staff, Action.END_PROMISE, promise))
    danger = promising.danger_of(promise.conversation)
    context = {
        "row": _row(promise, staff),
        "promise": promise,
        "may_end": may_end,
        "takers": [one for one in promising.may_have() if one.pk != promise.owner_id] if may_end else [],
        "danger": danger.pk if danger is not None and may(staff, Action.KNOW, danger) else None,
        "form": form or {},
        "errors": errors or {},
    }
    return _render(request, "promise", context, status=status)


def _row(promise: Promise, staff: StaffMember) -> dict[str, Any]:
    return {
        "id": promise.pk,
        "chat": promise.conversation_id,
        "handle": promise.conversation.handle,
        "due_words": promise_due_words(promise),
        "is_over": promise.ended_at is None and promise.due_at <= clock.now(),
        "is_mine": promise.owner_id == staff.pk,
        "is_new": promise.owner_id == staff.pk and promise.taken_at is None,
        "was_kept": promise.was_kept,
        "ended_at": promise.ended_at,
        "ended_by": promise.ended_by.name if promise.ended_by else "",
    }


def _person(number: str) -> StaffMember | None:
    pk = number_in(number)
    return StaffMember.objects.filter(Q(pk=pk), is_active=True).first() if pk is not None else None


def _render(request: StaffRequest, page: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"risk/{page}.html", {**shell(request.user), **context}, status=status)
