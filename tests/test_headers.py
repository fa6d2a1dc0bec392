"""What every answer says about itself: no cache, no referrer, no frame, no script but ours."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parent.parent

PROGRAM = """
import asyncio, json, os, sys
import django
from django.conf import settings
settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF="__main__", STATIC_URL="/static/", SECURE_COOKIES=True, PUBLIC_URL="https://n.example",
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "config.headers.PrivacyHeaders",
                "csp.middleware.CSPMiddleware", "config.headers.NeedsHttps"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [
        ("django.template.loaders.locmem.Loader", {"needs_https.html": "use {{ public_url }}"})]}}],
    CONTENT_SECURITY_POLICY={"DIRECTIVES": __import__("config.csp", fromlist=["csp"]).policy_for("https://n.example")},
)
django.setup()
from django.http import HttpResponse
from django.test import AsyncClient, Client
from django.urls import path
from config.csp import framed_here, frames_itself
from config.headers import request_id

def plain(request): return HttpResponse(request_id())
async def later(request): return HttpResponse(request_id())
def nonce(request): return HttpResponse(str(request.csp_nonce))
def cached(request): return HttpResponse("x", headers={"Cache-Control": "public, max-age=9"})
def fails(request): raise ValueError
@framed_here
def frame(request): return HttpResponse("frame")
@framed_here
async def frame_later(request): return HttpResponse("frame")
@frames_itself
def chat(request): return HttpResponse("chat")
views = (plain, later, nonce, fails, frame, frame_later, chat, cached)
urlpatterns = [path(view.__name__ + "/", view) for view in views]
urlpatterns += [path("static/a.js", cached)]

def told(response):
    headers = {name.lower(): value for name, value in response.items()}
    return {"status": response.status_code, "body": response.content.decode(), **headers}

async def ask_later(url, headers):
    return told(await AsyncClient(raise_request_exception=False).get(url, headers=headers))

for line in sys.stdin:
    url, headers, mode = json.loads(line)
    settings.SECURE_COOKIES = mode == "sync"  # the async client insists on a host of its own
    if mode == "async":
        answer = asyncio.run(ask_later(url, {k: v for k, v in headers.items() if k != "host"}))
    else:
        answer = told(Client(raise_request_exception=False).get(url, headers=headers))
    print(json.dumps(answer), flush=True)
"""


Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Asks a service with these headers and nothing else, in a process of its own."""
    program = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PROGRAM], cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdin is not None
    assert program.stdout is not None
    questions, answers = program.stdin, program.stdout

    def ask(url: str, headers: dict[str, str] | None = None, mode: str = "sync") -> dict[str, Any]:
        questions.write(json.dumps([url, {"host": "localhost"} | (headers or {}), mode]) + "\n")
        questions.flush()
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    yield ask
    questions.close()
    program.wait(10)
    answers.close()


def directives(answer: dict[str, Any]) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer["content-security-policy"].split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("url", ["/plain/", "/later/", "/cached/", "/fails/", "/nowhere/"])
def test_every_answer_keeps_to_itself(ask: Ask, url: str, mode: str) -> None:
    answer = ask(url, mode=mode)

    assert answer["cache-control"] == "no-store"
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["x-frame-options"] == "DENY"
    assert answer["cross-origin-opener-policy"] == "same-origin"
    assert answer["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer["permissions-policy"]
    assert len(answer["x-request-id"]) == 32
    assert answer["referrer-policy"] in {"same-origin", "no-referrer"}


def test_a_file_of_the_pages_may_be_kept(ask: Ask) -> None:
    assert ask("/static/a.js")["cache-control"] == "public, max-age=9"


def test_the_policy_lets_in_nothing_but_our_own(ask: Ask) -> None:
    assert directives(ask("/plain/")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'none'",
        "connect-src": "'self' wss://n.example",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_a_page_that_asks_for_a_nonce_gets_its_own(ask: Ask) -> None:
    first, second = ask("/nonce/"), ask("/nonce/")

    assert directives(first)["script-src"] == f"'self' 'nonce-{first['body']}'"
    assert first["body"] != second["body"]


def test_the_chat_page_may_hold_its_frame(ask: Ask) -> None:
    assert directives(ask("/chat/"))["frame-src"] == "'self'"
    assert "frame-src" not in directives(ask("/plain/"))


@pytest.mark.parametrize(("url", "mode"), [("/frame/", "sync"), ("/frame_later/", "async")])
def test_the_frame_stands_in_our_page_and_runs_nothing(ask: Ask, url: str, mode: str) -> None:
    answer = ask(url, mode=mode)

    assert directives(answer)["frame-ancestors"] == "'self'"
    assert directives(answer)["script-src"] == "'none'"
    assert answer["x-frame-options"] == "SAMEORIGIN"


def test_a_request_is_known_by_the_id_its_proxy_gave(ask: Ask) -> None:
    answer = ask("/plain/", {"x-request-id": "6f1c2b9a-0000-4000-8000-aaaaaaaaaaaa"})

    assert answer["x-request-id"] == answer["body"] == "6f1c2b9a-0000-4000-8000-aaaaaaaaaaaa"


@pytest.mark.parametrize("given", ["short", "a" * 65, "has space in", "a;b=c;d=e;f", "<script>alert</script>"])
def test_an_id_that_is_not_plain_is_replaced(ask: Ask, given: str) -> None:
    answer = ask("/plain/", {"x-request-id": given})

    assert answer["x-request-id"] != given
    assert len(answer["x-request-id"]) == 32


@pytest.mark.parametrize("headers", [{"x-long": "a" * 9000}, {f"x-{n}": "a" for n in range(80)}])
def test_oversized_headers_are_refused(ask: Ask, headers: dict[str, str]) -> None:
    assert ask("/plain/", headers)["status"] == 431


def test_plain_http_to_another_machine_is_told_and_not_looped(ask: Ask) -> None:
    answer = ask("/plain/", {"host": "192.168.1.5:8000"})

    assert (answer["status"], answer["body"]) == (403, "use https://n.example")
    assert answer["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_needs_no_https(ask: Ask, host: str) -> None:
    assert ask("/plain/", {"host": host})["status"] == 200
