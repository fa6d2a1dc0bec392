"""Where a page connects from: kept sealed, from nobody's word but our own proxy's, and in no place beside."""

import http.client
import json
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.keeping.erase import erase_conversation
from chat.models import Conversation, Whence
from chat.whence.keep import Noted, note
from chat.whence.read import kept_of, opened
from chat.whence.source import Came, of_request, of_socket
from config import clock
from tests.house import House
from tests.keeping.people import is_over
from tests.people import YoungWriter, make_aisha
from tests.visitor import Visitor

HERE, ELSEWHERE = "203.0.113.77", "198.51.100.6"
FORM, SOCKET = "127.93.81.7", "127.93.81.8"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def aisha(database: str) -> YoungWriter:
    return make_aisha()


def connects(writer: YoungWriter, address: str = HERE, port: int | None = 40001) -> None:
    note([Noted(writer.conversation.pk, Came(address, port), clock.now())])


def everything_stored() -> str:
    """Each row of each table of this database, as a dump would show it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            try:
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t")  # noqa: S608
            except DatabaseError as refused:  # what the app may not read
                assert "permission denied" in str(refused)
                continue
            found.append(cursor.fetchone()[0])
    return "".join(found)


def test_h19_one_address_is_one_row_sealed_with_its_first_and_last_moment_and_every_port(aisha: YoungWriter) -> None:
    connects(aisha)
    clock.move(MINUTE)
    connects(aisha)  # the same connection again
    clock.move(20 * MINUTE)
    connects(aisha, port=40999)
    connects(aisha, ELSEWHERE, None)

    newest, first = sorted(opened(kept_of([aisha.young_person.pk])), key=lambda one: one.address)
    assert (newest.address, [one.port for one in newest.connections]) == (ELSEWHERE, [None])
    assert (first.address, [one.port for one in first.connections]) == (HERE, [40999, 40001])
    assert first.connections[1].last_at - first.connections[1].first_at >= MINUTE
    row = Whence.objects.order_by("first_at", "pk").first()
    assert row is not None
    assert row.last_at - row.first_at >= 21 * MINUTE
    assert Whence.objects.count() == 2
    stored = everything_stored()
    for seen in (HERE, HERE.encode().hex(), ELSEWHERE, "40999"):
        assert seen not in stored
    clock.reset()


def test_two_people_at_one_address_are_not_seen_to_be_so(aisha: YoungWriter) -> None:
    tom = make_aisha()
    connects(aisha)
    connects(tom)

    assert len(set(Whence.objects.values_list("address_hash", flat=True))) == 2


def test_h22_with_the_words_it_is_destroyed_and_nothing_is_added_afterwards(aisha: YoungWriter) -> None:
    aisha.says("hello")
    connects(aisha)
    erase_conversation(is_over(aisha))

    connects(aisha, ELSEWHERE)

    row = Whence.objects.get()
    assert (row.address, row.address_hash, row.destroyed_at is not None) == (None, "", True)


def test_a_form_with_words_is_noted_once_a_minute_and_never_stands_in_their_way(database: str) -> None:
    browser = Client(REMOTE_ADDR=HERE, REMOTE_PORT="40001")
    browser.post("/chat/start/", {"message": "hello"})
    del browser.cookies[django_settings.LEFT_COOKIE]  # a browser takes it away by itself
    browser.post("/chat/messages/", {"body": "and again"})
    assert [one.address for one in opened(kept_of(people()))] == [HERE]

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
        with psycopg.connect(**here()) as other:
            other.execute("LOCK TABLE chat_whence IN ACCESS EXCLUSIVE MODE")
            answer = browser.post("/chat/messages/", {"body": "third"}, REMOTE_ADDR=ELSEWHERE)
        cursor.execute("RESET lock_timeout")

    assert answer.status_code == HTTPStatus.FOUND
    assert Conversation.objects.get().last_place == 3
    browser.post("/chat/messages/", {"body": "fourth"}, REMOTE_ADDR=ELSEWHERE)
    assert {one.address for one in opened(kept_of(people()))} == {HERE, ELSEWHERE}


def people() -> list:
    return list(Conversation.objects.values_list("young_person", flat=True))


def here() -> dict[str, object]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}


def test_h19_no_header_is_believed_without_a_proxy_of_ours(settings) -> None:
    made_up = {"HTTP_X_FORWARDED_FOR": HERE, "HTTP_X_REAL_PORT": "4711"}
    request = RequestFactory().get("/", REMOTE_ADDR=ELSEWHERE, REMOTE_PORT="50000", **made_up)
    scope = {
        "client": (ELSEWHERE, 50000),
        "headers": [(b"x-forwarded-for", HERE.encode()), (b"x-real-port", b"4711")],
    }
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert of_request(request) == of_socket(scope) == Came(ELSEWHERE, 50000)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert of_request(request) == of_socket(scope) == Came(HERE, 4711)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2  # two stand in front, and only one has said anything
    assert of_request(request) is of_socket(scope) is None
    settings.KEEP_NETWORK_ADDRESSES = False
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert of_request(request) is of_socket(scope) is None


PARTS = st.sampled_from([HERE, ELSEWHERE, "2001:db8::7", "::ffff:192.0.2.4", "unknown", "", "1.2.3.4:99", "[::1]:7"])


@settings(max_examples=50, deadline=None)
@given(
    addresses=st.lists(PARTS, max_size=4), ports=st.lists(st.integers(0, 70000), max_size=3), proxies=st.integers(0, 3)
)
def test_a_port_goes_with_an_address_of_the_same_proxy_or_is_not_known(addresses, ports, proxies) -> None:
    """Whatever a visitor puts in front, what our own proxies add at the end is the same."""
    before = django_settings.ALLAUTH_TRUSTED_PROXY_COUNT
    django_settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    ours = [f"192.0.2.{n + 1}" for n in range(proxies)]
    seen = [str(50001 + n) for n in range(proxies)]
    listed = ", ".join([*addresses, *ours])
    try:
        forwarded = (b"X-Forwarded-For", listed.encode())
        beside = (b"x-real-port", ",".join([*map(str, ports), *seen]).encode())
        came = of_socket({"client": (ELSEWHERE, 50000), "headers": [forwarded, beside]})
        single = of_socket({"client": (ELSEWHERE, 50000), "headers": [forwarded]})
    finally:
        django_settings.ALLAUTH_TRUSTED_PROXY_COUNT = before
    assert came == (Came("192.0.2.1", 50001) if proxies else Came(ELSEWHERE, 50000))
    assert single == (Came("192.0.2.1", None) if proxies else Came(ELSEWHERE, 50000))


class FromAFarPlace(Visitor):
    """Whose connections come from an address of their own: a canary that no other story of this house has."""

    def connection(self) -> http.client.HTTPConnection:
        port = urlsplit(self.base_url).port or 80
        return http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(FORM, 0))


def test_h19_the_real_service_keeps_it_sealed_for_form_and_socket_and_writes_it_nowhere_else(house: House) -> None:
    aisha = FromAFarPlace(house.base_url)
    home = aisha.get("/").text
    aisha.post("/chat/start/", {"message": "hello"})
    conversation = house.sql("SELECT max(id) FROM chat_conversation")[0][0]
    wire = aisha.wire(comes_from=SOCKET)
    wire.send("resume", after=0)
    wire.expect("said", place=1)
    port = wire.socket.socket.getsockname()[1]
    rows = "SELECT encode(address, 'hex') || address_hash FROM chat_whence WHERE conversation_id = %s"
    house.wait_until(lambda: len(house.sql(rows, conversation)) == 2, "form and socket are noted")

    kept = house.manage("shell", "--verbosity", "0", "-c", OPENED.format(conversation=conversation))
    wire.close()

    assert "72 hours after the chat ends" in home
    known = dict(json.loads(kept.strip().splitlines()[-1]))
    assert set(known) == {FORM, SOCKET}
    assert known[SOCKET] == [port]
    with house.valkey() as valkey:
        hints = b"".join(key + (valkey.dump(key) or b"") for key in valkey.keys("*"))
    stored = "".join(row[0] for row in house.sql(rows, conversation))
    jobs = str(house.sql("SELECT string_agg(args::text, '') FROM procrastinate_jobs"))
    for seen in (FORM, SOCKET):
        assert seen.encode() not in house.log_bytes() + hints
        assert seen not in jobs
        assert seen.encode().hex() not in stored


OPENED = """
import json
from chat.models import Conversation
from chat.whence.read import kept_of, opened
theirs = Conversation.objects.get(pk={conversation}).young_person_id
print(json.dumps([(one.address, [each.port for each in one.connections]) for one in opened(kept_of([theirs]))]))
"""
