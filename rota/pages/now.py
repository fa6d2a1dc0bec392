"""What somebody's shift asks of them now, line by line: for the box of the console, and the notices on other pages.

A line is a sentence and what can be done about it. Nothing of young people is in it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock
from rota.access import may_lead
from rota.models import Shift, ShiftNote, StaffMember
from rota.pages import access, wall
from rota.pages.acts import Act, act
from rota.pages.lately import asked_of, new
from rota.pages.own import asked_shown, note_state, offered_shown, seen_act
from rota.planning import asking, breaks, debriefs, notes, on_shift, overrides, test_pages

# How long before its end somebody is told that their shift ends.
ENDS_SOON = timedelta(minutes=15)

from_above: list[Callable[[StaffMember], Iterable["Line"]]] = []
"""From the apps above: what waits for somebody at the end or the beginning of a shift."""


@dataclass(frozen=True)
class Line:
    """`name` stays the same while it is about the same. `is_pressing`: it is said aloud, and shown on every page."""

    name: str
    words: str
    acts: list[Act] = field(default_factory=list)
    link: str = ""
    link_words: str = ""
    is_pressing: bool = False


def lines(staff: StaffMember) -> list[Line]:
    """The most pressing first."""
    shift, more = on_shift.running(staff), [line for tell in from_above for line in tell(staff)]
    return [*_of_shift(shift), *more, *_of_others(staff), *_of_leads(staff)] if shift else [*more, *_of_others(staff)]


def box_of(staff: StaffMember) -> dict[str, Any]:
    """For the script of a console: the lines, and what can be done with the shift that runs."""
    shift = on_shift.running(staff)
    return {
        "pill": pill_words(shift),
        "lines": [asdict(one) for one in lines(staff)],
        "acts": [asdict(one) for one in foot_acts(shift)] if shift else [],
        "note": note_address(shift) if shift else "",
    }


def pill_words(shift: Shift | None) -> str:
    if shift is None:
        return _("Not on shift")
    return _("On shift until %(until)s") % {"until": wall.label(shift.ends_at)}


def foot_acts(shift: Shift) -> list[Act]:
    """What is always there while a shift runs: the break, and its end."""
    found = []
    if shift.ends_at > clock.now() and shift.on_break_since is None:
        found.append(act("break", shift.pk, _("Take a break"), is_quiet=True, then="begin"))
    return [*found, act("finish", shift.pk, _("Finish my shift"), is_quiet=True)]


def note_address(shift: Shift) -> str:
    """Where the hand-over note is left, while it can still be written."""
    left = _note_of(shift)
    is_open = left is None or (left.signed_at is None and left.went_to_lead_at is None)
    return reverse("rota:shift_note", args=[shift.pk]) if is_open and shift.starts_at <= clock.now() else ""


def _of_shift(shift: Shift) -> Iterator[Line]:
    if test_pages.waiting_for(shift.staff) == shift:
        words = _("A test page was sent to you. Answer it: whoever does not is not counted as cover.")
        yield Line("test-page", words, [act("test_page", shift.pk, _("I got the test page"))], is_pressing=True)
    yield from _break(shift)
    yield from _hours(shift)
    if (left := _note_of(shift)) is not None:
        yield Line("note", f"{_('Your hand-over note')}: {note_state(left)}")


def _break(shift: Shift) -> Iterator[Line]:
    if shift.on_break_since is not None:
        words = _("On a break since %(at)s.") % {"at": wall.label(shift.on_break_since)}
        yield Line("on-break", words, [act("break", shift.pk, _("Back from my break"), then="end")])
    elif (due := breaks.due_at(shift)) is not None:
        is_late = due <= clock.now()
        words = _("A break is part of this shift: take one by %(at)s.") % {"at": wall.label(due)}
        late = _("Your break is due: it was planned for %(at)s.") % {"at": wall.label(due)}
        yield Line("break", late if is_late else words, is_pressing=is_late)


def _hours(shift: Shift) -> Iterator[Line]:
    now = clock.now()
    if shift.ends_at <= now:
        words = _("Your shift is over since %(at)s. Nobody is taken from you: hand over when it is right, then finish.")
        yield Line("over", words % {"at": wall.label(shift.ends_at)}, is_pressing=True)
    elif shift.ends_at - now <= ENDS_SOON:
        words = _("Your shift ends at %(at)s. Leave a note for whoever comes. A lead can let you stay on.")
        yield Line("ends-soon", words % {"at": wall.label(shift.ends_at)}, is_pressing=True)
    for one in overrides.over_hours(shift.staff):
        yield Line(f"hours-{one.code}", one.words)


def _of_others(staff: StaffMember) -> Iterator[Line]:
    """What colleagues and rota managers want of them, and what was decided."""
    for left in notes.to_sign(staff):
        words = _("%(name)s left a hand-over note for you.") % {"name": left.shift.staff.name}
        yield Line(f"sign-{left.pk}", words, link=reverse("rota:note", args=[left.pk]), link_words=_("Read the note"))
    if (offered := debriefs.open_for(staff)) is not None:
        words = _("Would you like to talk about it? A lead has time for you. Saying no is fine.")
        yes = act("debrief", offered.shift_id, _("Yes, please"), answer="taken")
        no = act("debrief", offered.shift_id, _("No, thank you"), is_quiet=True, answer="declined")
        yield Line(f"debrief-{offered.pk}", words, [yes, no])
    for swap in asked_of(staff):
        shown = asked_shown(swap, staff)
        words = _("%(name)s asks you to take %(when)s.") % {"name": swap.by.name, "when": shown["given"]}
        if shown["in_return"]:
            words += " " + _("They take yours: %(when)s.") % {"when": shown["in_return"]}
        yield Line(f"swap-{swap.pk}", words, [shown["agree"], shown["refuse"]])
    for one in asking.open_for(staff):
        shown = offered_shown(one)
        words = _("%(name)s asks whether you can take %(when)s.") % {"name": one.by.name, "when": shown["when"]}
        yield Line(f"offer-{one.pk}", words, [shown["take"], shown["no"]])
    yield from _decided(staff)


def _decided(staff: StaffMember) -> Iterator[Line]:
    """The newest with the button that says they are seen; the others are on their own page."""
    decided = new(staff)
    if not decided:
        return
    more = len(decided) - 1
    words = ngettext("%(n)s more is under My shifts.", "%(n)s more are under My shifts.", more) % {"n": more}
    yield Line(
        f"decided-{decided[0].at.timestamp()}", f"{decided[0].words} {words if more else ''}".strip(), [seen_act()],
        link=f"{reverse('rota:mine')}#lately" if more else "", link_words=_("My shifts") if more else "",
    )  # fmt: skip


def _of_leads(staff: StaffMember) -> Iterator[Line]:
    """For whoever may let people stay: whose shift ends while young people are theirs."""
    if not may_lead(staff):
        return
    now = clock.now()
    ending = Shift.objects.filter(
        staff__in=access.floor_people(staff), during__startswith__lte=now, finished_at=None,
        during__endswith__lte=now + ENDS_SOON, during__endswith__gt=now - ENDS_SOON,
    )  # fmt: skip
    for shift in ending.select_related("staff").order_by("during", "pk"):
        if many := on_shift.has_in_hand(shift.staff):
            words = _("The shift of %(name)s ends at %(at)s, and they look after %(n)s.")
            told = words % {"name": shift.staff.name, "at": wall.label(shift.ends_at), "n": many}
            link = f"{reverse('rota:override')}?staff={shift.staff_id}"
            yield Line(f"ending-{shift.pk}", told, link=link, link_words=_("Let them stay on"))


def _note_of(shift: Shift) -> ShiftNote | None:
    return ShiftNote.objects.filter(shift=shift).select_related("signed_by", "lead").first()
