"""A backup is a hope until a copy of the database was restored from it and opened with the keys that will remain."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import DatabaseError, connections, models

from config import clock, sealing
from config.keys import KeyMissing, key_directory
from config.models import DataKey, KeyProof, SealedTextField, WrappingKey
from config.rotation import Refused
from config.settings import database

RESTORED = "restored"
SAMPLE_OF_EACH = 50
# Keys that were being made while the backup was written are not in it, though later numbers are.
YOUNGEST_COUNTED = 600


@dataclass(frozen=True)
class Opened:
    """What could be opened in the copy."""

    needs_from: str
    keys: int
    texts: int


def prove(url: str) -> KeyProof:
    """Opens the restored copy at `url`, and writes down that it could be. Raises Refused, and says what is wrong."""
    with restored(url):
        try:
            opened = _open_all()
        except DatabaseError as trouble:
            raise Refused(f"The copy cannot be read ({type(trouble).__name__}). Is it of this version?") from None
    return KeyProof.objects.create(
        at=clock.now(), needs_from=opened.needs_from, keys_opened=opened.keys, texts_opened=opened.texts
    )


@contextmanager
def restored(url: str) -> Iterator[None]:
    """While this runs, `using("restored")` is the copy; it can only be read."""
    described = {**connections.settings["default"], **database(url, pool=False)}
    described["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
    connections.settings[RESTORED] = described
    # Keys are remembered by number, and those of the copy have the same numbers.
    sealing.KEYS.clear()
    try:
        yield
    finally:
        connections[RESTORED].close()
        del connections[RESTORED]
        del connections.settings[RESTORED]
        sealing.KEYS.clear()


def open_here() -> Opened:
    """The same for the database that the service uses itself: after it was restored. Raises Refused."""
    keys = list(DataKey.objects.order_by("pk"))
    if closed := [key for key in keys if not _opens(key)]:
        raise Refused(f"{len(closed)} of {len(keys)} data keys cannot be opened with the keys of the folder.")
    return Opened(min((key.wrapped_by for key in keys), default=""), len(keys), _texts_opened("default"))


def _open_all() -> Opened:
    if _which(RESTORED) == _which("default"):
        raise Refused("This is the live database itself, not a restored copy.")
    keys = list(DataKey.objects.using(RESTORED).order_by("pk"))
    if not keys:
        raise Refused("The copy holds no data keys at all.")
    if closed := [key for key in keys if not _opens(key)]:
        raise Refused(
            f"{len(closed)} of {len(keys)} data keys of the copy cannot be opened with the keys of the folder."
        )
    if lacking := _lacking(keys):
        raise Refused(f"{lacking} live data keys are older than the copy and not in it.")
    needs_from = min(key.wrapped_by for key in keys)
    if not WrappingKey.objects.using(RESTORED).filter(name__gte=needs_from, rewrapped_at__isnull=False).exists():
        raise Refused("The copy was made before its keys were re-wrapped. Restore a newer backup.")
    return Opened(needs_from, len(keys), _texts_opened(RESTORED))


def _which(alias: str) -> tuple[object, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT (pg_control_system()).system_identifier, current_database()")
        return tuple(cursor.fetchone())


def _opens(key: DataKey) -> bool:
    try:
        sealing.unwrap(key.wrapped_by, bytes(key.wrapped))
    except (sealing.CannotOpen, KeyMissing):
        return False
    return key.wrapped_by in key_directory().key_encryption_names()


def _lacking(keys: list[DataKey]) -> int:
    newest = max(key.created_at for key in keys).timestamp() - YOUNGEST_COUNTED
    known = {key.pk for key in keys}
    live = DataKey.objects.filter(pk__lte=max(known)).values_list("pk", "created_at")
    return sum(pk not in known and at.timestamp() < newest for pk, at in live)


def _texts_opened(alias: str) -> int:
    """The oldest and the newest words of every kind. Raises Refused where one does not open."""
    return sum(_sample(model, alias) for model in apps.get_models() if _sealed_fields(model))


def _sealed_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.get_fields() if isinstance(field, SealedTextField)]


def _sample(model: type[models.Model], alias: str) -> int:
    rows = model._default_manager.using(alias)
    found = [*rows.order_by("pk")[:SAMPLE_OF_EACH], *rows.order_by("-pk")[:SAMPLE_OF_EACH]]
    opened = 0
    for row in {row.pk: row for row in found if _has_key(row)}.values():
        for name in _sealed_fields(model):
            try:
                opened += getattr(row, name) is not None
            except (sealing.CannotOpen, KeyMissing):
                raise Refused(f"Words of {model._meta.db_table} in the copy cannot be opened.") from None
    return opened


def _has_key(row: models.Model) -> bool:
    """Not so where its words were erased; each model says that in its own way."""
    try:
        return bool(row.sealing_key())  # type: ignore[attr-defined]
    except Exception:
        return False
