"""One thing that happened, ready to be written down: when, what, by whom in which role, in which words."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

SAID, NOTICED, CALLED, DONE, DUE, TOLD, AROUND, SEEN = (
    "said", "noticed", "called", "done", "due", "told", "around", "seen",
)  # fmt: skip
# What stands first where two things have the very same moment: words, what was noticed in them, and so on.
PARTS = {
    SAID: _("Said"),
    NOTICED: _("Noticed"),
    CALLED: _("Called"),
    DONE: _("Done and decided"),
    DUE: _("Was due"),
    TOLD: _("Shared and told"),
    AROUND: _("Around it"),
    SEEN: _("Seen"),
}
_RANK = {part: number for number, part in enumerate(PARTS)}


@dataclass(frozen=True)
class Words:
    """What somebody wrote, under its heading; or why it cannot be read."""

    label: str
    text: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Entry:
    """`name` says which row it is: "message:7". A later moment of the same row is another entry: "page:3/heard"."""

    name: str
    at: datetime
    part: str
    title: str
    who: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[Words, ...] = ()
    gaps: tuple[str, ...] = ()
    # Every row that is told here: its own, and the step of the history that was written with it.
    rows: tuple[str, ...] = field(default=())

    @property
    def order(self) -> tuple[datetime, int, str, int, str]:
        """Total, and the same whenever it is asked: no two entries have one name."""
        row, _slash, moment = self.name.partition("/")
        kind, _colon, number = row.partition(":")
        return self.at, _RANK[self.part], kind, int(number) if number.isdigit() else 0, f"{number}/{moment}"

    def together_with(self, other: "Entry") -> "Entry":
        """One line for two rows of one deed: this one's words, with what the other adds."""
        known = {one.text for one in self.words if one.text}
        return replace(
            self,
            title=other.title or self.title,
            facts=(*self.facts, *(fact for fact in other.facts if fact not in self.facts)),
            words=(*self.words, *(one for one in other.words if one.text not in known)),
            gaps=tuple(dict.fromkeys((*self.gaps, *other.gaps))),
            rows=(*self.rows, *other.rows),
        )

    def as_data(self) -> dict[str, Any]:
        """As it stands in the file. Nothing is left out because it is empty: another reading is another hash."""
        return {
            "name": self.name,
            "rows": list(self.rows),
            "at": utc(self.at),
            "local": local(self.at),
            "part": self.part,
            "title": self.title,
            "who": self.who,
            "facts": [list(one) for one in self.facts],
            "words": [{"label": one.label, "text": one.text, "not_there": one.gap} for one in self.words],
            "gaps": list(self.gaps),
        }


def entry(name: str, at: datetime, part: str, title: str, **more: Any) -> Entry:
    """An entry whose row is its own; a later moment of a row is none."""
    rows = () if "/" in name else (name,)
    facts = tuple((str(label), str(value)) for label, value in more.pop("facts", ()) if value not in ("", None))
    words = tuple(one for one in more.pop("words", ()) if one is not None)
    gaps = tuple(one for one in more.pop("gaps", ()) if one)
    return Entry(name, at, part, str(title), facts=facts, words=words, gaps=gaps, rows=rows, **more)


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local(at: datetime) -> str:
    """With the name of the clock: on one night of the year half past one comes twice."""
    return date_format(localtime(at), "D j M Y, H:i:s T")
