"""How soon a human must look: the one scale everything in the house sorts by. Never a score, never a person's label."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """Shown as words. Nothing automatic lowers it; `not_checked` ranks as very soon, but opens no escalation."""

    NOW = "now", _("Now")
    VERY_SOON = "very_soon", _("Very soon")
    SOON = "soon", _("Soon")
    ROUTINE = "routine", _("Routine")
    NOT_CHECKED = "not_checked", _("Not checked")

    @property
    def rank(self) -> int:
        """4 is most urgent. What was not read yet waits beside very soon."""
        return _RANKS[self.value]

    @property
    def shape(self) -> str:
        """A shape beside the word, so that colour never stands alone."""
        return _SHAPES[self.value]

    @property
    def opens_escalation(self) -> bool:
        return self in (Urgency.NOW, Urgency.VERY_SOON)


def highest(*urgencies: Urgency) -> Urgency:
    """The most urgent of them; routine when there is none."""
    return max(urgencies, key=_ORDER.index, default=Urgency.ROUTINE)


_RANKS: dict[str, int] = {"now": 4, "very_soon": 3, "not_checked": 3, "soon": 2, "routine": 1}
_SHAPES: dict[str, str] = {"now": "◆", "very_soon": "▲▲", "soon": "▲", "routine": "●", "not_checked": "?"}
_ORDER = (Urgency.ROUTINE, Urgency.SOON, Urgency.NOT_CHECKED, Urgency.VERY_SOON, Urgency.NOW)
