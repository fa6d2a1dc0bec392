"""All tables of one month, for one reader."""

import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from chat.models import OutgoingText
from chat.urgency import Urgency
from config.tuning import setting
from escalation.models import Decision
from escalation.month import chats, flags, found, outcomes, staffing, texts, week
from escalation.month.chats import Became
from escalation.month.months import Month
from escalation.month.tables import ALL, Cell, Counts, Shown, cell_name, duration, hidden_cell, number, share
from moderation.models import Flag
from rota.models import StaffMember

WEEK = "week"


def report(month: Month, reader: StaffMember) -> list[Shown]:
    return [
        _chats(month),
        _week(month),
        _flags(month),
        _outcomes(month, reader),
        _found(month, reader),
        _cover(month),
        _places(month),
        _hours(month),
        _debriefs(month),
        _texts(month),
        _distance(month),
    ]


def definition(metric: Callable[..., object]) -> str:
    """What a figure means, as it is written beside the code that counts it."""
    return " ".join((inspect.getdoc(metric) or "").replace("`", "").split())


def _urgencies() -> list[tuple[str, str]]:
    return [(str(one.value), str(one.label)) for one in sorted(Urgency, key=lambda one: (-one.rank, one.value))]


def _chats(month: Month) -> Shown:
    waits = chats.offered(month)
    rows = _urgencies()
    counts = {cell_name(key, became): 0 for key, _words in rows for became in Became}
    counts |= Counter(cell_name(wait.urgency, wait.became) for wait in waits)
    for key, _words in rows:
        answered = (Became.IN_TIME, Became.LATE)
        rest = [became for became in Became if became not in answered]
        counts[cell_name(key, "answered")] = sum(counts[cell_name(key, became)] for became in answered)
        left = sum(counts[cell_name(key, became)] for became in rest)
        counts[cell_name(key, "offered")] = counts[cell_name(key, "answered")] + left
    columns = [
        ("offered", _("Offered")),
        ("answered", _("Answered")),
        (Became.IN_TIME, _("in time")),
        (Became.LATE, _("late")),
        (Became.LEFT, _("Left")),
        (Became.LEFT_SOON, _("Left within a minute")),
        (Became.ENDED, _("Ended by us")),
        (Became.WAITING, _("Still waiting")),
    ]
    parts = ("answered", Became.LEFT, Became.LEFT_SOON, Became.ENDED, Became.WAITING)
    sums = [("offered", parts), ("answered", (Became.IN_TIME, Became.LATE))]
    table = Counts(rows, columns, counts, sums, is_rough=not month.is_over)
    shown = []
    for key, words in table.rows:
        taken = [wait for wait in chats.answered(waits) if key in (ALL, wait.urgency)]
        times = [wait.waited for wait in taken if wait.waited is not None]
        shown.append((words, [
            *(table.cell(key, column) for column, _words in columns),
            table.share(key, "answered", "offered"),
            table.share(key, Became.LEFT, "offered"),
            table.share(key, Became.IN_TIME, "answered"),
            *(table.time(times, part) for part in (50, 90, 100)),
        ]))  # fmt: skip
    figures = [_("Answered %"), _("Left %"), _("In time %"), _("Half within"), _("9 of 10 within"), _("Longest wait")]
    headings = [*(words for _key, words in columns), *figures]
    says = f"{definition(chats.offered)} {definition(chats.became)}"
    return Shown("chats", _("Chats and waits"), says, headings, shown, 11, _("Half were answered within"))


def _week(month: Month) -> Shown:
    """24 rows, and for each day two columns. What was asked adds up to all that were offered, which stands above."""
    slots = {f"{day}-{hour}": (day, hour) for day in week.DAYS for hour in week.HOURS}
    asked, there = week.asked(month), week.on_duty(month)
    counts = {cell_name("week", key): asked[slot] for key, slot in slots.items()}
    counts[cell_name("week", ALL)] = sum(counts.values())
    columns = [*((key, key) for key in slots), (ALL, ALL)]
    table = Counts([("week", "")], columns, counts, [(ALL, tuple(slots))], is_rough=not month.is_over)
    rows = []
    for hour in week.HOURS:
        cells = []
        for day in week.DAYS:
            people = there.get((day, hour))
            cells += [
                table.cell("week", f"{day}-{hour}"),
                Cell("–") if people is None else Cell(f"{people:.1f}", people),
            ]
        rows.append((f"{hour:02}:00", cells))
    headings = [f"{WEEKDAYS_ABBR[day]} {what}" for day in week.DAYS for what in (_("asked"), _("on duty"))]
    says = f"{definition(week.asked)} {definition(week.on_duty)}"
    return Shown(WEEK, _("Asked and on duty, by hour of the week"), says, headings, rows)


def _flags(month: Month) -> Shown:
    noticed, rows = flags.raised(month), _urgencies()
    states = [
        (Flag.State.DISMISSED, _("Said that it was not so")),
        (Flag.State.HANDLED, _("Agreed")),
        (Flag.State.CONFIRMED, _("Confirmed by a lead")),
        (Flag.State.ACKNOWLEDGED, _("Being looked at")),
        (Flag.State.RAISED, _("Not answered yet")),
    ]
    counts = {cell_name(key, state): 0 for key, _words in rows for state, _label in states}
    counts |= Counter(cell_name(one.urgency, one.state) for one in noticed)
    for key, _words in rows:
        counts[cell_name(key, "total")] = sum(counts[cell_name(key, state)] for state, _label in states)
    columns = [("total", _("Raised")), *states]
    names = tuple(str(state) for state, _label in states)
    table = Counts(rows, columns, counts, [("total", names)], is_rough=not month.is_over)
    shown = []
    for key, words in table.rows:
        times = [one.answered_after for one in noticed if key in (ALL, one.urgency) and one.answered_after is not None]
        shown.append((words, [
            *(table.cell(key, column) for column, _words in columns),
            table.share(key, Flag.State.DISMISSED, "total"),
            *(table.time(times, part) for part in (50, 90)),
        ]))  # fmt: skip
    figures = [_("Not so %"), _("Half answered within"), _("9 of 10 within")]
    headings = [*(words for _key, words in columns), *figures]
    return Shown("flags", _("What was noticed"), definition(flags.raised), headings, shown, 0, _("Raised"))


def _outcomes(month: Month, reader: StaffMember) -> Shown:
    labels = [*((str(value), str(label)) for value, label in Decision.Outcome.choices)]
    labels.append((outcomes.UNDECIDED, _("Not decided yet")))
    counted = outcomes.by_outcome(month, reader)
    return _list("outcomes", _("Escalations by outcome"), outcomes.by_outcome, labels, counted, month)


def _found(month: Month, reader: StaffMember) -> Shown:
    labels = [
        ("program", _("By the program or a clock")),
        ("noticed", _("By a person; the program had noticed something")),
        ("missed", _("By a person; the program had noticed nothing")),
        ("staff", _("About somebody who works here")),
    ]
    counted = found.by_whom(month, reader)
    return _list("found", _("Escalations by who found it"), found.by_whom, labels, counted, month)


def _places(month: Month) -> Shown:
    places = staffing.places(month)
    labels = [("filled", _("Somebody was on it")), ("empty", _("Nobody filled it"))]
    counted = {"filled": places.filled, "empty": places.empty}
    return _list("places", _("Places on the rota"), staffing.places, labels, counted, month)


def _hours(month: Month) -> Shown:
    hours = staffing.hours(month)
    labels = [("within", _("Within the limits of hours")), ("over", _("Over a limit"))]
    table = _list(
        "hours", _("Shifts and hours"), staffing.hours, labels, {"within": hours.within, "over": hours.over}, month
    )
    few = 0 < hours.overridden < int(setting("month.least_shown"))
    times = hidden_cell() if few else number(hours.overridden, is_rough=not month.is_over)
    return replace(table, rows=[*table.rows, (_("Limits set aside by a lead"), [times, Cell("")])])


def _debriefs(month: Month) -> Shown:
    labels = [("taken", _("Taken")), ("declined", _("Declined")), ("open", _("No answer yet"))]
    counted = staffing.debriefs(month)
    return _list("debriefs", _("Debriefs offered"), staffing.debriefs, labels, counted, month)


def _distance(month: Month) -> Shown:
    labels = [("better", _("Better")), ("same", _("The same")), ("worse", _("Worse"))]
    counted = chats.distance_travelled(month)
    return _list("distance", _("How they felt afterwards"), chats.distance_travelled, labels, counted, month)


def _list(
    key: str,
    title: str,
    metric: Callable[..., object],
    labels: list[tuple[str, str]],
    counted: dict[str, int],
    month: Month,
) -> Shown:
    """One count a row, and how many in all."""
    counts = {cell_name(name, "count"): count for name, count in counted.items()}
    table = Counts(labels, [("count", _("How many"))], counts, is_rough=not month.is_over)
    rows = [
        (words, [table.cell(name, "count"), _of_all(table, name)]) for name, words in table.rows
    ]  # fmt: skip
    return Shown(key, title, definition(metric), [_("How many"), "%"], rows, 0, _("How many"))


def _of_all(table: Counts, row: str) -> Cell:
    if not (table.is_shown(row, "count") and table.is_shown(ALL, "count")):
        return hidden_cell()
    part, whole = table.counts[cell_name(row, "count")], table.counts[cell_name(ALL, "count")]
    return share(part, whole, step=5 if table.is_rough else 1)


def _cover(month: Month) -> Shown:
    cover = staffing.cover(month)
    states = [
        (_("Open"), cover.open),
        (_("Only the most urgent"), cover.narrowed),
        (_("Closed"), cover.closed),
    ]
    rows = [(words, [share(length / cover.known if cover.known else 0, 1 if cover.known else 0), duration(length)])
            for words, length in states]  # fmt: skip
    rows.append((_("Hours of places that nobody filled"), [Cell(""), duration(staffing.places(month).empty_for)]))
    return Shown("cover", _("Cover"), definition(staffing.cover), [_("Share"), _("Time")], rows, 0, _("Share of time"))


def _texts(month: Month) -> Shown:
    counted, billed = texts.by_state(month), texts.bill(month)
    labels = [(str(value), str(label)) for value, label in OutgoingText.State.choices]
    table = _list("texts", _("Texts"), texts.by_state, labels, counted, month)
    few = 0 < billed.texts < int(setting("month.least_shown"))
    parts = hidden_cell() if few else number(billed.parts, is_rough=not month.is_over)
    pounds = hidden_cell() if few else _pounds((parts.number or 0) * billed.pence_a_part, month)
    rows = [*table.rows, (_("Parts the carrier took"), [parts, Cell("")]), (_("Cost"), [pounds, Cell("")])]
    return replace(table, says=f"{table.says} {definition(texts.bill)}", rows=rows)


def _pounds(pence: float, month: Month) -> Cell:
    """Of the parts that are shown, so that neither says more than the other."""
    pounds = f"£{pence / 100:.2f}"
    return Cell(pounds if month.is_over else _("about %(pounds)s") % {"pounds": pounds}, pence / 100)
