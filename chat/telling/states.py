"""How far a telling is, in one word and in a sentence for staff."""

from django.utils.translation import gettext_lazy as _

from chat.models import Telling

WORDS = {
    "written": _("Written. Not shown yet: whoever talks to them says when it is safe."),
    "shown": _("Shown. They have not opened it yet."),
    "read": _("They have read it."),
    "answered": _("They have answered."),
    "outcome": _("They were told what came of it."),
    "taken_back": _("Taken back. They do not see it."),
    "not_told": _("Not told, because it is unsafe."),
}


def state_of(telling: Telling) -> str:
    """The newest thing that counts."""
    if telling.not_told_why is not None:
        return "not_told"
    if telling.taken_back_at is not None:
        return "taken_back"
    if telling.outcome_at is not None:
        return "outcome"
    if telling.answered_at is not None:
        return "answered"
    if telling.read_at is not None:
        return "read"
    return "written" if telling.safe_at is None else "shown"
