"""Whether they come through. One incident for the service, with the part of the way where they are lost."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from moderation import incidents
from moderation.canary import due
from moderation.canary.words import MODEL, READERS, SAID
from moderation.models import Canary, Incident

Kind, Part = Incident.Kind, Incident.Part

# A process that did not look for so long stood still itself, or the database was away: what was under way is no proof.
STOOD_STILL = timedelta(seconds=30)
LOOKS_BACK = 4 * len(SAID)

_since: datetime | None = None
_looked_at: datetime | None = None


def begin() -> None:
    """Called when the jobs process starts: from now on they go out. The others get a moment to start too."""
    global _since, _looked_at
    _since = _looked_at = clock.now()


def watch() -> None:
    """Called each second: sends the next one when it is due, and says which part of the way is broken."""
    global _looked_at
    if _since is None or _looked_at is None:
        return
    if not timedelta() <= clock.now() - _looked_at < STOOD_STILL or due.rests():
        begin()
    _looked_at = clock.now()
    if due.rests():
        incidents.tell(Kind.CANARY_LOST, is_wrong=False)
        return
    due.send_if_due(_since)
    judge(Canary.objects.filter(sent_at__gte=_since).order_by("-pk")[:LOOKS_BACK])


def judge(newest_first: Iterable[Canary]) -> None:
    """Opens when the newest whose time is over was lost; closes once each of the texts has come through in time."""
    over = [canary for canary in newest_first if canary.arrived_at or lost(canary) or _is_late(canary)]
    if not over:
        return
    if (part := lost(over[0])) and not _is_told_already(part):
        incidents.tell(Kind.CANARY_LOST, is_wrong=True, part=part)
    elif len(over) >= len(SAID) and all(_came_well(canary) for canary in over[: len(SAID)]):
        incidents.tell(Kind.CANARY_LOST, is_wrong=False)


def lost(canary: Canary) -> Incident.Part | None:
    """Where this one was lost; None where it came through, or still may."""
    if canary.read_at is not None and blind_readers(canary):
        return Part.NOT_NOTICED
    if canary.arrived_at is not None or not _is_late(canary):
        return None
    if canary.stored_at is None:
        return Part.NOT_STORED
    return Part.NOT_READ if canary.read_at is None else Part.NOT_SHOWN


def blind_readers(canary: Canary) -> list[str]:
    """Who should have noticed it and did not. A model that this installation never had is no news: /readyz says it."""
    failed = {name.partition("/")[0].partition(".")[0] for name in canary.failed_checks}
    low = {reader for reader in READERS if not Urgency(canary.urgencies.get(reader, "routine")).opens_escalation}
    return sorted((failed | low) - ({MODEL} if _never_had_a_model(canary) else set()))


def _never_had_a_model(canary: Canary) -> bool:
    return not canary.artefact_hash and not Canary.objects.exclude(artefact_hash="").exists()


def _came_well(canary: Canary) -> bool:
    return canary.arrived_at is not None and not _is_late(canary) and not blind_readers(canary)


def _is_late(canary: Canary) -> bool:
    late = timedelta(seconds=setting("canary.late_seconds"))
    return (canary.arrived_at or clock.now()) - canary.sent_at > late


def _is_told_already(part: Incident.Part) -> bool:
    """Children's words wait for the same reader, and people are called about that: once for one cause."""
    told = set(Incident.objects.filter(closed_at=None).values_list("kind", flat=True))
    return part is Part.NOT_READ and Kind.NOT_CHECKED in told and Kind.CANARY_LOST not in told
