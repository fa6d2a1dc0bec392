"""What the rota lacks, to act on: when, what, who could fill it, who was asked, and one button that asks them."""

from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock
from rota.models import Slot, StaffMember
from rota.pages import access, wall
from rota.pages.acts import Act, act
from rota.planning import asking, needs

WEEK = 7
# To say who could fill a gap asks all rules of everybody: so many at once, and a link to those that come later.
MOST_SHOWN = 8


def gaps_context(viewer: StaffMember, day: date, after: datetime | None) -> dict[str, Any]:
    """Of the week that begins with a day, those that begin at or after a moment."""
    since, until = wall.midnight(day), wall.midnight(day + WEEK * wall.A_DAY)
    found = _coming(max(since, clock.now()), until)
    shown = [gap for gap in found if after is None or gap.begins >= after]
    plans = access.plans(viewer)
    return {
        "first": day,
        "before": day - WEEK * wall.A_DAY,
        "after": day + WEEK * wall.A_DAY,
        "today": wall.today(),
        "gaps": [_shown(gap, plans=plans) for gap in shown[:MOST_SHOWN]],
        "later": shown[MOST_SHOWN].begins.isoformat() if len(shown) > MOST_SHOWN else "",
        "many": len(found),
    }


def name_of(gap: needs.Gap) -> str:
    """Where it stands on the page of gaps."""
    return f"place-{gap.slot.pk}" if gap.slot else f"{gap.what}-{int(gap.begins.timestamp())}"


def address_of(day: date) -> str:
    """That page, with this day at its top."""
    return f"{reverse('rota:gaps')}?day={day}"


def asked_shown(slot: Slot) -> list[dict[str, Any]]:
    """Whom somebody asked to take a place, and what became of it."""
    offers = slot.offers.select_related("staff").order_by("staff__name", "pk")
    return [{"name": one.staff.name, "words": _("cannot") if one.declined_at else _("no answer yet")} for one in offers]


def could_shown(slot: Slot) -> dict[str, Any]:
    """Who could take a place, and the button that asks those who were not asked yet."""
    people = asking.who_could(slot)
    asked = set(slot.offers.values_list("staff_id", flat=True))
    new = [one for one in people if one.pk not in asked]
    return {
        "could": [one.name for one in people],
        "asked": asked_shown(slot),
        "ask": _ask(slot, len(new)) if new else None,
    }


def _coming(since: datetime, until: datetime) -> list[needs.Gap]:
    found = needs.gaps(since, until) if since < until else []
    return [gap._replace(begins=max(gap.begins, since)) if gap.slot is None else gap for gap in found]


def _shown(gap: needs.Gap, *, plans: bool) -> dict[str, Any]:
    return {
        "name": name_of(gap),
        "when": wall.long_span(gap.begins, gap.ends),
        "odd": wall.odd_hours(gap.begins, gap.ends),
        "words": gap.words,
        "needs_senior": bool(gap.slot and gap.slot.needs_senior),
        "place": reverse("rota:place", args=[gap.slot.pk]) if gap.slot else "",
        **(_who(gap) if plans else {}),
    }


def _who(gap: needs.Gap) -> dict[str, Any]:
    if gap.slot is not None:
        return could_shown(gap.slot)
    piece = asking.piece_of(gap)
    if piece is None:
        return {"is_offered": True}
    # As if the place were there already.
    senior = gap.what == needs.SENIOR
    slot = Slot(duty=asking.DUTY_FOR[gap.what], during=DateTimeTZRange(*piece), needs_senior=senior)
    people = [one.name for one in asking.who_could(slot)]
    words = ngettext("Open %(when)s and ask %(n)s person", "Open %(when)s and ask %(n)s people", len(people))
    return {
        "could": people,
        "ask": Act(
            reverse("rota:gap_offer"),
            words % {"when": wall.span(*piece), "n": len(people)},
            {"what": gap.what, "begins": piece.begins.isoformat(), "ends": piece.ends.isoformat()},
        ),
    }


def _ask(slot: Slot, many: int) -> Act:
    words = ngettext("Ask %(n)s person", "Ask %(n)s people", many) % {"n": many}
    return act("place_offer", slot.pk, words, about=wall.long_span(slot.during.lower, slot.during.upper))
