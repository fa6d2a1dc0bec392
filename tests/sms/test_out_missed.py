"""What we missed is fetched: texts that came while nobody listened, and what became of those that nobody reported."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chat.models import IncomingText, Message
from chat.sms import pause, reconcile
from chat.sms.carrier import Listed
from config import clock
from config.models import ProcessSeen
from tests.sms.carrier import Carrier
from tests.sms.phones import MINUTE, SECOND, TOM, Texter, reports

HOUR = timedelta(hours=1)


def bodies() -> list[str]:
    said = Message.objects.filter(by="young_person").order_by("conversation_id", "place")
    return [message.body for message in said.select_related("conversation__key")]


def test_h02_what_came_while_we_were_down_is_in_after_one_look(carrier: Carrier) -> None:
    for minute in range(10):
        carrier.hears(TOM, f"minute {minute}", at=clock.now() - (10 - minute) * MINUTE)

    assert reconcile.fetch_missed() == 10
    assert reconcile.fetch_missed() == 0

    assert bodies() == [f"minute {minute}" for minute in range(10)]
    assert set(IncomingText.objects.values_list("came_by", flat=True)) == {"poll"}
    assert not IncomingText.objects.filter(provider_at=None).exists()


def test_every_page_of_the_list_is_read(carrier: Carrier) -> None:
    carrier.page_size = 3
    for number in range(10):
        carrier.hears(TOM, f"text {number}", at=clock.now() - (10 - number) * SECOND)

    assert reconcile.fetch_missed() == 10

    assert bodies() == [f"text {number}" for number in range(10)]


def test_pictures_are_counted(carrier: Carrier) -> None:
    carrier.hears(TOM, "", pictures=2)

    reconcile.fetch_missed()

    assert IncomingText.objects.get().pictures == 2


def test_an_outage_of_three_days_leaves_no_gap(carrier: Carrier) -> None:
    reconcile.fetch_missed()
    carrier.lists = False
    for _ in range(6):
        clock.move(12 * HOUR)
        carrier.hears(TOM, f"on day {clock.now():%d} at {clock.now():%H}")
        reconcile.fetch_missed()
    assert bodies() == []

    carrier.lists = True
    clock.move(MINUTE)

    assert reconcile.fetch_missed() == 6


def test_a_list_that_breaks_off_is_read_again_from_the_same_place(carrier: Carrier) -> None:
    reconcile.fetch_missed()
    read_up_to = ProcessSeen.objects.get(name=reconcile.NAME).seen_at
    clock.move(HOUR)
    carrier.goes_away()

    assert reconcile.fetch_missed() == 0

    assert ProcessSeen.objects.get(name=reconcile.NAME).seen_at == read_up_to


def test_one_text_that_cannot_be_taken_in_keeps_no_other_out(carrier: Carrier) -> None:
    carrier.hears(TOM, "before")
    carrier.hears("", "from nobody")
    carrier.hears(TOM, "after")

    assert reconcile.fetch_missed() == 2

    assert bodies() == ["before", "after"]


def test_what_could_not_be_stored_is_fetched_again(
    carrier: Carrier, database_away: Callable[[], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier.hears(TOM, "stored nowhere yet")
    real = reconcile._give

    def give_while_the_database_is_away(text: Listed) -> bool:
        with database_away():
            return real(text)

    monkeypatch.setattr(reconcile, "_give", give_while_the_database_is_away)
    assert reconcile.fetch_missed() == 0
    assert not ProcessSeen.objects.filter(name=reconcile.NAME).exists()
    monkeypatch.setattr(reconcile, "_give", real)

    assert reconcile.fetch_missed() == 1


def test_the_list_is_asked_for_what_is_new_and_not_for_everything(carrier: Carrier) -> None:
    carrier.hears(TOM, "long ago", at=clock.now() - 30 * timedelta(days=1))
    reconcile.fetch_missed()
    assert bodies() == []

    carrier.asked.clear()
    clock.move(2 * HOUR)
    reconcile.fetch_missed()

    [asked] = carrier.asked
    assert f"DateSent%3E={clock.now() - 2 * HOUR - 10 * MINUTE:%Y-%m-%dT%H}" in asked


def test_a_text_that_nobody_reported_is_asked_about_ever_more_rarely_and_then_no_more(
    carrier: Carrier, tom: Texter
) -> None:
    tom.hears("one")
    tom.sends()
    carrier.asked.clear()

    for _ in range(60 * 26):
        clock.move(MINUTE)
        reconcile._ask_about_the_silent()

    assert len(carrier.asked) == 5
    assert tom.states() == ["sent"]
    assert tom.outgoing().get().next_try_at is None


def test_what_the_carrier_knows_and_never_reported_is_taken_over(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one", "two")
    tom.sends()
    carrier.texts[0].status = "delivered"
    carrier.texts[1].status, carrier.texts[1].error_code = "undelivered", 30006

    clock.move(6 * MINUTE)
    reconcile.fetch_missed()

    assert tom.states() == ["delivered", "failed"]
    assert tom.texts() == "landline"


def test_a_text_the_carrier_has_forgotten_keeps_no_other_from_being_asked_about(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one", "two")
    tom.sends()
    carrier.texts[1].status = "delivered"
    carrier.texts.pop(0)

    clock.move(6 * MINUTE)
    reconcile.fetch_missed()

    assert tom.states() == ["sent", "delivered"]


def test_what_is_settled_is_not_asked_about(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    tom.sends()
    reports(carrier, carrier.texts[0], "delivered")
    carrier.asked.clear()

    clock.move(HOUR)
    reconcile.fetch_missed()

    assert not [path for path in carrier.asked if carrier.texts[0].sid in path]


def test_a_look_a_minute_the_first_at_once(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "_started_at", None)

    assert reconcile.start_fetching()
    assert not reconcile.start_fetching()

    assert ProcrastinateJob.objects.filter(task_name="chat.fetch_missed").count() == 1


def test_without_an_account_nothing_is_asked(carrier: Carrier, settings) -> None:
    settings.HAS_TEXTS = False

    assert not reconcile.start_fetching()


def test_a_silent_carrier_is_not_asked_twice_in_a_breath(carrier: Carrier) -> None:
    carrier.lists = False
    reconcile.fetch_missed()
    carrier.asked.clear()

    reconcile.fetch_missed()

    assert carrier.asked == []
    assert pause.is_on()
