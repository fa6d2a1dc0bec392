"""A new key-encryption key each week, everything re-wrapped under it, and the old one destroyed when nothing needs it.

    begin        makes the key; new data keys are wrapped by it from this moment
    rewrap       moves a batch of data keys under it, on live data; whoever is killed in between, the next one goes on
    retire       destroys old ones: only with no live row under it, and a restore that was proven without it
    trouble      what is wrong with all that, for an alarm

Only wrappings change: no sealed word is touched, and nobody waits.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from config import clock, sealing
from config.keys import KeyMissing, key_directory
from config.models import DataKey, KeyProof, WrappingKey
from config.tuning import setting

log = logging.getLogger(__name__)

ONE_ROTATION_AT_A_TIME = 7_401_118
AT_ONCE = 500


class Refused(Exception):
    """Not done, and why: words of ours for whoever runs the service."""


@dataclass(frozen=True)
class Batch:
    """What one pass over some rows did, and where the next begins."""

    moved: int
    unreadable: int
    last: int


@transaction.atomic
def begin() -> WrappingKey:
    """Makes the next key-encryption key, or finds the one whose rotation has not ended. Raises Refused."""
    _one_at_a_time()
    known_keys()
    if missing := missing_names():
        raise Refused(f"Data keys are wrapped by keys that are not in the folder: {', '.join(missing)}.")
    if not left().exists():
        key_directory().create(key_directory().next_key_encryption_name())
        known_keys()
    newest = WrappingKey.objects.get(name=key_directory().current_key_encryption_name())
    log.info("keys.rotation_begun")
    return newest


def left() -> QuerySet[DataKey]:
    """The data keys that are not under the newest key-encryption key."""
    return DataKey.objects.exclude(wrapped_by=key_directory().current_key_encryption_name())


def rewrap(*, after: int = 0, at_once: int = AT_ONCE) -> Batch:
    """Moves the next rows under the newest key. Rows that somebody holds at this moment are left for the next pass."""
    newest = key_directory().current_key_encryption_name()
    with transaction.atomic():
        rows = list(
            DataKey.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(pk__gt=after)
            .exclude(wrapped_by=newest)
            .order_by("pk")[:at_once]
        )
        moved = [row for row in rows if _move(row, newest)]
        DataKey.objects.bulk_update(moved, ["wrapped", "wrapped_by"])
    return Batch(len(moved), len(rows) - len(moved), rows[-1].pk if rows else 0)


def finish() -> bool:
    """Notes that everything is under the newest key, if it is."""
    if left().exists():
        return False
    newest = key_directory().current_key_encryption_name()
    known_keys()
    if WrappingKey.objects.filter(name=newest, rewrapped_at=None).update(rewrapped_at=clock.now()):
        log.info("keys.rewrapped")
    return True


def is_due() -> bool:
    """Is the newest key older than a week?"""
    return clock.now() - newest_made_at() >= timedelta(days=setting("keys.rotate_days"))


def retire(*, at_once: bool = False) -> tuple[list[str], list[str]]:
    """Destroys every old key that nothing needs. Gives their names, and why each other one stays.

    `at_once` does not wait for the days that backups are kept: for a key that somebody may have seen.
    """
    gone, stay = _clear_destroyed(), []
    for name in key_directory().key_encryption_names()[:-1]:
        if why := why_it_stays(name, at_once=at_once) or _retire(name):
            stay.append(f"{name}: {why}")
        else:
            gone.append(name)
    return gone, stay


def why_it_stays(name: str, *, at_once: bool = False) -> str:
    """Why this old key may not be destroyed yet; empty where it may."""
    followed = _next_after(name)
    if rows := DataKey.objects.filter(wrapped_by=name).count():
        return f"{rows} live data keys are still wrapped by it. Run rotate_keys first."
    if followed is None or followed.rewrapped_at is None:
        return "The re-wrapping after it has not ended. Run rotate_keys first."
    if not KeyProof.objects.filter(needs_from__gt=name, at__gte=followed.rewrapped_at).exists():
        return "No restore was proven without it. Restore a newer backup and run rotate_keys --prove-restore."
    until = followed.made_at + timedelta(days=setting("keys.retire_after_days"))
    if not at_once and clock.now() < until:
        return f"Backups made under it are kept until {until:%Y-%m-%d}."
    return ""


def trouble() -> str:
    """What is wrong: "missing", "overdue", "stalled", "unproven"; empty while all is well."""
    if missing_names():
        return "missing"
    age = clock.now() - newest_made_at()
    if age > timedelta(days=setting("keys.rotate_days") + 1):
        return "overdue"
    if age > timedelta(hours=setting("keys.stalled_hours")) and left().exists():
        return "stalled"
    # Nobody restores a developer's machine.
    return "unproven" if settings.ENVIRONMENT != "development" and any(_kept_too_long()) else ""


def missing_names() -> list[str]:
    """Key-encryption keys that data keys need and the folder lacks."""
    needed = set(DataKey.objects.order_by().values_list("wrapped_by", flat=True).distinct())
    return sorted(needed - set(key_directory().key_encryption_names())) if needed else []


def newest_made_at() -> datetime:
    """When the newest key was made; of a key that nobody has written down, when its file was."""
    name = key_directory().current_key_encryption_name()
    row = WrappingKey.objects.filter(name=name).first()
    return row.made_at if row else key_directory().made_at(name)


def known_keys() -> None:
    """Writes down the key-encryption keys of the folder that have no row yet, with the time of their file."""
    known = set(WrappingKey.objects.values_list("name", flat=True))
    for name in key_directory().key_encryption_names():
        if name not in known:
            made_at = key_directory().made_at(name) if not known else clock.now()
            WrappingKey.objects.get_or_create(name=name, defaults={"made_at": made_at})


def _move(row: DataKey, newest: str) -> bool:
    try:
        row.wrapped = sealing.wrapped_anew(row.wrapped_by, bytes(row.wrapped), newest)
    except (sealing.CannotOpen, KeyMissing) as trouble:
        log.error("keys.cannot_rewrap", extra={"id": row.pk, "error": type(trouble).__name__})
        return False
    row.wrapped_by = newest
    return True


def _retire(name: str) -> str:
    """Nobody can store under it once this has begun; whoever was about to is waited for, and counts."""
    with transaction.atomic():
        _one_at_a_time()
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE config_datakey IN SHARE ROW EXCLUSIVE MODE")
        if DataKey.objects.filter(wrapped_by=name).exists():
            return "A data key has just been wrapped by it. Run rotate_keys again."
        WrappingKey.objects.filter(name=name).update(retired_at=clock.now())
    key_directory().destroy(name)
    log.warning("keys.destroyed")
    return ""


def _clear_destroyed() -> list[str]:
    """Files that a crash left behind after their key was written off."""
    written_off = set(WrappingKey.objects.exclude(retired_at=None).values_list("name", flat=True))
    found = [name for name in key_directory().key_encryption_names() if name in written_off]
    for name in found:
        key_directory().destroy(name)
    return found


def _kept_too_long() -> Iterator[str]:
    kept = timedelta(days=setting("keys.retire_after_days"))
    for name in key_directory().key_encryption_names()[:-1]:
        followed = _next_after(name)
        if followed is not None and clock.now() - followed.made_at > kept:
            yield name


def _next_after(name: str) -> WrappingKey | None:
    return WrappingKey.objects.filter(name__gt=name).order_by("name").first()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_ROTATION_AT_A_TIME])
