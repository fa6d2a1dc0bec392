"""How a web process knows that a message is ours: only who reads the key folder can sign one."""

import hashlib
import hmac

from config.keys import key_directory


def signature(number: str, words: str) -> str:
    """For one row and its words, under a key made from the installation's own."""
    key = hmac.digest(key_directory().named("lookup"), b"canary", "sha256")
    return hmac.new(key, f"{number}:{words}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def is_ours(number: str, words: str, given: str) -> bool:
    return hmac.compare_digest(signature(number, words).encode(), given.encode("utf-8", "replace"))
