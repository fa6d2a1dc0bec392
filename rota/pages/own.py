"""One's own shifts: what runs, what comes, what somebody asks, and what can be done about each."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota.models import PlaceOffer, Shift, ShiftNote, StaffMember, Swap
from rota.pages import access, wall
from rota.pages.acts import Act, act
from rota.pages.entries import of_place, of_shift
from rota.pages.forms import NoteForm, WhyForm
from rota.pages.lately import asked_of, lately
from rota.pages.staff_list import away_open, away_shown, clearances_shown
from rota.planning import asking, breaks, clearances, debriefs, notes, on_shift, overrides, rules, swaps

WEEKS_AHEAD = 8
# How long after the end somebody may still leave their note and finish.
LATE = timedelta(hours=12)


def mine_context(staff: StaffMember, note_form: NoteForm | None = None) -> dict[str, Any]:
    running, decided = on_shift.running(staff), lately(staff)
    return {
        "running": shift_acts(running) if running else None,
        "note_form": note_form or NoteForm(),
        "to_sign": [{"note": note} for note in notes.to_sign(staff)],
        "debriefs": _debriefs(staff),
        "asked_of_me": [asked_shown(swap, staff) for swap in asked_of(staff)],
        "offered": [offered_shown(one) for one in asking.open_for(staff)],
        "coming": [_coming(shift, staff) for shift in _shifts_ahead(staff)],
        "hours_words": hours_words(staff),
        "lately": decided,
        "seen": seen_act() if any(one.is_new for one in decided) else None,
        "times_away": [_away(one) for one in away_open(staff)],
        "clearances": clearances_shown(clearances.of([staff])[staff.pk]),
        "to_warn": [*_break_words(running), *(one.words for one in overrides.over_hours(staff))] if running else [],
    }


def shift_context(shift: Shift, viewer: StaffMember) -> dict[str, Any]:
    is_mine = shift.staff_id == viewer.pk
    is_ahead = shift.starts_at > clock.now()
    return {
        "entry": of_shift(shift, viewer),
        "mine": shift_acts(shift) if is_mine else None,
        "note_form": NoteForm(),
        "swap_words": _swap_words(shift),
        "problems": _problems(shift) if is_ahead else [],
        "history": shift.history.select_related("by").order_by("at", "pk"),
        "may_release": is_ahead and access.plans(viewer),
        "release_form": WhyForm(),
    }


def shift_acts(shift: Shift) -> dict[str, Any]:
    """What its person can do with a shift now."""
    entry = of_shift(shift, shift.staff)
    now = clock.now()
    runs = shift.starts_at <= now and not shift.finished_at and now < shift.ends_at + LATE
    note = ShiftNote.objects.filter(shift=shift).select_related("signed_by", "lead").first()
    return {
        "pk": shift.pk,
        "duty_words": entry.duty_words,
        "until": wall.label(shift.ends_at),
        "shape": entry.shape,
        "words": entry.words,
        "odd": entry.odd,
        "test_page": _test_page(shift),
        "acts": _acts(shift, runs=runs, note=note),
        "may_give": shift.starts_at > now and not swaps.of_shift(shift),
        "note": note,
        "note_state": note_state(note) if note else "",
        "note_address": reverse("rota:shift_note", args=[shift.pk]) if runs and _may_write(note) else "",
    }


def _acts(shift: Shift, *, runs: bool, note: ShiftNote | None) -> list[Act]:
    now, found = clock.now(), []
    if shift.starts_at > now and not shift.confirmed_at:
        found.append(act("confirm", shift.pk, _("I will be there"), about=_about(shift)))
    if shift.starts_at > now and (swap := swaps.of_shift(shift)):
        words = _("Keep it after all")
        found.append(act("swap_answer", swap.pk, words, about=_about(shift), is_quiet=True, answer="withdraw"))
    on_now = runs and now < shift.ends_at
    if on_now and shift.on_break_since:
        found.append(act("break", shift.pk, _("Back from my break"), then="end"))
    elif on_now:
        found.append(act("break", shift.pk, _("Take a break"), is_quiet=True, then="begin"))
    if runs:
        found.append(act("finish", shift.pk, _("Finish my shift"), is_quiet=True))
    return found


def _test_page(shift: Shift) -> Act | None:
    if not shift.test_page_at or shift.test_page_answered_at or shift.ends_at <= clock.now():
        return None
    return act("test_page", shift.pk, _("I got the test page"))


def note_state(note: ShiftNote) -> str:
    if note.signed_by and note.signed_at:
        return _("%(name)s has it since %(at)s.") % {"name": note.signed_by.name, "at": wall.label(note.signed_at)}
    if note.went_to_lead_at:
        name = note.lead.name if note.lead else _("the safeguarding leads")
        return _("Nobody had signed it, so it is with %(name)s. You are free.") % {"name": name}
    minutes = setting("rota.note_minutes")
    return _("Not signed yet. After %(n)s minutes it goes to the lead on call, and you are free.") % {"n": minutes}


def _may_write(note: ShiftNote | None) -> bool:
    return note is None or (note.signed_at is None and note.went_to_lead_at is None)


def _shifts_ahead(staff: StaffMember) -> list[Shift]:
    now = clock.now()
    until = now + timedelta(weeks=WEEKS_AHEAD)
    ahead = staff.shifts.filter(during__startswith__gt=now, during__startswith__lt=until)
    return list(ahead.select_related("staff").order_by("during"))


def _coming(shift: Shift, staff: StaffMember) -> dict[str, Any]:
    return {
        "pk": shift.pk,
        "entry": of_shift(shift, staff),
        "acts": _acts(shift, runs=False, note=None),
        "may_give": not swaps.of_shift(shift),
        "swap": _swap_words(shift),
    }


def _swap_words(shift: Shift) -> str:
    swap = swaps.of_shift(shift)
    if swap is None:
        return ""
    said = {
        Swap.State.ASKED: _("You asked %(name)s to take it. No answer yet."),
        Swap.State.AGREED: _("%(name)s takes it, once a rota manager has approved."),
    }
    return said[Swap.State(swap.state)] % {"name": swap.to.name}


def seen_act() -> Act:
    """They have seen what was decided up to now, and not what comes while they read."""
    return Act(reverse("rota:seen"), _("I have seen it"), {"until": clock.now().isoformat()}, is_quiet=True)


def offered_shown(offered: PlaceOffer) -> dict[str, Any]:
    """A place that somebody was asked to take, with yes and no."""
    entry = of_place(offered.slot)
    about = wall.long_span(entry.begins, entry.ends)
    return {
        "entry": entry,
        "by": offered.by.name,
        "when": about,
        "take": act("claim", offered.slot_id, _("I take it"), about=about),
        "no": act("offer_decline", offered.slot_id, _("I cannot"), about=about, is_quiet=True),
    }


def asked_shown(swap: Swap, staff: StaffMember) -> dict[str, Any]:
    about = _about(swap.shift)
    return {
        "swap": swap,
        "given": _when(swap.shift),
        "in_return": _when(swap.in_return) if swap.in_return else "",
        "problems": [],
        "agree": act("swap_answer", swap.pk, _("I take it"), about=about, answer="agree"),
        "refuse": act("swap_answer", swap.pk, _("No"), about=about, is_quiet=True, answer="refuse"),
    }


def _when(shift: Shift) -> str:
    return wall.long_span(shift.starts_at, shift.ends_at)


def _about(shift: Shift) -> str:
    return _when(shift)


def _away(away: Any) -> dict[str, Any]:
    return {**away_shown(away), "act": act("away_withdraw", away.pk, _("Take back"), is_quiet=True)}


def _debriefs(staff: StaffMember) -> list[dict[str, Any]]:
    """The offer that was not answered yet."""
    offered = debriefs.open_for(staff)
    if offered is None:
        return []
    return [
        {
            "entry": of_shift(offered.shift, staff),
            "taken": act("debrief", offered.shift_id, _("Yes, please"), answer="taken"),
            "declined": act("debrief", offered.shift_id, _("No, thank you"), is_quiet=True, answer="declined"),
        }
    ]


def _break_words(running: Shift) -> list[str]:
    """Paid staff on a long shift: by when their break should have been."""
    due = breaks.due_at(running)
    return [_("A break is part of this shift: take one by %(at)s.") % {"at": wall.label(due)}] if due else []


def _problems(shift: Shift) -> list[rules.Problem]:
    """What the rules say about it as it stands: somebody is told in time."""
    return rules.problems(shift.staff, shift.duty, shift.starts_at, shift.ends_at, ignoring=shift)


def hours_words(staff: StaffMember) -> str:
    """How many hours of work the week to come has for them."""
    now = clock.now()
    until = now + timedelta(days=7)
    ahead = staff.shifts.filter(during__overlap=(now, until), duty__in=rules.AT_WORK)
    worked = sum((min(one.ends_at, until) - max(one.starts_at, now) for one in ahead), timedelta())
    return _("%(n)s hours of work in the next 7 days.") % {"n": wall.hours(now, now + worked)}
