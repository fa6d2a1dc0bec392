"""What the timeline of an escalation says of what the young person was told first. Words of ours: theirs stay there."""

from django.utils.translation import gettext as _

from escalation.items import DANGER, DONE, PLAIN, Item
from escalation.models import EscalationEvent


def item_of(event: EscalationEvent, who: str) -> Item | None:
    """None for a step of somebody else's."""
    said = {
        "telling.written": (_("%(who)s wrote what the young person is told first"), PLAIN),
        "telling.not_told": (_("%(who)s wrote why telling the young person is unsafe"), DANGER),
        "telling.shown": (_("%(who)s said that it is safe: the young person can read what will be said"), DONE),
        "telling.taken_back": (_("%(who)s took back what the young person was shown"), PLAIN),
        "telling.read": (_("The young person has read what will be said"), DONE),
        "telling.answered": (_("The young person answered what will be said"), DANGER),
        "telling.outcome": (_("%(who)s told the young person what came of it"), DONE),
        "telling.outcome_read": (_("The young person has read what came of it"), DONE),
    }.get(event.detail)
    return Item(event.at, said[0] % {"who": who}, "", said[1]) if said else None
