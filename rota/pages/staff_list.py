"""The people of the rota: until when each of them may be put on, and what comes for them."""

from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota.models import Away, Clearance, Role, StaffMember
from rota.pages import wall
from rota.pages.entries import entries_of
from rota.planning import clearances

SHAPES = {"fine": "✓", "soon": "◷", "gone": "▲"}
WEEKS_SHOWN = 4


def people_context(people: Any) -> dict[str, Any]:
    found = list(people.prefetch_related("role_grants"))
    known = clearances.of(found)
    return {
        "kinds": [kind.label for kind in Clearance.Kind],
        "people": [
            {"person": one, "roles": roles_of(one), "clearances": clearances_shown(known[one.pk])} for one in found
        ],
    }


def person_context(person: StaffMember, viewer: StaffMember) -> dict[str, Any]:
    now = clock.now()
    until = now + timedelta(weeks=WEEKS_SHOWN)
    coming = person.shifts.filter(during__overlap=(now, until)).select_related("staff")
    return {
        "person": person,
        "roles": roles_of(person),
        "clearances": clearances_shown(clearances.of([person])[person.pk]),
        "noted": person.clearances.select_related("noted_by").order_by("-pk")[:20],
        "coming": entries_of(coming, (), viewer),
        "away": [away_shown(one) for one in away_open(person)],
    }


def roles_of(person: StaffMember) -> str:
    held = {grant.role for grant in person.role_grants.all() if grant.ended_at is None}
    return ", ".join(str(role.label) for role in Role if role in held)


def clearances_shown(until: dict[str, date]) -> list[dict[str, Any]]:
    """Each kind, with a word, a shape and a colour for how long it still holds."""
    return [_shown(kind, until.get(kind.value)) for kind in Clearance.Kind]


def _shown(kind: Clearance.Kind, until: date | None) -> dict[str, Any]:
    state = _state(until)
    day = date_format(until, "j M Y") if until else ""
    short = {"fine": day, "soon": _("ends %(day)s"), "gone": _("over since %(day)s") if until else _("never noted")}
    words = str(short[state]) % {"day": day}
    return {
        "kind": kind.label,
        "state": state,
        "shape": SHAPES[state],
        "short": words,
        "words": f"{kind.label}: {words}",
    }


def _state(until: date | None) -> str:
    if until is None or until < wall.today():
        return "gone"
    return "soon" if until < wall.today() + timedelta(days=setting("rota.warn_days")) else "fine"


def away_open(person: StaffMember) -> list[Away]:
    """Asked or approved, and not over."""
    times = person.times_away.filter(state__in=(Away.State.ASKED, Away.State.APPROVED))
    return list(times.filter(during__endswith__gt=clock.now()).order_by("during"))


def away_shown(away: Away) -> dict[str, Any]:
    return {"away": away, "when": wall.long_span(away.during.lower, away.during.upper)}
