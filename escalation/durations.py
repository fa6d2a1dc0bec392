"""How long something took or takes, in words, and times of the day as people here read them."""

from datetime import datetime, timedelta
from math import floor

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock


def short(length: timedelta) -> str:
    """For a ring or a row: "40 s", "3 min", "18 h", "2 days"."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return _("%(count)d s") % {"count": seconds}
    minutes = (seconds + 30) // 60
    if minutes < 120:
        return _("%(count)d min") % {"count": minutes}
    hours = (minutes + 30) // 60
    if hours < 48:
        return _("%(count)d h") % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def exact(length: timedelta) -> str:
    """For the record: "0.4 s", "54 seconds", "5 minutes", "2 hours 5 minutes"."""
    seconds = max(0.0, length.total_seconds())
    if seconds < 10:
        return _("%(count).1f s") % {"count": floor(seconds * 10) / 10}
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", int(seconds)) % {"count": int(seconds)}
    minutes = int(seconds // 60)
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    said = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if rest:
        said += " " + ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    return said


def time_of(moment: datetime) -> str:
    """ "23:43" in London; with the day where it is not today."""
    local = localtime(moment)
    if local.date() == localtime(clock.now()).date():
        return date_format(local, "H:i")
    return date_format(local, "j M H:i")
