"""Being on call from home is not work; being called out is.

The domain's limits are about hours of work. Somebody on call sleeps and lives, so those hours count for nothing. From
the moment they answer a page until they have decided they work, and it counts as any other hour: for the rest after
it, for the day, for the week. Like every rule of hours it is about what is planned next and ends nothing that runs.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from rota.models import StaffMember
from rota.planning.hours import Span, left_of

asked: list[Callable[[StaffMember, datetime, datetime], Iterable[Span]]] = []
"""From the apps above: when somebody was at work on a call, between two moments."""


def spans(staff: StaffMember, begins: datetime, ends: datetime, *, beside: Iterable[Span] = ()) -> list[Span]:
    """When they were called out, each moment once, without the time of shifts that count already (`beside`)."""
    found: list[Span] = []
    taken = list(beside)
    for ask in asked:
        for one in ask(staff, begins, ends):
            found += left_of(one, [*taken, *found])
    return sorted(found)
