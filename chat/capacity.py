"""How many sockets one process holds, and who still comes in when it is nearly full.

The last places are kept for those who are in a conversation or in danger, and for staff; a page that is turned
away asks over plain HTTP until there is a place. Numbers: architecture, limits.
"""

from collections import defaultdict
from typing import Protocol

from django.conf import settings

from chat.journal import Speaker

MOST_OF_ONE = {"young_person": 5, "counsellor": 10}


class Holder(Protocol):
    """A socket, as far as its place is concerned. `goes_first`: staff, and who is in a conversation or in danger."""

    speaker: Speaker
    goes_first: bool


class Places:
    """The places of this process, by whose they are, oldest first."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, object], list[Holder]] = defaultdict(list)
        self._count = 0

    def has_place_for(self, holder: Holder) -> bool:
        kept_free = 0 if holder.goes_first else settings.SOCKETS_KEPT_FREE
        return bool(self._count < settings.MOST_SOCKETS - kept_free)

    def take(self, holder: Holder) -> Holder | None:
        """Takes a place. Gives the oldest of the same person where they have too many: the new one is surely alive."""
        theirs = self._held[_whose(holder.speaker)]
        theirs.append(holder)
        self._count += 1
        return theirs[0] if len(theirs) > MOST_OF_ONE[holder.speaker.by] else None

    def give_back(self, holder: Holder) -> None:
        whose = _whose(holder.speaker)
        theirs = self._held.get(whose, [])
        if holder in theirs:
            theirs.remove(holder)
            self._count -= 1
        if not theirs:
            self._held.pop(whose, None)


def _whose(speaker: Speaker) -> tuple[str, object]:
    return speaker.by, speaker.staff_id or speaker.young_person_id


places = Places()
"""Those of this process."""
