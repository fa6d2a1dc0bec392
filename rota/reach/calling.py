"""Whose time has come: writes a row for each try of the calls that stand. Asked each second; asking twice adds none.

The rows are the record and the promise: what is written is made, by a job, and found again by the clock where the job
was lost (making.py). Nobody gets two tries by one way for one call: the database refuses the second.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from config import clock
from rota.models import Try
from rota.reach import making
from rota.reach.paths import Means, Path, means_of
from rota.reach.plan import OF_A_NUMBER, Call, due

log = logging.getLogger(__name__)


@transaction.atomic
def go_on(calls: Iterable[Call]) -> int:
    """The next tries of these calls, where there are some due. Gives how many were written."""
    standing = list(calls)
    if not standing:
        return 0
    known = _known(standing)
    unproven = any(call.about.startswith(f"{OF_A_NUMBER}:") for call in standing)
    means = means_of({call.staff.pk for call in standing}, to_an_unproven_number=unproven)
    wanted = [one for call in standing for one in _rows(call, known, means[call.staff.pk])]
    if not wanted:
        return 0
    # Another clock may be writing the same at this moment.
    Try.objects.bulk_create(wanted, ignore_conflicts=True)
    written = Try.objects.filter(about__in={one.about for one in wanted}, state=Try.State.WRITTEN, called_at=None)
    making.start(written.values_list("pk", flat=True))
    log.info("reach.written", extra={"count": len(wanted)})
    return len(wanted)


def _known(calls: Sequence[Call]) -> dict[tuple[str, int], list[Try]]:
    found: dict[tuple[str, int], list[Try]] = defaultdict(list)
    for one in Try.objects.filter(about__in={call.about for call in calls}):
        found[one.about, one.staff_id].append(one)
    return found


def _rows(call: Call, known: dict[tuple[str, int], list[Try]], means: Means) -> Iterator[Try]:
    now = clock.now()
    for path, at in due(call, known[call.about, call.staff.pk], means, now):
        for address in means.push_addresses if path == Path.PUSH else (None,):
            yield Try(staff=call.staff, about=call.about, path=path, push_address_id=address, due_at=at, written_at=now)
