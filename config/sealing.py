"""Sealing words: AES-256-GCM under a data key of their own, wrapped by a key-encryption key.

One data key per conversation, per young person's posts, per sealed contact, per escalation. Deleting
the wrapped key makes the words unreadable at once. Associated data binds a sealed text to its table,
owner, client id and key, so that rows cannot be swapped.
"""

import os
import time
from collections import OrderedDict
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from config.keys import key_directory

VERSION = b"\x01"
NONCE_BYTES = 12
REMEMBERED_SECONDS = 60.0


class CannotOpen(Exception):
    """The sealed text and this key (or this place) do not belong together."""


def seal(key: bytes, text: str, *, about: bytes) -> bytes:
    """Seals `text` (any Python string, lone surrogates included) for the place named by `about`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), about)


def unseal(key: bytes, sealed: bytes, *, about: bytes) -> str:
    """The text that was sealed for `about`. Raises CannotOpen."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise CannotOpen
    nonce, words = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, words, about).decode("utf-8", "surrogatepass")
    except InvalidTag:
        raise CannotOpen from None


def place_of(table: str, owner: object, client_id: object, key_id: object) -> bytes:
    """Associated data: which table, whose, which one, under which key."""
    return f"{table}|{owner}|{client_id}|{key_id}".encode()


def new_wrapped_key() -> tuple[str, bytes]:
    """A fresh data key: the name of the key-encryption key that wraps it, and the wrapped key."""
    name = key_directory().current_key_encryption_name()
    return name, aes_key_wrap(key_directory().named(name), AESGCM.generate_key(256))


def unwrap(name: str, wrapped: bytes) -> bytes:
    """The data key inside `wrapped`. Raises CannotOpen, and KeyMissing where the wrapping key is gone."""
    try:
        return aes_key_unwrap(key_directory().existing(name), bytes(wrapped))
    except InvalidUnwrap:
        raise CannotOpen from None


def wrapped_anew(name: str, wrapped: bytes, new_name: str) -> bytes:
    """The same data key under another key-encryption key, tried before anybody relies on it. Raises as `unwrap`."""
    key = unwrap(name, wrapped)
    anew = aes_key_wrap(key_directory().existing(new_name), key)
    if unwrap(new_name, anew) != key:
        raise CannotOpen
    return anew


class KeysInMemory:
    """The data keys that this process used lately, so that a message does not cost an unwrapping.

    None is kept for longer than a minute: a key that was destroyed is soon nowhere.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._keys: OrderedDict[int, tuple[float, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, key_id: int) -> bytes | None:
        with self._lock:
            at, key = self._keys.get(key_id, (0.0, None))
            return key if key is not None and time.monotonic() - at < REMEMBERED_SECONDS else None

    def put(self, key_id: int, key: bytes) -> None:
        with self._lock:
            self._keys[key_id] = time.monotonic(), key
            self._keys.move_to_end(key_id)
            while len(self._keys) > self._most:
                self._keys.popitem(last=False)
        self.drop_old()

    def drop_old(self) -> None:
        """Lets go of those that were unwrapped more than a minute ago. The oldest come first."""
        since = time.monotonic() - REMEMBERED_SECONDS
        with self._lock:
            while self._keys and next(iter(self._keys.values()))[0] < since:
                self._keys.popitem(last=False)

    def forget(self, key_id: int) -> None:
        with self._lock:
            self._keys.pop(key_id, None)

    def clear(self) -> None:
        with self._lock:
            self._keys.clear()


KEYS = KeysInMemory()
