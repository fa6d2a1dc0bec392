"""The second step of signing in: a passkey, or the six digits of an app, whose secret is sealed.

Outside development nobody gets past the sign-in without one: the first sign-in leads to setting it up.
"""

import base64
import hmac
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy

from config import sealing
from config.keys import key_directory
from rota.browsers import browser_of
from rota.models import StaffMember

_PLACE = b"mfa_authenticator"
# Recovery codes are for the day one of these is lost, and never without one.
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(staff: StaffMember) -> bool:
    return bool(Authenticator.objects.filter(user=staff, type__in=STEPS).exists())


def is_missing(staff: StaffMember) -> bool:
    """Has this person to set one up before anything else opens?"""
    return bool(settings.SECOND_STEP_REQUIRED) and not has_one(staff)


def forget_all(staff: StaffMember) -> None:
    """Somebody lost theirs and begins anew, by an invitation."""
    Authenticator.objects.filter(user=staff).delete()


WRONG_CODE = gettext_lazy(
    "That code is not right, or it was used already. Wait for the next one. If none works, let your phone set its "
    "clock by itself, or type a recovery code."
)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks us about authenticator apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy("This is your only second step. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(_key(), text, about=_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(_key(), base64.b64decode(encrypted_text), about=_PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STEPS).exclude(pk=authenticator.pk)
        return not settings.SECOND_STEP_REQUIRED or others.exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to our public name; on one's own machine to the typed one, which must be `localhost`."""
        host = context.request.get_host().partition(":")[0]
        return {"id": host if settings.IS_LOOPBACK else settings.PUBLIC_HOST, "name": "Nightlight"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return browser_of(context.request) or "Passkey"


def _key() -> bytes:
    return hmac.digest(key_directory().named("lookup"), _PLACE, "sha256")
