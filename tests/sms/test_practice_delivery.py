"""The practice phone comes to us as the carrier does: signed forms over HTTP, sent by the house's own job process."""

from collections.abc import Iterator

import pytest

from tests.house import House
from tests.sms.practice import (
    OURS,
    PHONE_1,
    PHONE_2,
    Sink,
    a_sink,
    account_of,
    client_of,
    set_switches,
    types_on,
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with a_sink() as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_goes_wrong(house: House) -> Iterator[None]:
    house.sql("UPDATE chat_practicephone SET stopped_at = NULL")
    yield
    for which in (1, 2):
        set_switches(house, which)


def statuses(house: House, sink: Sink, how_many: int = 3) -> list[str]:
    house.wait_until(lambda: len(sink.forms) >= how_many, f"{how_many} reports have come")
    return [form.fields["MessageStatus"] for form in sink.forms]


def newest_text(house: House) -> tuple[str, str]:
    [row] = house.sql("SELECT sid, handed FROM chat_practicetext WHERE direction = 'inbound' ORDER BY id DESC LIMIT 1")
    return row


def test_twilios_own_library_sends_asks_and_lists(house: House) -> None:
    client = client_of(house)
    first, *_others = [
        client.messages.create(to=PHONE_2, from_=OURS, body=f"number {number}") for number in range(3)
    ]
    sent = client.messages.create(to=PHONE_2, from_=OURS, body="the last")

    assert client.messages(sent.sid).fetch().body == "the last"
    listed = client.messages.list(to=PHONE_2, date_sent_after=first.date_created, page_size=2)
    assert [text.body for text in listed][:4] == ["the last", "number 2", "number 1", "number 0"]
    assert listed[0].date_created == sent.date_created


def test_reports_come_in_order_and_signed(house: House, sink: Sink) -> None:
    sent = client_of(house).messages.create(
        to=PHONE_2, from_=OURS, body="hello", status_callback=sink.url(attempt="a b&c")
    )

    assert statuses(house, sink) == ["queued", "sent", "delivered"]
    token = account_of(house).token
    for form in sink.forms:
        assert sink.signed_by(form, token)
        assert not sink.signed_by(form._replace(path="/reports"), token)  # the address with all of its query is signed
        assert form.fields["MessageSid"] == form.fields["SmsSid"] == sent.sid
        assert (form.fields["To"], form.fields["From"]) == (PHONE_2, OURS)
        assert form.fields["AccountSid"] == account_of(house).sid
        assert "ErrorCode" not in form.fields
    assert client_of(house).messages(sent.sid).fetch().status == "delivered"


GOES_WRONG = {
    "phone_off": ("undelivered", 30003),
    "unknown": ("undelivered", 30008),
    "dead": ("undelivered", 30005),
    "landline": ("failed", 30006),
    "filtered": ("undelivered", 30007),
}


def test_what_goes_wrong_is_reported_with_its_number(house: House, sink: Sink) -> None:
    client, sids = client_of(house), {}
    for switch in GOES_WRONG:  # decided when the carrier takes the text, so the next switch changes nothing
        set_switches(house, 2, texts_to=switch)
        sent = client.messages.create(to=PHONE_2, from_=OURS, body=switch, status_callback=sink.url(switch=switch))
        assert sent.error_code is None
        sids[switch] = sent.sid

    statuses(house, sink, how_many=3 * len(GOES_WRONG))
    for switch, (status, code) in GOES_WRONG.items():
        reports = [form.fields for form in sink.forms if form.fields["MessageSid"] == sids[switch]]
        assert [report["MessageStatus"] for report in reports] == ["queued", "sent", status]
        assert [report.get("ErrorCode") for report in reports] == [None, None, str(code)]
        fetched = client.messages(sids[switch]).fetch()
        assert (fetched.status, fetched.error_code) == (status, code)


def test_reports_may_come_late_and_in_the_wrong_order(house: House, sink: Sink) -> None:
    set_switches(house, 2, reports="shuffled")

    sent = client_of(house).messages.create(to=PHONE_2, from_=OURS, body="hello", status_callback=sink.url())

    assert statuses(house, sink) == ["delivered", "queued", "sent"]
    assert client_of(house).messages(sent.sid).fetch().status == "delivered"


def test_a_report_nobody_takes_is_lost_and_the_others_come(house: House) -> None:
    with a_sink(500, 204) as sink:
        client_of(house).messages.create(to=PHONE_2, from_=OURS, body="hello", status_callback=sink.url())

        assert statuses(house, sink) == ["queued", "sent", "delivered"]


def test_a_text_typed_on_a_phone_reaches_us(house: House) -> None:
    types_on(house, 1, "line one\r\nand ŵ")

    house.wait_until(lambda: newest_text(house)[1] == "webhook", "the text was taken")
    sid, _handed = newest_text(house)
    assert house.sql("SELECT came_by FROM chat_incomingtext WHERE message_sid = %s", sid) == [("webhook",)]


def test_a_picture_may_come_without_words(house: House) -> None:
    types_on(house, 1, "", picture="1")

    house.wait_until(lambda: newest_text(house)[1] == "webhook", "the picture was taken")
    sid, _handed = newest_text(house)
    assert sid.startswith("MM")
    assert house.sql("SELECT pictures FROM chat_incomingtext WHERE message_sid = %s", sid) == [(1,)]


def test_a_text_that_comes_twice_is_there_once(house: House) -> None:
    set_switches(house, 1, texts_from="twice")
    types_on(house, 1, "said once")

    sid, _handed = newest_text(house)
    house.wait_until(lambda: jobs_about(house, "chat.practice_text") == 0, "both were sent")
    assert house.sql("SELECT count(*) FROM chat_incomingtext WHERE message_sid = %s", sid) == [(1,)]


def test_a_text_that_is_lost_is_in_the_list_and_is_fetched(house: House) -> None:
    set_switches(house, 1, texts_from="lost")
    types_on(house, 1, "only in the list")

    sid, handed = newest_text(house)
    assert handed in ("kept", "fetched")  # the service may have looked in this very moment
    assert sid in [text.sid for text in client_of(house).messages.list(to=OURS, from_=PHONE_1)]
    assert newest_text(house)[1] == "fetched"


def jobs_about(house: House, task: str) -> int:
    [(count,)] = house.sql("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", task)
    return int(count)
