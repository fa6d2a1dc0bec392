"""What was done while somebody worked on an escalation, in words for its timeline."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from escalation.durations import time_of
from escalation.items import DANGER, DONE, Item
from escalation.models import EmergencyCall, Escalation, EscalationEvent, Picture, Scale
from escalation.working.handing import NOT, TAKEN_OVER
from escalation.working.lease import MORE_TIME

_Kind = EscalationEvent.Kind


def step(escalation: Escalation, event: EscalationEvent) -> Item | None:
    """None where another part knows the words."""
    names = {
        "who": event.by.name if event.by else _("The clock"),
        "whom": event.about.name if event.about else "",
    }
    title = _title(event, names)
    if title is None:
        return None
    is_danger = event.kind in (_Kind.CALLED, _Kind.NOT_REACHED, _Kind.REOPENED) or event.by is None
    return Item(event.at, title % names, event.why or "", DANGER if is_danger else DONE)


def _title(event: EscalationEvent, names: dict[str, str]) -> str | None:
    match event.kind:
        case _Kind.TAKEN if event.detail == MORE_TIME:
            return _("%(who)s has it for longer")
        case _Kind.TAKEN if event.detail == TAKEN_OVER:
            return _("%(who)s took it over from %(whom)s")
        case _Kind.LET_GO if event.by is None:
            return _("%(whom)s was gone: everybody is called again")
        case _Kind.LET_GO:
            return _("%(who)s put it back")
        case _Kind.HELD:
            names["at"] = _moment(event.to_value)
            return _("%(who)s put it off until %(at)s")
        case _Kind.OFFERED:
            return _("%(who)s asked %(whom)s to take it over")
        case _Kind.HANDED if event.detail == NOT:
            return _("%(who)s said no to the handing over to %(whom)s")
        case _Kind.HANDED:
            return _("%(who)s took it over, offered by %(whom)s")
        case _Kind.ADVICE_ASKED:
            return _("%(who)s asked %(whom)s what they think")
        case _Kind.ADVICE_GIVEN:
            return _("%(who)s answered %(whom)s")
        case _Kind.SCALED:
            names |= {"whose": _label(Scale.Whose, event.from_value), "score": event.to_value}
            return _("Scale, %(whose)s: %(score)s of 10, written down by %(who)s")
        case _Kind.PICTURED:
            names["need"] = _label(Picture.Need, event.to_value)
            return _("%(who)s wrote down what is known. Level of need: %(need)s")
        case _:
            return _afterwards(event, names)


def _afterwards(event: EscalationEvent, names: dict[str, str]) -> str | None:
    match event.kind:
        case _Kind.CALLED:
            names["service"] = _label(EmergencyCall.Service, event.to_value)
            return _("%(who)s called: %(service)s")
        case _Kind.REACHED:
            return _("They were reached, says %(who)s")
        case _Kind.NOT_REACHED if event.to_value == "not_yet":
            return _("Not reached yet, says %(who)s")
        case _Kind.NOT_REACHED:
            return _("%(who)s ended the call to emergency services without anybody being reached")
        case _Kind.LOOKED_AGAIN:
            return _("%(who)s decided it again without seeing the decision")
        case _Kind.REVIEWED if event.by is None:
            return _("The day to look at it again has come")
        case _Kind.REVIEWED:
            names["day"] = _day(event.to_value)
            return _("%(who)s looked at it again; next on %(day)s")
        case _Kind.CLOSED:
            return _("%(who)s closed it")
        case _Kind.REOPENED if event.by is not None:
            return _("%(who)s opened it again")
        case _:
            return None


def _label(choices: type, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value  # type: ignore[attr-defined]


def _moment(text: str) -> str:
    try:
        return time_of(datetime.fromisoformat(f"{text}+00:00"))
    except ValueError:
        return ""


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j M Y")
    except ValueError:
        return ""
