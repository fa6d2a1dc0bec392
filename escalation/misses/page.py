"""The figures in words. Counts of one to four are hidden, as in the month, and none of them follows from an estimate.

Zero is shown: that nothing was missed gives nobody away. Where a count is hidden its estimate is left out too, and
its interval is as wide as every count that is hidden like it would make it together: it tells no more than "hidden".
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock
from config.tuning import setting
from escalation.misses.figures import Drawn, weeks
from escalation.misses.intervals import SURE, Between, Part, exact, recall_between, share, size, worth
from escalation.month.tables import ALL, Cell, Counts, cell_name, hidden_cell
from moderation.blind.weeks import last_ended

LATE = timedelta(hours=4)
EACH = 1 - (1 - SURE) / 2
COLUMNS = ("judged", "missed", "fine", "flagged", "right", "false")
SUMS = (("judged", ("missed", "fine")), ("flagged", ("right", "false")))


def context() -> dict[str, Any]:
    found = weeks()
    table = _table(found)
    row = ALL if len(found) > 1 else _key(found[0]) if found else ""
    enough = [one for one in found if one.is_enough]
    return {
        "rows": [(_week_words(one), _cells(one, table)) for one in found],
        "says": _summary(found, enough, table, row) if enough else [],
        "weeks": int(setting("blind.weeks_shown")),
        "is_late": _is_late(found),
        "is_new": not found,
        "not_counted": len(found) - len(enough),
    }


def _is_late(found: Sequence[Drawn]) -> bool:
    """The clock draws an hour after the week; it had some hours more."""
    newest = last_ended()
    return bool(found) and found[0].week < newest and clock.now() > newest.ends + LATE


def _table(found: Sequence[Drawn]) -> Counts:
    counts: dict[str, int] = {}
    for one in found:
        for part, names in ((one.unflagged, COLUMNS[:3]), (one.flagged, COLUMNS[3:])):
            figures = (part.judged, part.risky, part.judged - part.risky)
            counts |= {cell_name(_key(one), name): count for name, count in zip(names, figures, strict=True)}
    rows = [(_key(one), _week_words(one)) for one in found]
    return Counts(rows, [(name, name) for name in COLUMNS], counts, SUMS)


def _cells(one: Drawn, table: Counts) -> list[Cell]:
    row = _key(one)
    counted = [Cell(str(one.drawn)), Cell(str(one.judged)), table.cell(row, "missed")]
    flagged = [table.cell(row, "flagged"), table.cell(row, "false")]
    if not one.is_enough:
        few = Cell(_("too few to say"))
        return [*counted, few, few, *flagged]
    return [
        *counted,
        _in_a_hundred(_seen([one.unflagged], table, row, "missed")),
        _in_a_hundred(_noticed([one], table, row)),
        *flagged,
    ]


def _summary(found: Sequence[Drawn], enough: Sequence[Drawn], table: Counts, row: str) -> list[str]:
    """Over all weeks of which enough was judged."""
    drawn, judged = sum(one.drawn for one in found), sum(one.judged for one in found)
    rate = _seen([one.unflagged for one in enough], table, row, "missed")
    said = [
        ngettext(
            "%(drawn)d message was drawn; judged: %(judged)d.",
            "%(drawn)d messages were drawn; judged: %(judged)d.",
            drawn,
        )
        % {"drawn": drawn, "judged": judged},
        _missed_words(table, row),
        _("Of 100 messages in which the checks notice nothing, somebody should have looked soon at: %(share)s.")
        % {"share": _in_a_hundred(rate).words},
        _("Of 100 messages at which somebody should have looked soon, the checks noticed: %(share)s.")
        % {"share": _in_a_hundred(_noticed(enough, table, row)).words},
        _false_words(table, row),
    ]
    return [words for words in said if words]


def _missed_words(table: Counts, row: str) -> str:
    if not table.is_shown(row, "missed"):
        return _("Some that the checks had passed over should have been looked at soon; how many is hidden.")
    missed = table.counts[cell_name(row, "missed")]
    if not missed:
        return _("Nobody found one that the checks had passed over and that somebody should have looked at soon.")
    return ngettext(
        "%(count)d that the checks had passed over should have been looked at soon.",
        "%(count)d that the checks had passed over should have been looked at soon.",
        missed,
    ) % {"count": missed}


def _false_words(table: Counts, row: str) -> str:
    if not table.is_shown(row, "false", "flagged"):
        return _("How many of those that the checks had flagged did not need it is hidden.")
    counts = {name: table.counts[cell_name(row, name)] for name in ("false", "flagged")}
    if not counts["flagged"]:
        return ""
    return _("Of %(flagged)d that the checks had flagged, %(false)d did not need anybody soon.") % counts


def _noticed(found: Sequence[Drawn], table: Counts, row: str) -> Between | None:
    unflagged, flagged = [one.unflagged for one in found], [one.flagged for one in found]
    missed = _seen(unflagged, table, row, "missed", sure=EACH)
    right = _seen(flagged, table, row, "right", sure=EACH)
    if missed is None or right is None:
        return None
    return recall_between(missed, size(unflagged), right, size(flagged))


def _seen(parts: Sequence[Part], table: Counts, row: str, column: str, *, sure: float = SURE) -> Between | None:
    """The share that is risky, as far as it may be told; None where not even how sure we are may be."""
    risky = sum(part.risky for part in parts)
    rest = sum(part.judged for part in parts) - risky
    least = int(setting("month.least_shown"))
    is_few, is_nearly_all = 0 < risky < least, 0 < rest < least
    if table.is_shown(row, column) and not is_few:
        return share(parts, sure=sure)
    weights = [part.size / part.judged for part in parts if part.size]
    whole = size(parts)
    if not weights or not (is_few or is_nearly_all):
        return None
    one, four = min(weights) / whole, (least - 1) * max(weights) / whole
    low = one if is_few else max(0.0, 1 - four)
    high = 1 - one if is_nearly_all else min(1.0, four)
    count = worth(parts)
    return Between(exact(low * count, count, sure=sure).low, exact(high * count, count, sure=sure).high)


def _in_a_hundred(found: Between | None) -> Cell:
    if found is None:
        return hidden_cell()
    ends = {"low": f"{100 * found.low:.1f}", "high": f"{100 * found.high:.1f}"}
    if found.middle is None:
        return Cell(_("between %(low)s and %(high)s") % ends)
    return Cell(_("about %(middle)s (between %(low)s and %(high)s)") % {**ends, "middle": f"{100 * found.middle:.1f}"})


def _key(one: Drawn) -> str:
    return one.week.monday.isoformat()


def _week_words(one: Drawn) -> str:
    return _("from %(day)s") % {"day": date_format(one.week.monday, "j M Y")}
