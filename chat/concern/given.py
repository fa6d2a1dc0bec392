"""What somebody gave at the concern door: as it can be kept, and why it cannot be taken yet."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import Concern
from chat.sms.cleaning import cleaned
from chat.urgency import Urgency

From = Concern.From

LONGEST = {"what": 4000, "who": 300, "where": 300, "contact": 300}
# Filled in by programs that fill in everything. A person is told, and sends it once more.
TRAP = "leave_this_empty"

URGENCIES = (
    (Urgency.NOW, gettext_lazy("They are in danger right now")),
    (Urgency.VERY_SOON, gettext_lazy("Something could happen today or in the next days")),
    (Urgency.SOON, gettext_lazy("I am worried, and it is not that urgent")),
)
SOURCES = tuple((one, one.label) for one in From if one != From.MEMBER)


@dataclass(frozen=True)
class Given:
    """All of it but the first is optional. Words with a NUL or half a character in them are kept without."""

    client_id: UUID
    what: str = ""
    who: str = ""
    where: str = ""
    contact: str = ""
    urgency: str = ""
    given_by: str = ""
    is_trapped: bool = False

    @property
    def obstacle(self) -> str:
        """Why it cannot be taken yet, in words to show; empty where it can."""
        if self.is_trapped:
            return _("Leave the last field empty, please. It is there to stop programs. Your words are still here.")
        if not (self.what or self.who):
            return _("Tell us what you saw or heard. A few words are enough.")
        if any(len(getattr(self, name)) > most for name, most in LONGEST.items()):
            return _("That is longer than we can take in one go. You can add the rest later.")
        return ""

    @property
    def how_urgent(self) -> Urgency:
        """Nobody can be asked again: what was not said is looked at soon enough."""
        return Urgency(self.urgency or Urgency.VERY_SOON)

    @property
    def about(self) -> str:
        """Who it is and where they may be, in one text."""
        where = _("Where they may be: %(where)s") % {"where": self.where} if self.where else ""
        return "\n".join(part for part in (self.who, where) if part)

    @property
    def whole(self) -> str:
        """Everything, to stand beside what the same source said before."""
        contact = _("How to reach who says it: %(contact)s") % {"contact": self.contact} if self.contact else ""
        return "\n".join(part for part in (self.what, self.about, contact) if part)

    def shown_again(self) -> "Given":
        """For the form that is shown once more: nothing that was typed is gone."""
        return replace(self, is_trapped=False)


def given_in(form: QueryDict) -> Given:
    """What a form holds. Choices that nobody offered are none."""
    texts: dict[str, Any] = {name: _text(form.get(name, "")) for name in LONGEST}
    return Given(
        client_id=_id(form.get("client_id", "")),
        urgency=_one_of(form.get("urgency", ""), [urgency for urgency, _words in URGENCIES]),
        given_by=_one_of(form.get("given_by", ""), [source for source, _words in SOURCES]),
        is_trapped=bool(form.get(TRAP, "").strip()),
        **texts,
    )


def _text(typed: str) -> str:
    return cleaned(typed.replace("\r\n", "\n")).strip()


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def _one_of(typed: str, offered: list[Any]) -> str:
    return typed if typed in offered else ""
