"""Which model reads, which one reads beside it, and who chose that. Loads none: the worker takes up what stands here.

Nobody has ever chosen: the shipped one reads. Every choice is a row and a line in the audit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from config import clock
from config.models import ProcessSeen
from moderation import artefacts
from moderation.model_rows import ModelChoice
from rota import audit
from rota.models import StaffMember

Role = ModelChoice.Role
WORKER = "worker"
# So much of a hash the worker says with each sign of life.
SAID = 16
# A choice is taken up in a few seconds; on a machine that is busy, in this time.
TAKEN_UP_WITHIN = timedelta(seconds=30)
SEEN_WITHIN = timedelta(seconds=30)


class NotWhole(Exception):
    """That artefact is not here, or one of its files is not the one its manifest names."""


class NothingBefore(Exception):
    """The shipped model reads, and nothing was chosen before it."""


def live() -> ModelChoice | None:
    """The choice in force; None where nobody has ever chosen."""
    return ModelChoice.objects.filter(role=Role.LIVE).order_by("-pk").first()


def live_hash() -> str:
    choice = live()
    return artefacts.shipped_hash() if choice is None or choice.is_shipped else choice.artefact_hash


def candidate() -> ModelChoice | None:
    """The choice of who reads beside the live one; None where nobody does, or where it is the live one itself."""
    choice = ModelChoice.objects.filter(role=Role.CANDIDATE).order_by("-pk").first()
    is_beside = choice is not None and choice.artefact_hash not in {"", live_hash()}
    return choice if is_beside else None


def was_added(artefact_hash: str, *, account: str, by: StaffMember | None = None) -> ModelChoice:
    return _chosen("model.added", by, role=Role.ADDED, artefact_hash=artefact_hash, account=account)


def use(artefact_hash: str, *, why: str, account: str, by: StaffMember | None = None) -> ModelChoice:
    """Every worker takes it up within seconds. Raises NotWhole."""
    if not artefacts.is_whole(artefact_hash):
        raise NotWhole
    return _goes_live("model.used", artefact_hash, why=why, account=account, by=by)


def go_back(*, why: str, account: str, by: StaffMember | None = None) -> ModelChoice:
    """The one that was live before reads again; what is no longer whole is passed over. Raises NothingBefore.

    Twice goes back twice. The last one is always the shipped one.
    """
    now = live()
    if now is None:
        raise NothingBefore
    verb = "model.went_back"
    given: dict[str, Any] = {"why": why, "account": account, "by": by, "went_back": True}
    for before in _before(now):
        artefact_hash = artefacts.shipped_hash() if before.is_shipped else before.artefact_hash
        if artefact_hash != live_hash() and artefacts.is_whole(artefact_hash):
            return _goes_live(verb, artefact_hash, back_to=before, **given)
    if now.is_shipped:
        raise NothingBefore
    return _goes_live(verb, artefacts.shipped_hash(), **given)


def shadow(artefact_hash: str, *, why: str, account: str, by: StaffMember | None = None) -> ModelChoice:
    """It reads beside the live one from now on; an empty hash ends that. Raises NotWhole."""
    if artefact_hash and not artefacts.is_whole(artefact_hash):
        raise NotWhole
    verb = "model.shadowed" if artefact_hash else "model.shadow_ended"
    return _chosen(verb, by, role=Role.CANDIDATE, artefact_hash=artefact_hash, why=why, account=account)


def is_another_reading() -> bool:
    """Whether the worker reads with another model than people chose, though it had the time to take that up."""
    choice = live()
    said = read_with()
    if choice is None or not said or clock.now() - choice.chosen_at < TAKEN_UP_WITHIN:
        return False
    if choice.is_shipped:  # in an upgrade the shipped one is another for a moment: only what was added is wrong
        added = ModelChoice.objects.filter(role=Role.LIVE, is_shipped=False)
        return added.filter(artefact_hash__startswith=said).exists()
    return not choice.artefact_hash.startswith(said)


def read_with() -> str:
    """How the hash of the model begins with which a worker has just read; empty where none is there."""
    seen = ProcessSeen.objects.filter(name=WORKER, seen_at__gt=clock.now() - SEEN_WITHIN).first()
    return seen.detail if seen else ""


def _before(now: ModelChoice) -> Iterator[ModelChoice]:
    """What was live earlier, the last first. What somebody went back from is not come back to."""
    place = now.back_to or now
    while not place.is_last_resort:
        earlier = ModelChoice.objects.filter(role=Role.LIVE, pk__lt=place.pk).order_by("-pk").first()
        if earlier is None:
            return
        place = earlier.back_to or earlier
        yield place


def _goes_live(verb: str, artefact_hash: str, *, by: StaffMember | None, **fields: Any) -> ModelChoice:
    is_shipped = artefact_hash == artefacts.shipped_hash()
    return _chosen(verb, by, role=Role.LIVE, artefact_hash=artefact_hash, is_shipped=is_shipped, **fields)


@transaction.atomic
def _chosen(verb: str, by: StaffMember | None, **fields: Any) -> ModelChoice:
    choice = ModelChoice.objects.create(chosen_by=by, **fields)
    audit.record(verb, f"choice:{choice.pk}", who=by, ground="terminal")
    return choice
