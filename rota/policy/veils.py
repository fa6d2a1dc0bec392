"""What somebody must never come upon, whatever their roles: an allegation does not exist for whoever it is about.

A veil is a condition on things of one kind, and the names under which the audit knows those things. Whoever lists
rows that name things ("escalation:7") leaves out what `veiled_from` gives.
"""

from collections.abc import Callable, Iterable

from django.db.models import Model, Q

from rota.models import StaffMember

_HIDDEN: dict[type[Model], Callable[[StaffMember], Q]] = {}
_NAMES: list[Callable[[StaffMember], Iterable[str]]] = []


def veil(kind: type[Model], hidden: Callable[[StaffMember], Q], names: Callable[[StaffMember], Iterable[str]]) -> None:
    """`hidden`: which things of this kind do not exist for somebody. `names`: what the audit calls them."""
    _HIDDEN[kind] = hidden
    _NAMES.append(names)


def hidden_from(kind: type[Model], staff: StaffMember) -> Q | None:
    """None where nothing of this kind is hidden from anybody."""
    return _HIDDEN[kind](staff) if kind in _HIDDEN else None


def veiled_from(staff: StaffMember) -> frozenset[str]:
    """The names, as the audit has them, of everything that does not exist for `staff`: by `about` and by `ground`."""
    return frozenset(name for names in _NAMES for name in names(staff))
