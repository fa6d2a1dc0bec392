"""Which of a council's two numbers counts now: by day on working days of its nation, otherwise out of hours."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from escalation.models import Council
from escalation.working_days import LONDON, is_working_day


@dataclass(frozen=True)
class Contact:
    """A number to ring, and what stands beside it."""

    phone: str
    words: str
    is_by_day: bool


def contacts_of(council: Council, at: datetime | None = None) -> list[Contact]:
    """Both, the one that counts now first."""
    by_day = Contact(council.day_phone, _("Office hours"), True)
    out_of_hours = Contact(council.night_phone, _("Out of hours: emergency duty team"), False)
    return [by_day, out_of_hours] if is_office_hours(at or clock.now(), council.nation) else [out_of_hours, by_day]


def is_office_hours(at: datetime, nation: str) -> bool:
    """By the clock of London: a wall clock, so a night of the clock change is no different."""
    local = at.astimezone(LONDON)
    hours = setting("directory.office_hours")
    begins, ends = (time.fromisoformat(hours[name]) for name in ("from", "until"))
    return is_working_day(local.date(), nation) and begins <= local.time() < ends
