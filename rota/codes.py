"""The six digits of an authenticator app: a phone whose clock is half a minute off works, each code only once."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class _OnceOnly:
    """Allauth remembers a used code for half a minute; with clocks that differ it is good for longer than that."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not self._is_new(code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _is_new(self, code: str) -> bool:
        digits = "".join(one for one in code if one.isdigit())
        good_for = (2 * app_settings.TOTP_TOLERANCE + 2) * app_settings.TOTP_PERIOD
        return bool(cache.add(f"staff.code_used.{self.user.pk}.{digits}", 1, timeout=good_for))


class SignInForm(_OnceOnly, forms.AuthenticateForm):  # type: ignore[misc]
    """After the password."""


class ShowForm(_OnceOnly, forms.ReauthenticateForm):  # type: ignore[misc]
    """Showing who one is once more, and unlocking."""
