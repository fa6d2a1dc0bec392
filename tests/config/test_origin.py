"""Sockets are opened by our own pages only."""

import pytest

from config.origin import _parts, our_origins


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://localhost:8000",
        "http://localhost:8001",
        "http://localhost.evil.example:8000",
        "http://evil-localhost:8000",
        "http://localhost:8000@evil.example",
        "http://evil.example#http://localhost:8000",
        "http://localhost:8000/path",
        "ftp://localhost:8000",
        "http://localhost:notaport",
    ],
)
def test_a_foreign_origin_is_not_ours(settings, origin):
    settings.PUBLIC_URL, settings.IS_LOOPBACK = "http://localhost:8000", True

    assert _parts(origin) not in our_origins()


def test_a_public_address_has_one_origin(settings):
    settings.PUBLIC_URL, settings.IS_LOOPBACK = "https://chat.example.org", False

    assert our_origins() == {("https", "chat.example.org", 443)}
