"""What a page of ours may load: our own files and nothing else, no inline script, no other site.

`policy` is for django-csp. Two pages differ: the chat page holds the script-less message frame, and that
frame alone may stand inside a page, ours.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.http import HttpResponseBase

View = Callable[..., Any]


def policy_for(public_url: str = "") -> dict[str, list[Any]]:
    """The directives. Browsers before 2022 need the socket's address beside 'self'."""
    return {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [NONE],
        "connect-src": [SELF, *_socket_of(public_url)],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        # No text becomes markup: scripts build elements, or fetch a page already parsed.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    }


def frames_itself(view: View) -> View:
    """The page may hold a frame of ours: the messages for a browser without script."""
    return _with(view, "_csp_update", {"frame-src": [SELF]})


def framed_here(view: View) -> View:
    """The page may stand inside a page of ours, and runs no script at all."""
    return _with(
        view,
        "_csp_replace",
        {
            "frame-ancestors": [SELF],
            "script-src": [NONE],
            # As default-src says already. A frame is fetched hundreds of times in an hour.
            **dict.fromkeys(("connect-src", "object-src", "font-src", "manifest-src")),
            **dict.fromkeys(("require-trusted-types-for", "trusted-types")),  # for scripts, which there are none of
        },
        {"X-Frame-Options": "SAMEORIGIN"},
    )


def allows_worker(view: View) -> View:
    """The page may start the one script that wakes for a push; its address is made by this policy of its own script."""
    return _with(view, "_csp_replace", {"worker-src": [SELF], "trusted-types": ["reach"]})


def data_only(view: View) -> View:
    """No page: nothing in it can load or run anything, and it is fetched hundreds of times in an hour."""
    return _with(view, "_csp_exempt", True)


def _with(view: View, name: str, directives: Any, headers: dict[str, str] | None = None) -> View:
    def marked(response: HttpResponseBase) -> HttpResponseBase:
        setattr(response, name, directives)
        for header, value in (headers or {}).items():
            response[header] = value
        return response

    if iscoroutinefunction(view):

        @wraps(view)
        async def answer_later(*args: Any, **kwargs: Any) -> HttpResponseBase:
            pending: Awaitable[HttpResponseBase] = view(*args, **kwargs)
            return marked(await pending)

        return answer_later

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return marked(view(*args, **kwargs))

    return answer


def _socket_of(public_url: str) -> list[str]:
    parts = urlsplit(public_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return []
    return [f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"]


policy = policy_for()
