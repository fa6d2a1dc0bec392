"""What the timeline of an escalation says of handing it over at the end of a shift, and of promises. Words of ours."""

from django.utils.translation import gettext as _

from escalation.items import DANGER, DONE, Item
from escalation.models import EscalationEvent
from escalation.risk.promising import GIVEN, KEPT, MADE, NOT_KEPT

_Kind = EscalationEvent.Kind


def item_of(event: EscalationEvent, who: str) -> Item | None:
    """None for a step of somebody else's."""
    whom = event.about.name if event.about else ""
    match event.kind:
        case _Kind.SIGNED_FOR if event.by is None:
            title = _("Nobody signed for it at the end of the shift: it went to %(whom)s")
            return Item(event.at, title % {"whom": whom or _("everybody who may know")}, "", DANGER)
        case _Kind.SIGNED_FOR:
            return Item(event.at, _("%(who)s signed for it at the end of a shift") % {"who": who}, "", DONE)
        case _Kind.PROMISED:
            said = {
                MADE: _("%(who)s wrote down a promise"),
                KEPT: _("%(who)s: a promise was kept"),
                NOT_KEPT: _("%(who)s: a promise is not kept, for a reason"),
                GIVEN: _("%(who)s gave a promise to %(whom)s"),
            }.get(event.detail)
            tone = DANGER if event.detail == NOT_KEPT else DONE
            return Item(event.at, said % {"who": who, "whom": whom}, "", tone) if said else None
    return None
