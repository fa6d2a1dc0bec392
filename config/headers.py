"""What every answer says about itself, and the id a request is known by.

Nothing that holds a person's page may stay in a cache, tell another site where somebody came from,
or be opened inside another page.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from config.logs import answering

MOST_HEADERS, LONGEST_HEADER = 64, 8 * 1024
# Nothing here answers to any other; a library's form would take a PUT for a POST.
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer autoplay browsing-topics camera clipboard-read display-capture encrypted-media "
        "fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment "
        "picture-in-picture screen-wake-lock serial usb xr-spatial-tracking"
    ).split()
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


def request_id() -> str:
    """The id of the request being answered, or nothing outside one."""
    return answering.get()


def new_request_id(given: str = "") -> str:
    """Names what is being answered from here on: by the id a proxy gave, if it is a plain one, else by our own."""
    known_as = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(16)
    answering.set(known_as)
    return known_as


class _Middleware:
    """Runs in the event loop where it can, so that it costs no thread."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        if self.is_async:
            return self._answer_later(request)
        response = self.instead(request) or self.get_response(request)
        return self.finished(request, response)  # type: ignore[arg-type]

    async def _answer_later(self, request: HttpRequest) -> HttpResponseBase:
        response = self.instead(request)
        if response is None:
            response = await self.get_response(request)  # type: ignore[misc]
        return self.finished(request, response)

    def instead(self, request: HttpRequest) -> HttpResponse | None:
        return None

    def finished(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response


class PrivacyHeaders(_Middleware):
    """Names the request, refuses oversized headers, and puts the privacy headers on every answer."""

    def instead(self, request: HttpRequest) -> HttpResponse | None:
        new_request_id(request.META.get("HTTP_X_REQUEST_ID", ""))
        headers = [value for name, value in request.META.items() if name.startswith(("HTTP_", "CONTENT_"))]
        if len(headers) > MOST_HEADERS or any(len(str(value)) > LONGEST_HEADER for value in headers):
            return HttpResponse(status=431)
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        return None

    def finished(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response["X-Request-ID"] = request_id()
        if not _is_file_of_the_pages(request):
            response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Permitted-Cross-Domain-Policies"] = "none"
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")
        if _can_ask_for_anything(response):
            response["Permissions-Policy"] = PERMISSIONS
        return response


class NeedsHttps(_Middleware):
    """Says so where a browser would silently drop our cookies: plain http to another machine.

    Without it a phone on the same network would come back to the start page for ever.
    """

    always_answered = ("/healthz", "/readyz", "/metrics")

    def instead(self, request: HttpRequest) -> HttpResponse | None:
        if not getattr(settings, "SECURE_COOKIES", True) or request.is_secure():
            return None
        if request.path_info in self.always_answered or _is_loopback(request.META.get("HTTP_HOST", "")):
            return None
        page = render_to_string("needs_https.html", {"public_url": settings.PUBLIC_URL})
        return HttpResponse(page, status=403)


def _can_ask_for_anything(response: HttpResponseBase) -> bool:
    """A page can. Data cannot, nor a frame of ours without script; both are fetched hundreds of times in an hour."""
    is_page = response.get("Content-Type", "text/html").startswith("text/html")
    return is_page and response["X-Frame-Options"] == "DENY"


def _is_file_of_the_pages(request: HttpRequest) -> bool:
    return request.path_info.startswith(str(settings.STATIC_URL)) and len(str(settings.STATIC_URL)) > 1


def _is_loopback(host: str) -> bool:
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    return name in {"", "localhost", "127.0.0.1", "[::1]"} or name.endswith(".localhost")
