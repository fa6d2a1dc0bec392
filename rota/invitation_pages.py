"""The page behind an invitation: somebody who has no account yet sets their password."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rota import invitations


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it uses nothing up: programs that read mail look at links too."""
    if too_many := ratelimit.consume_or_429(request, action="reset_password_from_key"):
        return too_many  # type: ignore[no-any-return]
    try:
        staff = invitations.invited_by_link(token).staff
        if request.method != "POST":
            return _page(request, name=staff.name, email=staff.email)
        return _begin(request, token)
    except invitations.NoLongerGood:
        # Not 404 or 410: such an answer is written down with its address, and the address is the secret.
        return render(request, "invitations/no_longer.html")
    except invitations.WaitsForSecond:
        return render(request, "invitations/waits.html")
    except ValidationError as refused:
        return _page(request, name=staff.name, email=staff.email, errors=refused.messages)


def _begin(request: HttpRequest, token: str) -> HttpResponse:
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise ValidationError(_("The two passwords differ."))
    staff = invitations.accept(token, password)
    staff.backend = "allauth.account.auth_backends.AuthenticationBackend"
    login = Login(user=staff, redirect_url=reverse("mfa_index"))
    return perform_password_login(request, {}, login)  # type: ignore[no-any-return]


def _page(request: HttpRequest, *, name: str, email: str, errors: list[str] | None = None) -> HttpResponse:
    return render(request, "invitations/accept.html", {"name": name, "email": email, "errors": errors or []})
