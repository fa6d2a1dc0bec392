"""Backups that are of use to us and to no thief: written by pg_dump, sealed on the way, named by what they need.

    nightlight-20261122T101500Z.backup           the dump, sealed in pieces (AES-256-GCM)
    nightlight-20261122T101500Z.manifest.json    when, which version, how many rows, which keys, which hash

No key is in it. It is sealed under a key made from the newest key-encryption key, so it can be opened for as long as
that key lives, and no longer: the words in it could not be read without it either, and with it go the names and times
around them. Nothing touches the disk unsealed.
"""

import hashlib
import json
import os
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config.keys import KeyMissing, key_directory

MAGIC = b"nightlight backup 1\n"
PIECE = 1 << 20
TAG = 16
SUFFIX, MANIFEST = ".backup", ".manifest.json"
# However old: the last of them are never removed.
NEVER_FEWER = 3


class BackupBroken(Exception):
    """The file is not what was written, is not whole, or the key it needs is not here. Words of ours."""


@dataclass(frozen=True)
class Manifest:
    """What stands in front of a backup, open to read and covered by its seal."""

    at: str
    version: str
    postgres: str
    migrations: dict[str, str]
    # The key-encryption keys of the folder that a restore needs; the first of them seals the backup itself.
    key: str
    keys: list[str]
    rows: dict[str, int]
    audit_links: int
    salt: str

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def write(manifest: Manifest, dumped: IO[bytes], to: Path) -> tuple[int, str]:
    """Seals what comes out of pg_dump. Gives size and hash; the file is there whole or not at all."""
    head = json.dumps(asdict(manifest), sort_keys=True).encode()
    hashed, size = hashlib.sha256(), 0
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for part in (MAGIC, struct.pack(">I", len(head)), head, *_sealed(manifest, head, dumped)):
                file.write(part)
                hashed.update(part)
                size += len(part)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(to)
    finally:
        draft.unlink(missing_ok=True)  # half of one is of no use, and fills the disk
    return size, hashed.hexdigest()


def read_manifest(path: Path) -> Manifest:
    with path.open("rb") as file:
        return _head(file)[0]


def opened(path: Path) -> Iterator[bytes]:
    """The dump again, piece by piece, each only after its seal was found whole. Raises BackupBroken."""
    with path.open("rb") as file:
        manifest, head = _head(file)
        cipher, number = AESGCM(_key(manifest)), 0
        piece = file.read(PIECE + TAG)
        while True:
            following = file.read(PIECE + TAG)
            try:
                yield cipher.decrypt(_nonce(number, is_last=not following), piece, head)
            except InvalidTag:
                raise BackupBroken("The backup was changed, or its end is missing.") from None
            if not following:
                return
            piece, number = following, number + 1


def check(path: Path) -> Manifest:
    """Reads all of it before anybody relies on it."""
    for _piece in opened(path):
        pass
    return read_manifest(path)


def too_old(folder: Path, *, now: datetime, days: int) -> list[Path]:
    """Backups of ours there that are to be removed: older than that, and not among the newest few."""
    known = []
    for path in sorted(folder.glob(f"nightlight-*{SUFFIX}")):
        try:
            known.append((read_manifest(path).made_at, path))
        except (BackupBroken, OSError):
            continue  # not ours to judge
    known.sort()
    return [path for at, path in known[:-NEVER_FEWER] if now - at > timedelta(days=days)]


def name_of(at: datetime) -> str:
    return f"nightlight-{at:%Y%m%dT%H%M%SZ}"


def service_version() -> str:
    try:
        return metadata.version("nightlight")
    except metadata.PackageNotFoundError:
        return "0.1.0"


def program(name: str) -> str:
    """pg_dump or pg_restore: of the wheel that runs the embedded server, where it is there; else of this machine."""
    from config.runner.account import server_account
    from config.runner.trouble import Trouble
    from config.runner.wheels import postgres_programs

    try:
        return str(postgres_programs(server_account()) / name)
    except Trouble:
        return name


def connection_of(url: str) -> tuple[list[str], dict[str, str]]:
    """How a program of Postgres is told where to go: no password stands where other accounts can read it."""
    from config.settings import database

    told = database(url, pool=False)
    arguments = ["--dbname", told["NAME"], "--username", told["USER"], "--no-password"]
    arguments += ["--host", told["HOST"]] if told["HOST"] else []
    arguments += ["--port", told["PORT"]] if told["PORT"] else []
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environ |= {"PGPASSWORD": told["PASSWORD"]} if told["PASSWORD"] else {}
    environ |= {"PGSSLMODE": told["OPTIONS"]["sslmode"]} if "sslmode" in told["OPTIONS"] else {}
    return arguments, environ


def run(arguments: list[str], environ: dict[str, str], **streams: Any) -> subprocess.Popen[bytes]:
    """Starts it. What it says about errors may quote rows: it goes nowhere."""
    return subprocess.Popen(arguments, env=environ, stderr=subprocess.DEVNULL, **streams)  # noqa: S603


def _head(file: IO[bytes]) -> tuple[Manifest, bytes]:
    try:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError
        (length,) = struct.unpack(">I", file.read(4))
        head = file.read(length)
        return Manifest(**json.loads(head)), head
    except (ValueError, TypeError, struct.error):
        raise BackupBroken("This is no backup of this service.") from None


def _sealed(manifest: Manifest, head: bytes, dumped: IO[bytes]) -> Iterator[bytes]:
    cipher, number = AESGCM(_key(manifest)), 0
    piece = _piece(dumped)
    while True:
        following = _piece(dumped)
        yield cipher.encrypt(_nonce(number, is_last=not following), piece, head)
        if not following:
            return
        piece, number = following, number + 1


def _piece(dumped: IO[bytes]) -> bytes:
    """Exactly so much, but for the last: a pipe gives what it has."""
    parts, wanted = [], PIECE
    while wanted and (part := dumped.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Never twice under one key, which is made for this backup alone. The last one says that it is."""
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _key(manifest: Manifest) -> bytes:
    try:
        secret = key_directory().existing(manifest.key)
    except KeyMissing:
        raise BackupBroken(
            f"It needs the key {manifest.key}, which is not in the folder. If it was destroyed, this is noise."
        ) from None
    salt = bytes.fromhex(manifest.salt)
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"nightlight backup").derive(secret)
