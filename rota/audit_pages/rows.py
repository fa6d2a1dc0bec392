"""Rows of the audit in words, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from config.tuning import setting
from rota.audit_pages.filters import Wanted
from rota.audit_pages.names import names_of
from rota.audit_pages.words import action_words, ground_words, thing_words
from rota.models import AuditRow


@dataclass(frozen=True)
class Shown:
    """One row, ready to show."""

    id: int
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
    """`before` in the address: the rows older than that one."""
    size = int(setting("audit.rows_a_page"))
    before = form.get("before", "")
    is_later = before.isascii() and before.isdigit() and len(before) < 19
    some = list((rows.filter(pk__lt=int(before)) if is_later else rows).select_related("who")[: size + 1])
    query = wanted.as_query()
    older = urlencode({**query, "before": some[size - 1].pk}) if len(some) > size else ""
    return Page(shown(some[:size]), f"?{older}" if older else "", f"?{urlencode(query)}" if is_later else "")


def shown(rows: list[AuditRow]) -> list[Shown]:
    names = names_of(row.about for row in rows)
    return [_shown(row, names.get(row.about, "")) for row in rows]


def _shown(row: AuditRow, name: str) -> Shown:
    return Shown(
        id=row.pk,
        at=row.at,
        who=row.who.name if row.who else _("the service itself"),
        person=str(row.who_id) if row.who_id else "",
        what=action_words(row.action),
        thing=thing_words(row.about),
        name=name,
        about=row.about,
        ground=ground_words(row.ground) if row.ground else "",
    )
