"""Which rows are asked for: by person, thing, verb and day. What cannot be understood filters nothing and says so."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from config import clock
from rota.audit.reading import READING
from rota.models import AuditRow, StaffMember
from rota.policy import veiled_from

LONDON = ZoneInfo("Europe/London")
DAYS_SHOWN = 7
# Not a verb: all of them that give somebody a young person's words.
READ = "read"
SEARCHED = "audit.searched"
_THING = re.compile(r"([a-z][a-z_]{0,28}):([0-9]{1,18})")
_VERB = re.compile(r"[a-z_.]{1,60}")


@dataclass(frozen=True)
class Wanted:
    """What the form asks for. Empty: all of it, of the last seven days."""

    since: date
    until: date
    person: int | None = None
    thing: str = ""
    action: str = ""
    errors: list[str] = field(default_factory=list)

    def as_query(self) -> dict[str, str]:
        """For the addresses of other pages of the same rows."""
        given = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        given |= {"person": str(self.person)} if self.person else {}
        given |= {"kind": self.thing.split(":")[0], "number": self.thing.split(":")[1]} if self.thing else {}
        return given | ({"action": self.action} if self.action else {})


def wanted_in(form: QueryDict) -> Wanted:
    today, errors = clock.now().astimezone(LONDON).date(), []
    until, wrong_until = _day(form.get("until", ""), today)
    since, wrong_since = _day(form.get("since", ""), until - timedelta(days=DAYS_SHOWN - 1))
    if wrong_until or wrong_since or since > until:
        errors.append(_("These days make no sense. The last seven are shown."))
        since, until = today - timedelta(days=DAYS_SHOWN - 1), today
    person = form.get("person", "")
    known = person.isascii() and person.isdigit() and len(person) < 19
    if known and not StaffMember.objects.filter(pk=int(person)).exists():
        errors.append(_("There is no such person."))
        known = False
    thing, number = form.get("kind", "").strip(), form.get("number", "").strip()
    if bool(thing) != bool(number) or (number and not _THING.fullmatch(f"{thing}:{number}")):
        errors.append(_("To look for one thing, choose what it is and give its number."))
        thing = ""
    action = form.get("action", "")
    return Wanted(
        since,
        until,
        int(person) if known else None,
        f"{thing}:{number}" if thing else "",
        action if _VERB.fullmatch(action) else "",
        errors,
    )


def rows_of(wanted: Wanted, reader: StaffMember) -> QuerySet[AuditRow]:
    """The newest first. Nothing that names what must not exist for whoever reads."""
    begin, end = moments(wanted)
    rows = visible_to(reader).filter(at__gte=begin, at__lt=end)
    if wanted.person:
        rows = rows.filter(who=wanted.person)
    if wanted.thing:
        rows = rows.filter(Q(about=wanted.thing) | Q(ground=wanted.thing))
    if wanted.action == READ:
        rows = rows.filter(action__in=READING)
    elif wanted.action:
        rows = rows.filter(action=wanted.action)
    return rows.order_by("-at", "-id")


def visible_to(reader: StaffMember) -> QuerySet[AuditRow]:
    """All but what names something that must not exist for them. What they looked for themselves stays: a search that
    went missing would tell that there was something to find."""
    return AuditRow.objects.filter(~_veiled(reader) | Q(who=reader, action=SEARCHED))


def hidden_from(reader: StaffMember) -> QuerySet[AuditRow]:
    """The rest, to be left out of counts as well."""
    return AuditRow.objects.filter(_veiled(reader)).exclude(who=reader, action=SEARCHED)


def _veiled(reader: StaffMember) -> Q:
    names = veiled_from(reader)
    return Q(about__in=names) | Q(ground__in=names)


def moments(wanted: Wanted) -> tuple[datetime, datetime]:
    """From midnight to midnight, as the days are in London."""
    begin = datetime.combine(wanted.since, time(), LONDON)
    return begin, datetime.combine(wanted.until + timedelta(days=1), time(), LONDON)


def _day(text: str, otherwise: date) -> tuple[date, bool]:
    """The day, and whether what was given is none."""
    if not text:
        return otherwise, False
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise, True
    return (day, False) if date(2000, 1, 1) <= day <= date(2200, 1, 1) else (otherwise, True)


def choices(wanted: Wanted, reader: StaffMember) -> dict[str, Any]:
    """What the form offers: verbs too only of rows that exist for whoever reads."""
    from rota.audit_pages.words import KINDS, action_words

    known = visible_to(reader).order_by("action").values_list("action", flat=True).distinct()
    return {
        "people": StaffMember.objects.order_by("name", "pk").values_list("pk", "name"),
        "kinds": [(kind, words) for kind, words in KINDS.items()],
        "actions": sorted(((action, action_words(action)) for action in known), key=lambda one: one[1]),
        "thing_kind": wanted.thing.partition(":")[0],
        "thing_number": wanted.thing.partition(":")[2],
    }
