"""What a relation means for one kind of thing: a condition in the database, so that one thing and many are the same.

This app knows no conversations and no escalations: whoever owns them says it here when it is ready.
"""

from collections.abc import Callable, Mapping

from django.db.models import Model, Q

from rota.models import StaffMember
from rota.policy.table import Relation

Condition = Callable[[StaffMember], Q]

_CONDITIONS: dict[type[Model], dict[Relation, Condition]] = {}


def relates(kind: type[Model], conditions: Mapping[Relation, Condition]) -> None:
    """Adds what these relations mean for things of this kind."""
    _CONDITIONS.setdefault(kind, {}).update(conditions)


def condition(kind: type[Model], relation: Relation, staff: StaffMember) -> Q:
    """Which things of this kind stand so to `staff`. KeyError: a row about a relation nobody explained lets nobody in
    by mistake."""
    return Q() if relation == Relation.ANY else _CONDITIONS[kind][relation](staff)
