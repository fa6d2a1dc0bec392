"""What a rota manager does: approve, publish, put on, take off, patterns."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rota.access import StaffRequest
from rota.models import Pattern
from rota.pages import access, wall
from rota.pages.acts import put_errors
from rota.pages.calendar import drafts
from rota.pages.forms import LastDayForm, PatternForm, PersonForm, PutOnForm, WhyForm
from rota.pages.lists import put_on as put_on_by_hand
from rota.pages.offers import approvals_context, place_context
from rota.pages.own import shift_context
from rota.pages.own_views import do
from rota.pages.page import show
from rota.pages.pattern_list import as_typed, pattern_shown, patterns_context
from rota.pages.views import day_asked
from rota.planning import away, claims, publish, swaps
from rota.planning import patterns as engine


@require_GET
@access.for_who_plans
def approvals(request: StaffRequest) -> HttpResponse:
    return show(request, "approvals", approvals_context(request.user))


@require_POST
@access.for_who_plans
def decide_swap(request: StaffRequest, pk: int) -> HttpResponse:
    swap = access.swap_for(request.user, pk)
    if request.POST.get("answer") == "approve":
        return do(request, lambda: swaps.approve(swap, request.user), _("Approved."), then="rota:approvals")
    why = request.POST.get("why", "").strip()[:200]
    return do(
        request,
        lambda: swaps.refuse(swap, request.user, why),
        _("Refused. They see it under My shifts."),
        then="rota:approvals",
    )


@require_POST
@access.for_who_plans
def decide_away(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.away_for(request.user, pk)
    if request.POST.get("answer") == "approve":
        return do(request, lambda: away.approve(found, request.user), _("Approved."), then="rota:approvals")
    return do(
        request,
        lambda: away.refuse(found, request.user, request.POST.get("why", "")),
        _("Refused. They see it under My shifts."),
        then="rota:approvals",
    )


@require_POST
@access.for_who_plans
def publish_week(request: StaffRequest) -> HttpResponse:
    """All drafts of the week; where the rules are against somebody on one, it stays a draft and that is said."""
    monday = wall.monday_of(day_asked(request.POST))
    done, blocked = publish.publish(drafts(request.user, monday), request.user)
    n = len(done)
    messages.success(request, ngettext("%(n)s place is published.", "%(n)s places are published.", n) % {"n": n})
    for slot, problems in blocked:
        when = wall.long_span(slot.during.lower, slot.during.upper)
        messages.error(request, f"{when}: {' '.join(one.words for one in problems)}")
    return redirect(f"{reverse('rota:week')}?day={monday}")


@require_POST
@access.for_who_plans
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    place = access.place_for(request.user, pk)
    form = PersonForm(request.POST, people=access.holders(place.duty))
    if form.is_valid():
        try:
            shift = claims.assign(place, form.cleaned_data["staff"], request.user)
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(request, _("%(name)s is on.") % {"name": shift.staff.name})
            return redirect("rota:shift", shift.pk)
    return show(request, "place", place_context(place, request.user, form), status=422)


@require_POST
@access.for_who_plans
def cancel_place(request: StaffRequest, pk: int) -> HttpResponse:
    place = access.place_for(request.user, pk)
    return do(request, lambda: publish.cancel(place, request.user), _("The place is cancelled."), then="rota:week")


@require_POST
@access.for_who_plans
def release(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes somebody off a shift to come, with a reason. The place is open again."""
    shift = access.shift_for(request.user, pk)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            claims.release(shift, request.user, form.cleaned_data["why"])
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(request, _("%(name)s is off. The place is open.") % {"name": shift.staff.name})
            return redirect(f"{reverse('rota:week')}?day={wall.day_of(shift.starts_at)}")
    context = {**shift_context(shift, request.user), "release_form": form}
    return show(request, "shift", context, status=422)


@require_http_methods(["GET", "POST"])
@access.for_who_plans
def put_on(request: StaffRequest) -> HttpResponse:
    form = PutOnForm(request.POST or None, people=access.people_for(request.user))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            shift = put_on_by_hand(found["staff"], found["duty"], found["begins"], found["ends"], request.user)
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            messages.success(request, _("%(name)s is on.") % {"name": shift.staff.name})
            return redirect("rota:shift", shift.pk)
    return show(request, "put_on", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@access.for_who_sees_all
def patterns(request: StaffRequest) -> HttpResponse:
    """What comes again and again, and for those who plan a form for a new one."""
    return show(request, "patterns", patterns_context(PatternForm()))


@require_POST
@access.for_who_plans
def new_pattern(request: StaffRequest) -> HttpResponse:
    form = PatternForm(request.POST)
    if form.is_valid() and _try(form, lambda: _make(form, request.user)):
        messages.success(request, _("The pattern runs. Its places are there, not published yet."))
        return redirect("rota:patterns")
    return show(request, "patterns", patterns_context(form), status=422)


@require_http_methods(["GET", "POST"])
@access.for_who_plans
def pattern(request: StaffRequest, pk: int) -> HttpResponse:
    """Changes a pattern from a day on: it ends the day before, and another begins."""
    found = access.pattern_for(request.user, pk)
    form = PatternForm(request.POST or None, initial=as_typed(found))
    if request.method == "POST" and form.is_valid() and _try(form, lambda: _change(found, form, request.user)):
        messages.success(request, _("The pattern is changed from that day on."))
        return redirect("rota:patterns")
    return _pattern_page(request, found, form, LastDayForm(initial={"last_day": wall.today()}))


@require_POST
@access.for_who_plans
def end_pattern(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.pattern_for(request.user, pk)
    form = LastDayForm(request.POST)
    if form.is_valid() and _try(form, lambda: engine.end(found, form.cleaned_data["last_day"], request.user)):
        messages.success(request, _("The pattern ends after that day."))
        return redirect("rota:patterns")
    return _pattern_page(request, found, PatternForm(initial=as_typed(found)), form)


def _pattern_page(request: StaffRequest, found: Pattern, form: PatternForm, end_form: LastDayForm) -> HttpResponse:
    context = {"pattern": found, "one": pattern_shown(found), "form": form, "end_form": end_form}
    return show(request, "pattern", context, status=422 if form.is_bound or end_form.is_bound else 200)


def _make(form: PatternForm, by: Any) -> None:
    found = form.cleaned_data
    named = {name: found[name] for name in ("name", "duty", "begins", "ends", "people", "needs_senior")}
    engine.make(**named, rule=form.rule, first_day=found["first_day"], last_day=found["last_day"], by=by)
    engine.fill_ahead()


@transaction.atomic
def _change(old: Pattern, form: PatternForm, by: Any) -> None:
    engine.end(old, form.cleaned_data["first_day"] - wall.A_DAY, by)
    _make(form, by)


def _try(form: Any, deed: Any) -> bool:
    """Whether it was done. What stands in the way goes to the form."""
    try:
        with transaction.atomic():
            deed()
    except ValidationError as refusal:
        put_errors(form, refusal)
        return False
    return True
