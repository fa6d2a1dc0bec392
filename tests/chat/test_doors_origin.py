"""Sockets are opened by our own pages only, and only by somebody we know."""

from urllib.parse import urlsplit

import pytest

from tests.chat.doors import aisha_at_the_door, handshake
from tests.house import House

OPENED, REFUSED = 101, {400, 403}
DOORS = ["/ws/chat/", "/ws/console/"]


@pytest.fixture(scope="module")
def cookies(house: House) -> str:
    kept = aisha_at_the_door(house).visitor.cookies
    return "; ".join(f"{name}={value}" for name, value in kept.items())


def origins(base_url: str) -> dict[str, list[str]]:
    port = urlsplit(base_url).port
    return {
        "none": [],
        "empty": [""],
        "null": ["null"],
        "a foreign page": ["http://evil.example"],
        "https for http": [f"https://localhost:{port}"],
        "no port": ["http://localhost"],
        "another port": [f"http://localhost:{(port or 0) + 1}"],
        "a longer host": [f"http://localhost.evil.example:{port}"],
        "a host before ours": [f"http://evil.example.localhost:{port}"],
        "our host as a name": [f"http://localhost:{port}@evil.example"],
        "somebody at our host": [f"http://me@localhost:{port}"],
        "with a path": [f"http://localhost:{port}/chat/"],
        "another scheme": [f"ws://localhost:{port}"],
        "a file": ["file://"],
        "no url at all": ["nonsense"],
        "ours and a foreign one": [base_url, "http://evil.example"],
        "a foreign one and ours": ["http://evil.example", base_url],
        "ours twice": [base_url, base_url],
        "both in one line": [f"{base_url}, http://evil.example"],
    }


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("which", origins("http://localhost:1").keys())
def test_a_page_that_is_not_ours_opens_no_socket(house: House, cookies: str, which: str, path: str) -> None:
    headers = [("Origin", origin) for origin in origins(house.base_url)[which]]

    assert handshake(house.base_url, path, [("Cookie", cookies), *headers]) in REFUSED


def test_our_own_page_opens_its_socket(house: House, cookies: str) -> None:
    assert handshake(house.base_url, "/ws/chat/", [("Cookie", cookies), ("Origin", house.base_url)]) == OPENED


STRANGERS = ["", "__Host-chat=", "__Host-chat=x; __Host-staff=x", "__Host-staff=\xff\xfe", ";;;="]


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("cookie", STRANGERS)
def test_somebody_we_do_not_know_opens_no_socket(house: House, cookie: str, path: str) -> None:
    assert handshake(house.base_url, path, [("Cookie", cookie), ("Origin", house.base_url)]) in REFUSED


def test_a_young_persons_cookie_opens_no_console(house: House, cookies: str) -> None:
    assert handshake(house.base_url, "/ws/console/", [("Cookie", cookies), ("Origin", house.base_url)]) in REFUSED


def test_a_door_that_does_not_exist_is_refused_and_the_service_lives_on(house: House, cookies: str) -> None:
    for path in ("/ws/", "/ws/forum/", "/ws/chat", "/"):
        assert handshake(house.base_url, path, [("Cookie", cookies), ("Origin", house.base_url)]) != OPENED

    assert house.visitor().get("/").status == 200


def test_whoever_knocks_at_the_wrong_door_fills_no_log(house: House, cookies: str) -> None:
    before = house.log_bytes().count(b"\n")

    for _ in range(20):
        handshake(house.base_url, "/ws/quokka/", [("Cookie", cookies), ("Origin", house.base_url)])
        handshake(house.base_url, "/ws/chat/", [("Origin", house.base_url), ("Origin", house.base_url)])

    logs = house.log_bytes()
    assert b"quokka" not in logs
    assert logs.count(b"\n") - before < 50
