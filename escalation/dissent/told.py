"""What the timeline of an escalation says of its dissents. Words of ours: what was said stays in the dissent."""

from django.utils.translation import gettext as _

from escalation.items import DANGER, DONE, Item
from escalation.models import EscalationEvent


def item_of(event: EscalationEvent) -> Item | None:
    """None for a step of somebody else's."""
    who = event.by.name if event.by else ""
    said = {
        "dissent.raised": (_("%(who)s sees it differently"), DANGER),
        "dissent.answered": (_("%(who)s answered somebody who sees it differently"), DONE),
        "dissent.taken_up": (_("%(who)s took a difference of opinion to the next stage"), DANGER),
        "dissent.settled": (_("%(who)s: a difference of opinion is settled"), DONE),
        "dissent.withdrawn": (_("%(who)s took back what they saw differently"), DONE),
    }.get(event.detail)
    if said is None:
        return None
    title, tone = said
    if event.by is None:
        title = _("Nobody settled a difference of opinion in time: the next stage")
    stage = _("Stage %(stage)s of 4") % {"stage": event.to_value}
    return Item(event.at, title % {"who": who}, stage, tone)
