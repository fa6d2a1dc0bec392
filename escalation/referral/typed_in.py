"""What people typed into the forms of referrals, read without trusting it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config import clock
from escalation.working_days import LONDON

LONGEST = 4000
# A page that stood open, and two watches.
AHEAD = timedelta(minutes=2)


def texts(posted: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Trimmed, with the line ends of a text of ours; nothing but these names."""
    return {name: str(posted.get(name, "")).replace("\r\n", "\n").strip() for name in names}


def is_odd(text: str, longest: int = LONGEST) -> bool:
    return len(text) > longest or "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def moment(text: str) -> datetime | None:
    """A day and a time by the clock of London, as a browser sends them; None where it is none.

    An hour that comes twice is taken as the later one; one that never was, as the hour after it.
    """
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if local.tzinfo is not None:
        return None
    return local.replace(tzinfo=LONDON, fold=1).astimezone(clock.now().tzinfo)


def past(text: str, name: str, *, since: datetime | None = None) -> datetime:
    """A moment that is over. Raises ValidationError for the field `name`."""
    at = moment(text)
    if at is None:
        raise ValidationError({name: _("Say on which day and when.")})
    if at > clock.now() + AHEAD:
        raise ValidationError({name: _("That time has not come yet.")})
    # A browser sends no seconds.
    if since is not None and at < since.replace(second=0, microsecond=0):
        raise ValidationError({name: _("That is too long ago: check the day.")})
    return min(at, clock.now())


def whole(wrong: Mapping[str, str]) -> None:
    """Raises ValidationError where anything is wrong."""
    if wrong:
        raise ValidationError(dict(wrong))
