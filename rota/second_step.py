"""The second step of signing in: the secret behind the six digits is sealed, not stored in the clear."""

import base64
import hmac

from allauth.mfa.adapter import DefaultMFAAdapter

from config import sealing
from config.keys import key_directory

_PLACE = b"mfa_authenticator"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks us about authenticator apps and recovery codes."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(_key(), text, about=_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(_key(), base64.b64decode(encrypted_text), about=_PLACE)


def _key() -> bytes:
    return hmac.digest(key_directory().named("lookup"), _PLACE, "sha256")
