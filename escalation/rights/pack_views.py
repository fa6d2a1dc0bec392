"""Packs: find who asks, read what is in it, take out what may not be given, take the file."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chat.models import AccessPack, Conversation, Redaction
from config import clock
from escalation.rights.access import (
    AGREE_PACKS,
    MAKE_PACKS,
    SEE_PACKS,
    chat_to_ask_about,
    pack_for,
    redaction_of,
    words_of_pack,
)
from escalation.rights.finding import found_for, number_in
from escalation.rights.pack import asking, file
from escalation.rights.pack import redact as taking_out
from escalation.rights.pack.items import gather
from escalation.rights.pack.worries import escalations_of
from rota.access import StaffRequest, role_required
from rota.policy import Action, may
from rota.step_up import step_up_required

View = Callable[..., HttpResponseBase]


def or_404(view: View) -> View:
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (AccessPack.DoesNotExist, Redaction.DoesNotExist, Conversation.DoesNotExist):
            raise Http404 from None

    return guarded


@require_safe
@role_required(*SEE_PACKS)
def packs(request: StaffRequest) -> HttpResponse:
    return _list(request)


@require_POST
@role_required(*MAKE_PACKS)
@or_404
def begin(request: StaffRequest) -> HttpResponse:
    conversation = chat_to_ask_about(number_in(request.POST))
    try:
        asked_on = date.fromisoformat(request.POST.get("asked_on", ""))
        pack = asking.begin(
            conversation.young_person, shown_by=request.POST.get("shown_by", ""), asked_on=asked_on, by=request.user
        )
    except ValidationError as refusal:
        return _list(request, error=" ".join(refusal.messages))
    except ValueError:
        return _list(request, error=str(asking.WHICH_DAY))
    return redirect("rights:pack", pack.pk)


@require_safe
@role_required(*SEE_PACKS)
@step_up_required
@or_404
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """All of it for whoever makes it; for a lead the question, and what it is about."""
    return _pack(request, pack_for(request.user, pk))


@require_POST
@role_required(*MAKE_PACKS)
@step_up_required
@or_404
def redact(request: StaffRequest, pk: int) -> HttpResponse:
    pack, item = pack_for(request.user, pk), request.POST.get("item", "")
    form = {"words": request.POST.get("words", ""), "why": request.POST.get("why", "")}
    try:
        taking_out.redact(pack, item, by=request.user, **form)
    except ValidationError as refusal:
        return _pack(request, pack, error=" ".join(refusal.messages), about=item)
    return redirect(f"{reverse('rights:pack', args=[pk])}#{item}")


@require_POST
@role_required(*MAKE_PACKS)
@step_up_required
@or_404
def lift(request: StaffRequest, pk: int, redaction: int) -> HttpResponse:
    pack = pack_for(request.user, pk)
    found = redaction_of(pack, redaction)
    try:
        taking_out.lift(found, by=request.user)
    except ValidationError as refusal:
        return _pack(request, pack, error=" ".join(refusal.messages), about=found.item)
    return redirect(f"{reverse('rights:pack', args=[pk])}#{found.item}")


@require_POST
@role_required(*AGREE_PACKS)
@step_up_required
@or_404
def lead(request: StaffRequest, pk: int) -> HttpResponse:
    pack = pack_for(request.user, pk)
    try:
        asking.lead_says(pack, by=request.user, agrees=request.POST.get("agrees") == "yes")
    except ValidationError as refusal:
        return _pack(request, pack, error=" ".join(refusal.messages))
    return redirect("rights:packs")


@require_POST
@role_required(*MAKE_PACKS)
@step_up_required
@or_404
def take(request: StaffRequest, pk: int) -> HttpResponse:
    pack = pack_for(request.user, pk)
    if pack.closed_at is not None:
        raise PermissionDenied
    with transaction.atomic():
        words_of_pack(request.user, pack)
        taken, packed = file.take(pack, by=request.user)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="pack-{pack.pk}-{taken.pk}.zip"'
    return response


@require_POST
@role_required(*MAKE_PACKS)
@or_404
def close(request: StaffRequest, pk: int) -> HttpResponse:
    asking.close(pack_for(request.user, pk), by=request.user)
    return redirect("rights:packs")


def _list(request: StaffRequest, *, error: str = "") -> HttpResponse:
    makes = bool(may(request.user, Action.MAKE_PACK))
    named, found = found_for(request) if makes else ("", [])
    if named.strip():
        asking.note_search(found, by=request.user)
    context = {
        "packs": [{"is": pack, "by": asking.answer_by(pack)} for pack in asking.open_packs()],
        "makes": makes,
        "who": named,
        "found": [
            {"chat": one, "ways": [(way, asking.ShownBy(way).label) for way in asking.ways_to_know(one.young_person)]}
            for one in found
        ],
        "today": clock.now().date(),
        "error": error,
    }
    return render(request, "rights/packs.html", context, status=422 if error else 200)


def _pack(request: StaffRequest, pack: AccessPack, *, error: str = "", about: str = "") -> HttpResponse:
    makes = bool(may(request.user, Action.MAKE_PACK))
    context: dict[str, Any] = {
        "pack": pack,
        "by": asking.answer_by(pack),
        "makes": makes,
        "may_agree": pack.closed_at is None and bool(may(request.user, Action.AGREE_PACK, pack)),
        "escalations": escalations_of(pack, request.user) if not makes else [],
        "taken": pack.taken.select_related("by").order_by("-pk"),
        "error": error,
        "about": about,
    }
    if makes and pack.closed_at is None:
        with transaction.atomic():
            words_of_pack(request.user, pack)
            taking_out.find_names(pack)
            found = gather(pack, request.user)
            context |= {
                "parts": file.shown_parts(pack, found),
                "left_out": found.left_out,
                "reasons": [(why, why.label) for why in taking_out.Why],
            }
    return render(request, "rights/pack.html", context, status=422 if error else 200)
