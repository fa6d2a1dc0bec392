"""Ordinary texts that come at the same moment are taken in together, and are as well kept as those that come alone."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from django.core.asgi import get_asgi_application
from django.db import connection

from chat import live
from chat.models import Conversation, IncomingText, Message, Phone, YoungPerson
from chat.sms import door, together
from config.postgres import close_async_pool
from tests.chat.people import at_once, places_in
from tests.people import make_sam
from tests.sms.webhooks import (
    FALLBACK,
    FORM,
    INCOMING,
    Texter,
    deliver,
    everything_said,
    fields_of,
    form_of,
    new_sid,
    rows,
    signature_of,
)

PHONES = [f"+4477009001{number:02}" for number in range(8)]


class Doors:
    """The door as Daphne knocks at it, many at the same moment; and how many of them it let through to the pages."""

    def __init__(self) -> None:
        self.went_on = 0

    def deliver(self, *texts: dict[str, Any], path: str = INCOMING, **headers: str) -> list[int]:
        return asyncio.run(self._all(texts, path, headers))

    async def _all(self, texts: Sequence[dict[str, Any]], path: str, headers: dict[str, str]) -> list[int]:
        pages = get_asgi_application()

        async def counted(scope: Any, receive: Any, send: Any) -> None:
            self.went_on += 1
            await pages(scope, receive, send)

        application = door.texts_first(counted)
        live.hub = None  # that of the last loop is gone with it
        try:
            return list(await asyncio.gather(*(_knock(application, text, path, headers) for text in texts)))
        finally:
            await live.this_hub().stop()
            live.hub = None
            await close_async_pool()


async def _knock(application: Any, fields: dict[str, Any], path: str, headers: dict[str, str]) -> int:
    form, answered = form_of(fields), []
    sent = {"host": "localhost", "content-type": FORM, "content-length": str(len(form)), **headers}
    sent.setdefault("x-twilio-signature", signature_of(fields, path))
    whole = [
        {"type": "http.request", "body": form[:40], "more_body": True},
        {"type": "http.request", "body": form[40:], "more_body": False},
    ]

    async def receive() -> Any:
        if whole:
            return whole.pop(0)
        await asyncio.sleep(60)
        return None

    async def send(told: Any) -> None:
        answered.append(told)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "scheme": "http",
        "http_version": "1.1",
        "client": ["127.0.0.1", 1],
        "server": ["127.0.0.1", 80],
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }
    await application(scope, receive, send)
    return int(answered[0]["status"])


@pytest.fixture
def doors(database: str, valkey: str) -> Doors:
    make_sam()
    for number in PHONES:
        Texter(number).texts("hello")
    return Doors()


def test_many_at_the_same_moment_are_all_kept_in_order_and_once(doors):
    texts = [fields_of(f"text {number}", sender=PHONES[number % len(PHONES)]) for number in range(100)]

    assert set(doors.deliver(*texts, *texts[:30])) == {204}

    assert doors.went_on <= 30  # those that had come in with an earlier batch
    stored = IncomingText.objects.filter(message_sid__in=[text["MessageSid"] for text in texts])
    assert stored.count() == 100
    assert sorted(everything_said()) == sorted([text["Body"] for text in texts] + ["hello"] * len(PHONES))
    for conversation in Conversation.objects.all():
        assert places_in(conversation) == list(range(1, conversation.last_place + 1))
        said = [m.body for m in conversation.messages.filter(by="young_person", place__gt=2).order_by("place")]
        assert said == sorted(said, key=lambda body: int(str(body).split()[1]))


def test_what_is_stored_is_what_the_view_would_have_stored(doors):
    odd = "nul \0 and 🙂 more"
    alone, together_ = Texter(PHONES[0]), Texter(PHONES[1])
    one, two = (fields_of(odd, sender=texter.number, NewName="x") for texter in (alone, together_))

    assert deliver(one, FALLBACK) == 204
    assert doors.deliver(two, path=FALLBACK) == [204]

    assert doors.went_on == 0
    first, second = (kept(fields["MessageSid"]) for fields in (one, two))
    assert first == second
    assert alone.phone.last_heard_at <= together_.phone.last_heard_at


def kept(sid: str) -> tuple[Any, ...]:
    text = IncomingText.objects.select_related("message__conversation__key").get(message_sid=sid)
    message = text.message
    said = (message.place, message.by, message.body, message.reading, message.stored_at == text.received_at)
    return (text.came_by, text.keyword, text.pictures, text.was_cleaned, text.provider_at, said)


@pytest.mark.parametrize(
    "more", [{"Body": "STOP"}, {"Body": "help"}, {"Body": "B."}, {"NumMedia": "1"}, {"OptOutType": "STOP"}]
)
def test_a_text_that_means_something_goes_the_whole_way(doors, more):
    fields = {**fields_of(sender=PHONES[0]), **more}

    assert doors.deliver(fields) == [204]

    assert doors.went_on == 1
    assert IncomingText.objects.filter(message_sid=fields["MessageSid"]).exists()


def test_somebody_new_somebody_whose_chat_ended_and_a_dead_number_go_the_whole_way(doors):
    Conversation.objects.filter(pk=Texter(PHONES[1]).conversation.pk).update(
        state="abandoned", ended_at="2020-01-01T00:00Z", waiting_since=None, reply_due_at=None
    )
    Phone.objects.filter(pk=Texter(PHONES[2]).phone.pk).update(texts=Phone.Texts.DEAD)
    texts = [fields_of("it is me", sender=number) for number in ("+447700900777", PHONES[1], PHONES[2], PHONES[3])]

    assert set(doors.deliver(*texts)) == {204}

    assert doors.went_on == 3
    assert Texter(PHONES[2]).phone.texts == Phone.Texts.OPEN
    assert everything_said().count("it is me") == 4


def test_what_came_in_before_is_not_taken_in_again(doors):
    known = Texter(PHONES[0])
    known.texts("first")
    before = rows()

    assert doors.deliver(known.sent[0], known.sent[0], path=FALLBACK) == [204, 204]

    assert rows() == before


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"headers": {"x-twilio-signature": "bm8="}}, 403),
        ({"fields": {"AccountSid": "AC" + "0" * 32}}, 403),
        ({"fields": {"To": "+447700900999"}}, 403),
        ({"fields": {"Body": ["one", "two"]}}, 403),
        ({"fields": {"MessageSid": "no name"}}, 400),
        ({"fields": {"Body": "x" * 70_000}}, 413),
        ({"headers": {"host": "elsewhere.example"}}, 403),
    ],
)
def test_h03_whoever_is_refused_by_the_pages_is_refused(doors, change, status):
    fields = {**fields_of(sender=PHONES[0]), **change.get("fields", {})}
    before = rows()

    assert doors.deliver(fields, **change.get("headers", {})) == [status]

    assert doors.went_on == 1
    assert rows() == before


def test_an_expired_epoch_or_a_broken_batch_loses_nothing(doors, monkeypatch):
    async def broken(*_: Any) -> Any:
        raise RuntimeError

    texts = [fields_of("here", sender=number) for number in PHONES]
    with monkeypatch.context() as patched:
        patched.setattr(together, "_places", broken)
        assert set(doors.deliver(*texts)) == {204}

    assert doors.went_on == len(texts)
    assert everything_said().count("here") == len(texts)
    assert YoungPerson.objects.count() == len(PHONES)


def test_both_ways_at_once_from_the_same_phones_make_no_gap(doors):
    sids = [new_sid() for _ in range(24)]
    texts = [fields_of(f"n {n}", sender=PHONES[n % 3], sid=sid) for n, sid in enumerate(sids)]
    views = [partial(deliver, text) for text in texts]

    answers = at_once([partial(doors.deliver, *texts), *views[:12]])

    assert answers[0] == [204] * 24
    assert set(answers[1:]) == {204}
    assert IncomingText.objects.filter(message_sid__in=sids).count() == 24
    for conversation in Conversation.objects.all():
        assert places_in(conversation) == list(range(1, conversation.last_place + 1))
    assert Message.objects.filter(by="young_person").count() == 24 + len(PHONES)


def test_h02_while_the_database_is_away_the_carrier_is_told_to_come_again(doors, database_away):
    fields = fields_of("later", sender=PHONES[0])

    with database_away():
        assert doors.deliver(fields) == [503]
        connection.close()
    assert doors.deliver(fields) == [204]

    assert everything_said().count("later") == 1
