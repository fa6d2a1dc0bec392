"""What a thing of the audit is called on screen. Handles of ours only: nobody's name, nobody's words.

This app knows no conversations: whoever owns a kind of thing adds itself here when it is ready.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from rota.models import StaffMember

Names = Callable[[set[int]], dict[int, str]]

NAMES: dict[str, Names] = {}
"""By kind ("conversation"): what those with these numbers are called."""


def _staff(numbers: set[int]) -> dict[int, str]:
    return dict(StaffMember.objects.filter(pk__in=numbers).values_list("pk", "name"))


NAMES["staff"] = _staff


def names_of(things: Iterable[str]) -> dict[str, str]:
    """For things as the audit has them ("conversation:7"): what they are called, where they are called anything."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for thing in things:
        kind, _colon, number = thing.partition(":")
        if kind in NAMES:
            numbers[kind].add(int(number))
    return {f"{kind}:{pk}": name for kind, wanted in numbers.items() for pk, name in NAMES[kind](wanted).items()}
