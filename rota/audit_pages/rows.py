"""Rows of the audit in words, a page at a time."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from config.tuning import setting
from rota.audit_pages.filters import Wanted
from rota.audit_pages.names import names_of
from rota.audit_pages.words import action_words, ground_words, thing_words
from rota.models import AuditRow

_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,9})")
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True)
class Shown:
    """One row, ready to show."""

    at: datetime
    who: str
    person: str
    what: str
    thing: str
    name: str
    about: str
    ground: str


@dataclass(frozen=True)
class Page:
    rows: list[Shown]
    # Addresses of the rows before and after these, and back to the newest; empty where there are none.
    older: str
    newest: str


def page_of(rows: QuerySet[AuditRow], wanted: Wanted, form: QueryDict) -> Page:
    """`before` in the address: where the page before this one ended. A moment, and no number of a row: numbers that
    are missing would tell of rows that must not exist for whoever reads."""
    size = int(setting("audit.rows_a_page"))
    at, skip = _place_in(form.get("before", ""))
    rest = (rows.filter(at__lte=at) if at else rows).select_related("who")
    some = list(rest[skip : skip + size + 1])
    query, page = wanted.as_query(), some[:size]
    older = urlencode({**query, "before": _place_after(page, at, skip)}) if len(some) > size else ""
    return Page(shown(page), f"?{older}" if older else "", f"?{urlencode(query)}" if at else "")


def _place_in(before: str) -> tuple[datetime | None, int]:
    """Up to which moment, and how many rows of that moment were shown already."""
    found = _PLACE.fullmatch(before)
    return (_EPOCH + int(found[1]) * _MICROSECOND, int(found[2])) if found else (None, 0)


def _place_after(page: list[AuditRow], began_at: datetime | None, skipped: int) -> str:
    last = page[-1].at
    of_it = sum(row.at == last for row in page) + (skipped if last == began_at else 0)
    return f"{(last - _EPOCH) // _MICROSECOND}-{of_it}"


def shown(rows: list[AuditRow]) -> list[Shown]:
    names = names_of(row.about for row in rows)
    return [_shown(row, names.get(row.about, "")) for row in rows]


def _shown(row: AuditRow, name: str) -> Shown:
    return Shown(
        at=row.at,
        who=row.who.name if row.who else _("the service itself"),
        person=str(row.who_id) if row.who_id else "",
        what=action_words(row.action),
        thing=thing_words(row.about),
        name=name,
        about=row.about,
        ground=ground_words(row.ground) if row.ground else "",
    )
