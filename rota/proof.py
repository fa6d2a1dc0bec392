"""Showing who one is, once more: by passkey, by the code of an app or a recovery code, or by password.

Guessing is counted by allauth, for this person and wherever they do it.
"""

from typing import NamedTuple

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rota.codes import ShowForm
from rota.models import StaffMember
from rota.second_step import WRONG_CODE


class Means(NamedTuple):
    """By what this person may show who they are."""

    passkey: bool
    code: bool
    password: bool


class NotShown(Exception):
    """They did not. `words` say why."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


def means_of(staff: StaffMember, *, password: bool) -> Means:
    """Whoever has a second step shows that, unless `password` is enough. Whoever has none has only the password."""
    types = set(Authenticator.objects.filter(user=staff).values_list("type", flat=True))
    passkey, code = Authenticator.Type.WEBAUTHN in types, Authenticator.Type.TOTP in types
    return Means(passkey, code, password or not (passkey or code))


def too_many_tries(request: HttpRequest) -> HttpResponse | None:
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
    return answer


def show(request: HttpRequest, staff: StaffMember, means: Means) -> None:
    """Takes what was sent. Raises NotShown."""
    if request.POST.get("credential") and means.passkey:
        _by_form(ReauthenticateWebAuthnForm(user=staff, data=request.POST), _("That passkey did not work. Try again."))
    elif request.POST.get("code"):
        # Also one of the recovery codes, for somebody who lost the rest.
        _by_form(ShowForm(user=staff, data=request.POST), str(WRONG_CODE))
    elif request.POST.get("password") and means.password:
        _by_password(request, staff)
    else:
        raise NotShown(_("Show who you are first."))


def _by_form(form: forms.Form, wrong: str) -> None:
    if not form.is_valid():
        raise NotShown(wrong)
    form.save()  # type: ignore[attr-defined]


def _by_password(request: HttpRequest, staff: StaffMember) -> None:
    try:
        is_right = get_adapter(request).reauthenticate(staff, request.POST["password"])
    except ValidationError:
        raise NotShown(_("Too many tries. Wait a few minutes.")) from None
    if not is_right:
        raise NotShown(_("That password is not right."))
