"""Looks at every request of somebody who is signed in: is it over, is the second step there, is it locked?

Whoever comes without a staff cookie passes at no cost: young people's pages never wait for this.
"""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from asgiref.sync import markcoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve

from rota import idle_lock, second_step, sign_ins
from rota.models import StaffMember

Answer = HttpResponseBase | Awaitable[HttpResponseBase]

OPEN_WHILE_LOCKED = {"staff:here", "staff:lock", "staff:unlock", "staff:passkey_question", "account_logout"}
OPEN_WITHOUT_SECOND_STEP = OPEN_WHILE_LOCKED | {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"),
    *("account_reauthenticate",),
}
# Addresses whose request alone says nothing about anybody being there.
NOBODY_NEEDS_TO_BE_THERE = {"staff:lock", "staff:passkey_question"}


class KeepsSignIns:
    """The last of the middleware: everything that says who is asking has run."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if self.is_async:
            return self._answer_later(request)
        return instead_of(request) or self.get_response(request)

    async def _answer_later(self, request: HttpRequest) -> HttpResponseBase:
        instead: HttpResponseBase | None = await sync_to_async(instead_of)(request)
        if instead is not None:
            return instead
        answer: HttpResponseBase = await self.get_response(request)  # type: ignore[misc]
        return answer


def instead_of(request: HttpRequest) -> HttpResponseBase | None:
    """What is answered instead of the page that was asked for; nothing where it may be given."""
    match = _staff_address(request)
    if match is None or not isinstance(request.user, StaffMember):
        return None
    sign_in = sign_ins.sign_in_of(request)
    standing = sign_ins.standing_of(sign_in)
    request.sign_in_standing = standing  # type: ignore[attr-defined]  # for the shell of the page
    if standing.over:
        return _over(request)
    if second_step.is_missing(request.user) and match.view_name not in OPEN_WITHOUT_SECOND_STEP:
        return _needs_second_step(request)
    if standing.locked:
        return None if match.view_name in OPEN_WHILE_LOCKED else idle_lock.locked_page(request)
    if match.view_name not in NOBODY_NEEDS_TO_BE_THERE and _is_somebody_there(request):
        sign_ins.touch(sign_in.session_key)
    return None


def _staff_address(request: HttpRequest) -> ResolverMatch | None:
    """Pages of young people are open to everybody, also to somebody who is signed in here."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return match if getattr(match.func, "login_required", True) else None


def _over(request: HttpRequest) -> HttpResponse:
    logout(request)
    if _asks_for_data(request):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL)


def _needs_second_step(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=403) if _asks_for_data(request) else redirect("mfa_index")


def _is_somebody_there(request: HttpRequest) -> bool:
    """A script that asks by itself is nobody. A page that was opened and a form that was sent are somebody."""
    by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return request.method not in {"GET", "HEAD"} or (request.method == "GET" and not by_script)


def _asks_for_data(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
