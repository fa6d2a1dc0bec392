"""The whole service behind the proxy of the Compose file: https, sockets, and what is shown when all is away."""

import http.client
import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.chat.test_whence import OPENED
from tests.delivery.nginx import Nginx
from tests.folders import forget, temporary_folder
from tests.house import House
from tests.ports import lasting_port
from tests.visitor import Visitor, any_certificate


@pytest.fixture(scope="module")
def proxied() -> Iterator[tuple[House, Nginx]]:
    """Nightlight as a live service knows itself: a public https address, one proxy in front."""
    inside, http_port, https_port = (lasting_port() for _ in range(3))
    folder = temporary_folder("nl-nginx-")
    environ = {
        "PORT": str(inside),
        "PUBLIC_URL": f"https://localhost:{https_port}",
        "TRUSTED_PROXIES": "1",
        "METRICS_TOKEN": "for the monitor",
    }
    nginx = Nginx(folder, f"127.0.0.1:{inside}", http_port=http_port, https_port=https_port)
    with House(environ=environ, web_processes=1) as house, nginx:
        yield house, nginx
    forget(folder)


@pytest.fixture
def aisha(proxied: tuple[House, Nginx]) -> Visitor:
    return Visitor(f"https://localhost:{proxied[1].port}")


def test_somebody_can_talk_through_the_proxy(aisha: Visitor) -> None:
    home = aisha.get("/")
    aisha.post("/chat/start/", {"nickname": "", "message": "hello"})

    with aisha.wire(ssl=any_certificate()) as wire:
        wire.send("resume", after=0)
        first = wire.expect("said", place=1)
        said = str(uuid4())
        wire.send("say", id=said, body="is anybody there")
        answer = wire.expect("said", id=said)

    assert home.status == 200
    assert home.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert all(name.startswith("__Host-") for name in aisha.cookies)
    assert (first["body"], answer["place"], answer["by"]) == ("hello", 2, "you")


def test_a_socket_from_another_site_is_refused(aisha: Visitor) -> None:
    aisha.get("/")
    aisha.post("/chat/start/", {"message": "hello"})

    with pytest.raises(Exception, match="403"):
        aisha.wire(origin="https://elsewhere.example", ssl=any_certificate())


def test_plain_http_is_sent_to_https(proxied: tuple[House, Nginx]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxied[1].http_port, timeout=10)
    connection.request("GET", "/chat/", headers={"Host": "localhost"})
    answer = connection.getresponse()

    assert (answer.status, answer.headers["Location"]) == (308, "https://localhost/chat/")


def test_the_world_does_not_see_the_numbers_or_who_serves(aisha: Visitor) -> None:
    with_token = {"Authorization": "Bearer for the monitor"}

    assert aisha.get("/metrics", headers=with_token).status == 404
    assert "nginx/" not in aisha.get("/").headers.get("Server", "")
    assert aisha.get("/readyz").status == 200


def test_nobody_can_say_that_they_come_from_elsewhere(proxied: tuple[House, Nginx], aisha: Visitor) -> None:
    """Wrong passwords are counted by address: one that the visitor makes up would be a new budget each time."""
    told = [
        aisha.get("/", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}).status
        for _ in range(2)
    ]

    assert told == [200, 200]  # had it been believed, https would have been missed and refused
    assert b"203.0.113.9" not in proxied[0].log_bytes() + proxied[1].log.read_bytes()


def test_h19_address_and_port_are_those_that_the_proxy_saw(proxied: tuple[House, Nginx], aisha: Visitor) -> None:
    """A mobile network shares one address: with a wrong port the police would be at somebody else's door."""
    house, _ = proxied
    aisha.get("/")
    made_up = {"X-Forwarded-For": "203.0.113.9", "X-Real-Port": "4711"}
    aisha.post("/chat/start/", {"message": "hello"}, headers=made_up)
    conversation = house.sql("SELECT max(id) FROM chat_conversation")[0][0]
    with aisha.wire(comes_from="127.93.81.9", ssl=any_certificate()) as wire:
        port = wire.socket.socket.getsockname()[1]
        rows = "SELECT count(*) FROM chat_whence WHERE conversation_id = %s"
        house.wait_until(lambda: house.sql(rows, conversation)[0][0] == 2, "form and socket are noted")

    said = house.manage("shell", "--verbosity", "0", "-c", OPENED.format(conversation=conversation))
    kept = dict(json.loads(said.strip().splitlines()[-1]))

    assert set(kept) == {"127.0.0.1", "127.93.81.9"}
    assert kept["127.93.81.9"] == [port]
    assert 4711 not in kept["127.0.0.1"]


def test_when_everything_behind_is_away_there_is_other_help(proxied: tuple[House, Nginx], aisha: Visitor) -> None:
    house, _ = proxied
    house.stop_all()

    page = aisha.get("/chat/")
    text = aisha.ask("POST", "/sms/incoming/", b"Body=hello")

    assert (page.status, text.status) == (503, 503)
    assert all(number in page.text for number in ("999", "0800 1111", "85258", "116 123", "0800 068 4141"))
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "src=" not in page.text  # nothing else to load, from anywhere
    house.start()
