"""The pages of blind readings: one message at a time, a plain form, and the same answer whatever was said of it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moderation.blind import commands as blind
from moderation.blind.access import note_reading, reading_for
from moderation.blind.page import home_context, reading_context
from moderation.models import BlindReading
from rota.access import StaffRequest
from rota.policy import Action, action_required

View = Callable[..., HttpResponseBase]


def about_a_reading(view: View) -> View:
    """Gives the view the reading that this person was given; where it is gone, it says so."""

    @wraps(view)
    def guarded(request: StaffRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, reading_for(request.user, pk))
        except ObjectDoesNotExist:
            messages.info(request, _("That one is not here any more, or it was never given to you."))
            return redirect("blind:home")

    return action_required(Action.READ_BLIND)(guarded)


@require_safe
@action_required(Action.READ_BLIND)
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "blind/home.html", home_context(request.user))


@require_POST
@action_required(Action.READ_BLIND)
def take_next(request: StaffRequest) -> HttpResponse:
    try:
        reading = blind.take_next(request.user)
    except blind.NothingWaits:
        messages.info(request, _("Nothing waits for you."))
        return redirect("blind:home")
    return redirect("blind:show", reading.pk)


@require_safe
@about_a_reading
def show(request: StaffRequest, reading: BlindReading) -> HttpResponseBase:
    return _page(request, reading)


@require_POST
@about_a_reading
def judge(request: StaffRequest, reading: BlindReading) -> HttpResponseBase:
    form = {name: request.POST.get(name, "") for name in ("verdict", "category")}
    try:
        blind.judge(reading, **form, judged_by=request.user)
    except ValidationError as refusal:
        return _page(request, reading, form=form, errors=_errors_of(refusal))
    except blind.AlreadyJudged:
        messages.warning(
            request,
            _("Somebody else had it meanwhile, so yours is not counted. Where somebody must act, they are told."),
        )
        return redirect("blind:home")
    messages.success(request, _("Written down. Where somebody must act and did not know, they are told now."))
    return redirect("blind:home")


@require_POST
@about_a_reading
def skip(request: StaffRequest, reading: BlindReading) -> HttpResponseBase:
    try:
        blind.skip(reading, why=request.POST.get("why", ""), by=request.user)
    except ValidationError as refusal:
        return _page(request, reading, errors=_errors_of(refusal))
    messages.info(request, _("Somebody else reads it. You are not given it again."))
    return redirect("blind:home")


def _page(
    request: StaffRequest,
    reading: BlindReading,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponseBase:
    """The words, for whoever holds them. That they are read is written down before they are shown."""
    held = blind.held_by(request.user)
    if held is None or held.pk != reading.pk:
        messages.warning(request, _("You do not have that one any more. Nothing was written down."))
        return redirect("blind:home")
    with transaction.atomic():
        conversation = note_reading(reading, read_by=request.user)
        context = reading_context(reading, conversation) | {"form": form or {}, "errors": errors or {}}
        return render(request, "blind/reading.html", context, status=422 if errors else 200)


def _errors_of(refusal: ValidationError) -> dict[str, str]:
    return {name: texts[0] for name, texts in refusal.message_dict.items()}
