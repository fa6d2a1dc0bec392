"""Each step of the history once, together with the record that was written with it, where there is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from escalation.models import Escalation, EscalationEvent
from escalation.review.entries import CALLED, DONE, Entry, entry
from escalation.review.noticed import Flags
from escalation.review.scope import Scope
from escalation.review.sealed import gone_of, words_of
from escalation.timeline import words_of_step

# A record and its step are written in one transaction, a moment apart.
TOGETHER = timedelta(seconds=2)
Kind = EscalationEvent.Kind


class Record(NamedTuple):
    """What was written down, and which steps of which escalation may say the same."""

    entry: Entry
    escalation_id: int
    kinds: frozenset[str]
    by: int | None = None
    about: int | None = None


def steps(scope: Scope, flags: Flags, records: Iterable[Record]) -> Iterator[Entry]:
    waiting: dict[tuple[int, str], list[Record]] = defaultdict(list)
    told: dict[str, Entry] = {}
    for written in records:
        told[written.entry.name] = written.entry
        for kind in written.kinds:
            waiting[written.escalation_id, kind].append(written)
    taken: set[str] = set()
    for event in _events(scope):
        step = _step(scope, event, _missed(flags, event))
        record = _belongs_to(event, waiting[event.escalation_id, event.kind], taken)
        if record is None:
            yield step
        else:
            taken.add(record.entry.name)
            told[record.entry.name] = told[record.entry.name].together_with(step)
    yield from told.values()


def _events(scope: Scope) -> list[EscalationEvent]:
    found = EscalationEvent.objects.filter(escalation__in=scope.numbers).select_related("by", "about")
    events = list(found.order_by("at", "pk"))
    for event in events:
        event.escalation = scope.escalation(event.escalation_id)
    return events


def _belongs_to(event: EscalationEvent, waiting: list[Record], taken: set[str]) -> Record | None:
    fitting = [
        one
        for one in waiting
        if one.entry.name not in taken
        and abs(one.entry.at - event.at) <= TOGETHER
        and one.by in (None, event.by_id)
        and one.about in (None, event.about_id)
    ]
    return min(fitting, key=lambda one: (abs(one.entry.at - event.at), one.entry.order), default=None)


def _missed(flags: Flags, event: EscalationEvent) -> str:
    """Of an allegation the program could have noticed nothing: it reads what young people write."""
    by_hand = event.kind in (Kind.OPENED, Kind.JOINED) and event.by_id is not None
    return flags.missed_at(event.at) if by_hand and not event.escalation.is_allegation else ""


def _step(scope: Scope, event: EscalationEvent, missed: str) -> Entry:
    escalation = scope.escalation(event.escalation_id)
    return entry(
        f"event:{event.pk}",
        event.at,
        CALLED if event.kind in (Kind.PAGED, Kind.HEARD) else DONE,
        _title(escalation, event),
        who=scope.people.who(event.by, event.at),
        facts=_facts(scope, event),
        words=[words_of(event, "why", _("What was written"), gone_of(escalation) if escalation.key_id is None else "")],
        gaps=[missed],
    )


def _title(escalation: Escalation, event: EscalationEvent) -> str:
    if event.kind == Kind.PAGED and event.about is not None:
        return _("Called %(who)s") % {"who": event.about.name}
    # What it says may stand on words that are gone.
    try:
        item = words_of_step(escalation, event)
    except LookupError:
        item = None
    return item.title if item is not None else str(event.kind).replace("_", " ").capitalize()


def _facts(scope: Scope, event: EscalationEvent) -> Iterator[tuple[str, str]]:
    yield _("Step"), f"{event.kind}" + (f": {event.detail}" if event.detail else "")
    if len(scope.numbers) > 1:
        yield _("Escalation"), str(event.escalation_id)
    if event.about is not None:
        yield _("To"), scope.people.who(event.about, event.at)
    if event.from_value or event.to_value:
        yield _("From, to"), f"{event.from_value or '-'} → {event.to_value or '-'}"
