"""The key directory: files that live apart from the database and its backups.

`NIGHTLIGHT_KEYS` holds one file a key, each a line of hex:

    kek-<number>.key  key-encryption keys; the last one in order is the current one, a new one is made each week
    secret.key        Django's SECRET_KEY
    audit.key         signs audit rows
    lookup.key        keyed hashes (cookies, numbers of phones)
    vapid.key         signs pushes to browsers of staff; an installation without it sends none

In development and tests a missing key is made once. Anywhere else it stops the start, because a key
made anew would leave every stored word unreadable.
"""

import os
import secrets
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

NEEDED = ("secret", "audit", "lookup")


class KeyMissing(Exception):
    """A key file is not there, and this environment may not make one."""


class KeyDirectory:
    """Reads keys of 32 bytes from a folder; makes missing ones only where `may_create`."""

    def __init__(self, folder: Path, *, may_create: bool) -> None:
        self.folder = folder
        self.may_create = may_create

    def named(self, name: str) -> bytes:
        """The 32 bytes of `<name>.key`. Raises KeyMissing."""
        try:
            return self.existing(name)
        except KeyMissing:
            if not self.may_create:
                raise
            return self.create(name)

    def existing(self, name: str) -> bytes:
        """The same, and never a new one: what an old key sealed, a new one of its name does not open."""
        path = self.folder / f"{name}.key"
        try:
            return _key_in(path)
        except FileNotFoundError:
            raise KeyMissing(
                f"The key file {path} is missing. Restore it from where your keys are kept, "
                "or run `python manage.py make_keys` on a new installation."
            ) from None

    def all_there(self) -> None:
        """Raises KeyMissing unless every key is there that words and records need from the first moment on."""
        for name in (*NEEDED, self.current_key_encryption_name()):
            self.existing(name)

    def create(self, name: str) -> bytes:
        """Makes `<name>.key` unless another process just did, and returns what is in it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{name}.key"
        draft = self.folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return bytes.fromhex(path.read_text().strip())

    def key_encryption_names(self) -> list[str]:
        """Names of the key-encryption keys, oldest first."""
        return sorted(path.stem for path in self.folder.glob("kek-*.key"))

    def current_key_encryption_name(self) -> str:
        """The newest key-encryption key: new data keys are wrapped by it. Raises KeyMissing."""
        names = self.key_encryption_names()
        if names:
            return names[-1]
        self.named("kek-0001")
        return self.key_encryption_names()[-1]

    def next_key_encryption_name(self) -> str:
        """The name after the current one: kek-0002 after kek-0001."""
        return f"kek-{int(self.current_key_encryption_name()[4:8]) + 1:04}"

    def made_at(self, name: str) -> datetime:
        """When the file of this key was written. Raises FileNotFoundError."""
        return datetime.fromtimestamp((self.folder / f"{name}.key").stat().st_mtime, UTC)

    def may_be_written(self) -> bool:
        """May this process make and destroy keys? In Compose only the service `keys` may."""
        return os.access(self.folder, os.W_OK | os.X_OK)

    def destroy(self, name: str) -> None:
        """Writes over the file and removes it. What this key alone could open is noise from now on."""
        path = self.folder / f"{name}.key"
        with path.open("r+b") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _key_in(path: Path) -> bytes:
    """Raises KeyMissing where the file holds something else: half of it, or nothing."""
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyMissing(f"The key file {path} is damaged. Restore it from where your keys are kept.")
    return key


@cache
def key_directory() -> KeyDirectory:
    """The key directory of this installation."""
    from django.conf import settings

    return KeyDirectory(settings.NIGHTLIGHT_KEYS, may_create=settings.MAY_CREATE_KEYS)
