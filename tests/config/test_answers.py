"""What every address of the service says about itself, asked of each of them; and that nobody can send a file."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from rota.models import Role
from rota.people import add_staff

FILE = (
    b'--x\r\nContent-Disposition: form-data; name="picture"; filename="me.jpg"\r\n'
    b"Content-Type: image/jpeg\r\n\r\nthe picture\r\n--x--\r\n"
)
FIELD = b'--x\r\nContent-Disposition: form-data; name="nickname"\r\n\r\nRobin\r\n--x--\r\n'
BOTH = FIELD.removesuffix(b"--x--\r\n") + FILE


def addresses() -> list[str]:
    """Every address that needs no id."""
    return sorted(_plain(get_resolver().url_patterns, ""))


def _plain(patterns: Any, before: str) -> Iterator[str]:
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if "<" not in whole and "(" not in whole:
                yield "/" + whole
        else:
            yield from _plain(pattern.url_patterns, whole)


@pytest.fixture
def visitors(database: str) -> list[Client]:
    """Nobody we know, and somebody who holds every role."""
    lead = Client(headers={"host": "localhost"}, raise_request_exception=False)
    lead.force_login(add_staff("okafor@example.org", "R. Okafor", list(Role)))
    return [Client(headers={"host": "localhost"}, raise_request_exception=False), lead]


def test_no_address_lets_anything_of_its_answer_be_kept_framed_or_run(visitors: list[Client]) -> None:
    asked = addresses()
    assert len(asked) > 40
    for client in visitors:
        for address in asked:
            answer = client.get(address)
            told = f"{address}: {answer.status_code}"
            assert answer.headers["Cache-Control"] == "no-store", told
            assert answer.headers["X-Content-Type-Options"] == "nosniff", told
            assert answer.headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}, told
            assert answer.headers["Referrer-Policy"] == "same-origin", told
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", told
            is_page = answer.headers.get("Content-Type", "").startswith("text/html") and answer.content
            if is_page and answer.headers["X-Frame-Options"] == "DENY":
                policy = answer.headers["Content-Security-Policy"]
                assert "require-trusted-types-for 'script'" in policy, told
                assert "unsafe" not in policy, told
                assert "default-src 'none'" in policy, told


def test_nothing_keeps_pages_on_the_way() -> None:
    assert not [name for name in settings.MIDDLEWARE if "cache" in name.lower()]


@pytest.mark.parametrize("address", ["/chat/start/", "/staff/sign-in/", "/forum/threads/new/", "/concern/"])
@pytest.mark.parametrize("body", [FILE, BOTH])
def test_a_file_is_refused_with_a_reason_and_goes_nowhere(database: str, address: str, body: bytes) -> None:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)

    answer = client.generic("POST", address, body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 415
    assert b"the picture" not in answer.content
    assert b"me.jpg" not in answer.content
    assert "Files cannot be sent here" in answer.text


def test_a_form_without_a_file_is_read_whatever_shape_it_comes_in(database: str) -> None:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)

    answer = client.generic("POST", "/chat/start/", FIELD, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 302


def test_no_model_and_no_form_has_a_place_for_a_file() -> None:
    from django.apps import apps
    from django.db.models import FileField

    assert not [model for model in apps.get_models() if any(isinstance(f, FileField) for f in model._meta.fields)]
    assert settings.FILE_UPLOAD_HANDLERS == ["config.uploads.NoFiles"]
