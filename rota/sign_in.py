"""How staff sign in and out: allauth's flow, our rules.

Nobody signs themselves up. A suspended person is told the same as somebody with a wrong password.
Each sign-in and sign-out is an audit row, written before it happens: what cannot be written down
does not take place.
"""

import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import get_client_ip
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from rota import audit, sign_ins, step_up
from rota.models import StaffMember
from rota.planning import on_shift

log = logging.getLogger(__name__)

SECOND_STEP_CHANGES = {
    "totp_activated": "second_step.app_added",
    "totp_deactivated": "second_step.app_removed",
    "webauthn_added": "second_step.passkey_added",
    "webauthn_removed": "second_step.passkey_removed",
    "recovery_codes_generated": "second_step.codes_made",
}


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks us."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is not correct. Forgotten? Your manager makes you a new link."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait five minutes, then try again. In a hurry? Ask your manager or the lead on call."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> StaffMember | None:
        person = cast(StaffMember | None, super().authenticate(request, **credentials))
        if person is not None and not person.is_active:
            person = None
            self.authentication_failed(request)
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("staff.sign_in_failed")

    def reauthenticate(self, user: StaffMember, password: str) -> bool:
        """Asked for again before the second step is changed. Allauth would look the address up in a table we lack."""
        person = self.authenticate(self.request, email=user.email, password=password)
        return person is not None and person.pk == user.pk

    def login(self, request: HttpRequest, user: StaffMember) -> None:
        # Somebody may have been suspended between the password and the second step.
        if not StaffMember.objects.filter(pk=user.pk, is_active=True).exists():
            raise ImmediateHttpResponse(redirect("account_login"))
        with transaction.atomic():
            audit.record("staff.signed_in", f"staff:{user.pk}", who=user)
            super().login(request, user)
            sign_ins.begin(request, user)
            on_shift.came(user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, StaffMember) or request.user.is_authenticated:
            audit.record("staff.signed_out", f"staff:{request.user.pk}", who=request.user)
            sign_ins.signed_out(request.session.session_key, request.user)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Asked before a second step is added, looked at or taken away: by our own clock, see step_up.py."""
        return step_up.is_needed(self.request)

    def get_reauthentication_methods(self, user: StaffMember) -> list[dict[str, str]]:
        """One page asks for all of them."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def send_notification_mail(self, template_prefix: str, user: StaffMember, *args: Any, **kwargs: Any) -> None:
        """Where others write a letter when a second step changes, we write it down."""
        change = SECOND_STEP_CHANGES.get(template_prefix.removeprefix("mfa/email/"))
        if change is not None:
            audit.record(change, f"staff:{user.pk}", who=user)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong. "You are signed in" is what the page itself shows."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For counting failed sign-ins only. Behind a Unix socket there is none: then all count together."""
        return get_client_ip(request) or "0.0.0.0"  # noqa: S104  (not an address to listen on)
