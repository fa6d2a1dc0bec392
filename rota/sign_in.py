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
from django.http import HttpRequest
from django.shortcuts import redirect

from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks us."""

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
        audit.record("staff.signed_in", f"staff:{user.pk}", who=user)
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, StaffMember) or request.user.is_authenticated:
            audit.record("staff.signed_out", f"staff:{request.user.pk}", who=request.user)
        super().logout(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong. "You are signed in" is what the page itself shows."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For counting failed sign-ins only. Behind a Unix socket there is none: then all count together."""
        return get_client_ip(request) or "0.0.0.0"  # noqa: S104  (not an address to listen on)
