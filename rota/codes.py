"""The six digits of an authenticator app: a phone whose clock is half a minute off works, each code only once.

Which half minutes were used stands with the secret, in the database: a cache forgets when Valkey is away, restarts or
answers late, and a code that somebody watched being typed would open the door once more.
"""

from typing import Any

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.db import transaction

USED = "used"


class _OnceOnly:
    """Allauth remembers a used code for half a minute, and in the cache."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            self.authenticator.data = _use(self.authenticator.pk, code)
        return code


class SignInForm(_OnceOnly, forms.AuthenticateForm):  # type: ignore[misc]
    """After the password."""


class ShowForm(_OnceOnly, forms.ReauthenticateForm):  # type: ignore[misc]
    """Showing who one is once more, and unlocking."""


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, which shows that it works, is used by that."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        context.request.first_code = code
        return code


def first_code_is_used(request: Any, authenticator: Authenticator, **_more: Any) -> None:
    """For allauth, once there is another second step."""
    if authenticator.type == Authenticator.Type.TOTP and hasattr(request, "first_code"):
        _use(authenticator.pk, request.first_code)


@transaction.atomic
def _use(authenticator_id: int, code: str) -> dict[str, Any]:
    """Writes down that this code was used, and gives the row's data. Of two at once the second finds it used."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    steps = _steps()
    used = [one for one in row.data.get(USED, []) if one in steps]
    found = [one for one in steps if one not in used and _code_at(row, one) == _digits(code)]
    if not found:
        raise _wrong()
    row.data = {**row.data, USED: [*used, found[0]]}
    row.save(update_fields=["data"])
    return dict(row.data)


def _steps() -> range:
    """The half minutes whose codes are good, and one more either way: one may have passed since it was looked at."""
    good = list(yield_hotp_counters_from_time())
    return range(good[0] - 1, good[-1] + 2)


def _code_at(row: Authenticator, step: int) -> str:
    return str(format_hotp_value(hotp_value(decrypt(row.data["secret"]), step)))


def _digits(code: str) -> str:
    return "".join(one for one in code if one.isdigit()).rjust(app_settings.TOTP_DIGITS, "0")


def _wrong() -> ValidationError:
    wrong: ValidationError = get_adapter().validation_error("incorrect_code")
    return wrong
