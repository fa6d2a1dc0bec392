"""What an erasure did, in words for the young person and for whoever asked on their behalf."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from chat.models import Erasure
from config.tuning import setting


def in_backups_until(at: datetime) -> datetime:
    """From then on no key opens any backup or log of the database that still holds it."""
    return at + timedelta(days=int(setting("keys.retire_after_days")) + WEEK)


# The week for which a data key stays under one wrapping key, before the days that old ones are kept begin.
WEEK = 7


def receipt_of(erasure: Erasure) -> str:
    """In full. The number is all that somebody needs who asks about it later."""
    number = _("Number of this note: %(number)s.") % {"number": erasure.receipt}
    if erasure.state == Erasure.State.REFUSED:
        return "\n".join([_("Nothing was deleted."), *(reason(code) for code in erasure.stays), number])
    days = int(setting("keys.retire_after_days")) + WEEK
    gone = _("What was written can no longer be read here. That is so from this moment.")
    later = _("In our backups and logs of the database it can no longer be read within %(days)d days.") % {"days": days}
    return "\n".join([gone, later, *(stays(code) for code in erasure.stays), number])


def reason(code: str) -> str:
    """Why nothing was erased."""
    return {
        "open": _("The talk is still going on."),
        "held": _("Somebody has to keep it for now."),
        "unread": _("Some words in it have not been read yet."),
        "texts": _("A text is still on its way."),
        "already": _("It was deleted before."),
        "not_due": _("Its time is not over any more."),
        "failed": _("It did not work. It is tried again."),
        "open_escalation": _("Somebody is looking into whether a young person is safe."),
        "open_flag": _("Somebody still has to look at something in it."),
        "open_review": _("Somebody is reading a post in it."),
    }.get(code, code)


def stays(code: str) -> str:
    """What is still there, and why."""
    return {
        "frame": _("Kept: when you talked with us and who did what, without your words."),
        "flags": _("Kept: that somebody looked after something, in our words and not in yours."),
        "escalation_record": _(
            "Kept: the record of how we tried to keep you safe, with a few of your words. The law asks us to keep it."
        ),
        "stop": _("Kept: that this phone wants no texts from us."),
        "posts": _("Your posts are gone from the forum. What others wrote is still there."),
    }.get(code, code)
