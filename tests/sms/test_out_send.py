"""What we say by text: it leaves once, in order, and we know what became of it."""

import logging
import time
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chat.console import board
from chat.journal import Stored
from chat.models import Conversation, DeliveryReport, OutgoingText, Phone, SendAttempt
from chat.queue import take_next
from chat.sms import carrier as line
from chat.sms import pause, send
from chat.sms.reports import take_report
from config import clock, sealing
from config.models import DataKey
from moderation import incidents
from moderation.models import Incident
from tests.chat.people import at_once, counsellor, talks_to
from tests.sms.carrier import Carrier
from tests.sms.phones import MINUTE, SECOND, Texter, reports, somebody
from tests.sms.second_sender import a_second_sender

HOUR = timedelta(hours=1)


def told() -> list[int]:
    """Which texts moderation was told of."""
    jobs = ProcrastinateJob.objects.filter(task_name="moderation.text_went_wrong").order_by("id")
    return [job.args["outgoing_id"] for job in jobs]


def test_what_we_say_leaves_once_and_is_shown_as_arrived(carrier: Carrier, tom: Texter) -> None:
    [text] = tom.hears("I'm here. What is going on?")

    tom.sends()
    tom.sends()

    assert carrier.bodies() == ["I'm here. What is going on?"]
    assert tom.states() == ["sent"]
    attempt = SendAttempt.objects.get(text=text)
    assert (attempt.outcome, attempt.message_sid) == ("accepted", carrier.texts[0].sid)

    assert reports(carrier, carrier.texts[0], "sent") == 204
    assert reports(carrier, carrier.texts[0], "delivered") == 204

    assert tom.states() == ["delivered"]
    assert DeliveryReport.objects.count() == 2
    assert told() == []


def test_each_phone_with_something_due_gets_one_job(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one", "two")
    other = somebody()
    other.hears("three")

    started = send.start_sending()
    again = send.start_sending()

    jobs = ProcrastinateJob.objects.filter(task_name="chat.send_texts")
    assert (started, again) == (2, 0)
    assert [set(job.args) for job in jobs] == [{"phone_id"}] * 2
    assert {job.args["phone_id"] for job in jobs} == {tom.phone.pk, other.phone.pk}


def test_many_texts_leave_in_the_order_they_were_said(carrier: Carrier, tom: Texter) -> None:
    said = [f"text {number}" for number in range(8)]
    tom.hears(*said)

    tom.sends()

    assert carrier.bodies() == said


def test_the_carrier_asks_for_a_pause_and_the_order_is_kept(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one", "two", "three")
    carrier.will("take", "429")

    tom.sends()
    tom.sends(waits=6 * SECOND)

    assert carrier.bodies() == ["one"]
    assert carrier.calls == ["one", "two"]

    tom.sends(waits=2 * SECOND)

    assert carrier.bodies() == ["one", "two", "three"]
    assert tom.states() == ["sent"] * 3
    assert told() == []


def test_somebody_who_opted_out_gets_nothing_more(carrier: Carrier, tom: Texter) -> None:
    texts = tom.hears("one", "two")
    carrier.will("21610")

    tom.sends()
    tom.sends()

    assert tom.texts() == Phone.Texts.STOPPED
    assert tom.states() == ["blocked", "blocked"]
    assert carrier.calls == ["one"]
    assert told() == [text.pk for text in texts]


def test_a_phone_that_is_not_open_is_never_called_about(carrier: Carrier, tom: Texter) -> None:
    Phone.objects.update(texts=Phone.Texts.STOPPED)
    tom.hears("one")

    tom.sends()

    assert tom.states() == ["blocked"]
    assert carrier.calls == []


@pytest.mark.parametrize(
    ("code", "state", "texts"),
    [
        ("21211", "failed", Phone.Texts.DEAD),
        ("21614", "failed", Phone.Texts.DEAD),
        ("21635", "failed", Phone.Texts.LANDLINE),
        ("21617", "failed", Phone.Texts.OPEN),
    ],
)
def test_a_refusal_is_an_end_and_says_what_it_is(
    carrier: Carrier, tom: Texter, code: str, state: str, texts: str
) -> None:
    [text] = tom.hears("one")
    carrier.will(code)

    tom.sends()
    tom.sends(waits=HOUR)

    text.refresh_from_db()
    assert (text.state, text.error_code, tom.texts()) == (state, int(code), texts)
    assert carrier.calls == ["one"]
    assert told() == [text.pk]


def test_h05_a_landline_is_found_out_and_never_texted_again(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    tom.sends()

    reports(carrier, carrier.texts[0], "undelivered", 30006)
    tom.hears("two")
    tom.sends(waits=HOUR)

    assert tom.texts() == Phone.Texts.LANDLINE
    assert tom.states() == ["failed", "blocked"]
    assert carrier.calls == ["one"]


@pytest.mark.parametrize("code", [21610, 30005, 30006])
def test_a_late_report_does_not_close_a_phone_that_has_spoken_since(carrier: Carrier, tom: Texter, code: int) -> None:
    tom.hears("one")
    tom.sends()
    clock.move(MINUTE)
    Phone.objects.update(last_heard_at=clock.now(), texts=Phone.Texts.OPEN, texts_changed_at=clock.now())

    reports(carrier, carrier.texts[0], "undelivered", code)
    tom.hears("two")
    tom.sends()

    assert tom.texts() == Phone.Texts.OPEN
    assert carrier.calls == ["one", "two"]


def test_h07_a_text_that_did_not_arrive_is_noticed_and_tried_three_times_more(carrier: Carrier, tom: Texter) -> None:
    [text] = tom.hears("are you safe?")
    tom.sends()
    reports(carrier, carrier.texts[0], "undelivered", 30003)
    assert tom.states() == ["undelivered"]
    assert told() == [text.pk]

    for minutes, copies in ((2, 2), (10, 3), (30, 4)):
        tom.sends(waits=minutes * MINUTE - 5 * SECOND)
        assert len(carrier.bodies()) == copies - 1
        tom.sends(waits=6 * SECOND)
        assert len(carrier.bodies()) == copies
        reports(carrier, carrier.texts[-1], "undelivered", 30008)
    tom.sends(waits=HOUR)

    assert carrier.bodies() == ["are you safe?"] * 4
    assert tom.states() == ["undelivered"]
    assert told() == [text.pk]


def test_a_later_try_that_arrives_is_shown(carrier: Carrier, tom: Texter) -> None:
    tom.hears("are you safe?")
    tom.sends()
    reports(carrier, carrier.texts[0], "undelivered", 30003)
    tom.sends(waits=3 * MINUTE)

    reports(carrier, carrier.texts[1], "delivered")
    tom.sends(waits=HOUR)

    assert tom.states() == ["delivered"]
    assert len(carrier.bodies()) == 2


def test_a_later_try_that_an_outage_delayed_for_hours_is_not_made(carrier: Carrier, tom: Texter) -> None:
    tom.hears("are you safe?")
    tom.sends()
    reports(carrier, carrier.texts[0], "undelivered", 30003)

    tom.sends(waits=3 * HOUR)

    assert len(carrier.bodies()) == 1
    assert tom.outgoing().get().next_try_at is None


def test_an_account_that_is_not_right_is_not_hammered_and_the_texts_wait(
    carrier: Carrier, tom: Texter, caplog: pytest.LogCaptureFixture
) -> None:
    tom.hears("one", "two")
    carrier.will(*["20003"] * 60)

    for _ in range(60):
        tom.sends(waits=5 * SECOND)
    carrier.script.clear()
    tom.sends(waits=31 * SECOND)

    assert 5 < len(carrier.calls) < 20
    assert carrier.bodies() == ["one", "two"]
    assert [record.message for record in caplog.records].count("carrier.refuses_our_account") == 1


def test_an_answer_that_comes_when_nobody_waits_any_more_ends_it_honestly(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    claimed = send.claim_next(tom.phone.pk)
    assert claimed is not None
    carrier.lists = False
    tom.sends(waits=31 * SECOND)
    assert tom.states() == ["unknown"]

    send.record(claimed.attempt, line.NotReached())
    tom.sends(waits=20 * MINUTE)

    assert tom.states() == ["failed"]
    assert carrier.bodies() == []


def test_words_to_somebody_who_went_are_not_tried_again(carrier: Carrier, tom: Texter) -> None:
    tom.hears("are you safe?")
    tom.sends()
    Conversation.objects.update(state="closed_by_yp", ended_at=clock.now())

    reports(carrier, carrier.texts[0], "undelivered", 30003)
    tom.sends(waits=HOUR)

    assert len(carrier.bodies()) == 1


def test_words_the_network_filters_are_not_repeated(carrier: Carrier, tom: Texter) -> None:
    tom.hears("click here")
    tom.sends()
    reports(carrier, carrier.texts[0], "undelivered", 30007)

    tom.hears("click here", "something else")
    tom.sends(waits=HOUR - 50 * MINUTE)

    assert carrier.bodies() == ["click here", "something else"]
    assert tom.states() == ["undelivered", "undelivered", "sent"]


@pytest.mark.parametrize("lost", ["lost", "500_taken"])
def test_a_lost_answer_is_looked_up_and_the_text_leaves_once(carrier: Carrier, tom: Texter, lost: str) -> None:
    tom.hears("one", "two")
    carrier.will(lost)

    tom.sends()
    assert tom.states() == ["unknown", "queued"]
    tom.sends(waits=6 * SECOND)

    assert tom.states() == ["sent", "sent"]
    assert carrier.bodies() == ["one", "two"]
    assert told() == []


def test_a_text_the_carrier_has_not_yet_sent_is_found_too(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    carrier.will("lost")
    tom.sends()
    carrier.texts[0].sent = None

    tom.sends(waits=6 * SECOND)

    assert tom.states() == ["sent"]


def test_the_same_words_twice_are_two_texts_even_when_an_answer_is_lost(carrier: Carrier, tom: Texter) -> None:
    tom.hears("hello", "hello")
    carrier.will("take", "lost")

    tom.sends()
    tom.sends(waits=6 * SECOND)

    assert carrier.bodies() == ["hello", "hello"]
    assert tom.states() == ["sent", "sent"]
    assert SendAttempt.objects.values("message_sid").distinct().count() == 2


@pytest.mark.parametrize("lost", ["cut", "500", "nonsense"])
def test_what_the_carrier_does_not_have_is_called_not_sent_and_never_repeated(
    carrier: Carrier, tom: Texter, lost: str
) -> None:
    [one, _two] = tom.hears("one", "two")
    carrier.will(lost)
    tom.sends()

    for _ in range(7):
        tom.sends(waits=10 * SECOND)

    assert tom.states() == ["failed", "sent"]
    assert carrier.bodies() == ["two"]
    assert carrier.calls == ["one", "two"]
    assert told() == [one.pk]


def test_a_report_about_a_text_that_was_called_lost_shows_that_it_arrived(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    carrier.will("lost")
    tom.sends()
    kept, carrier.texts = carrier.texts, []
    for _ in range(7):
        tom.sends(waits=10 * SECOND)
    assert tom.states() == ["failed"]

    reports(carrier, kept[0], "delivered")

    assert tom.states() == ["delivered"]


def test_a_person_is_told_when_nobody_can_say_whether_it_was_sent(carrier: Carrier, tom: Texter) -> None:
    [text] = tom.hears("one")
    carrier.will("lost")
    carrier.lists = False
    tom.sends()

    for _ in range(20):
        tom.sends(waits=15 * SECOND)

    assert tom.states() == ["unknown"]
    assert told() == [text.pk]

    carrier.lists = True
    tom.sends(waits=MINUTE)

    assert tom.states() == ["sent"]


def test_what_the_service_says_by_itself_does_not_hold_up_a_person(carrier: Carrier, tom: Texter) -> None:
    """The outcome of two notices is looked for; Sam's answer does not wait for it, and a third notice does."""
    carrier.will("cut")
    tom.hears("a notice", "another notice")
    tom.sends()
    sam = counsellor()
    taken = take_next(sam)
    assert isinstance(talks_to(sam, taken).says("I am here."), Stored)
    assert send.start_sending() == 0  # the carrier was silent a moment ago
    clock.move(3 * SECOND)

    assert send.start_sending() == 1
    tom.sends()

    assert tom.states() == ["unknown", "queued", "sent"]
    assert carrier.bodies() == ["I am here."]
    for _ in range(7):
        tom.sends(waits=10 * SECOND)
    assert tom.states() == ["failed", "sent", "sent"]


def test_what_a_person_said_still_holds_up_what_comes_behind_it(carrier: Carrier, tom: Texter) -> None:
    sam = counsellor()
    talks = talks_to(sam, take_next(sam))
    carrier.will("cut")
    for body in ("one", "two"):
        talks.says(body)
    tom.sends()

    tom.sends(waits=3 * SECOND)

    assert tom.states() == ["unknown", "queued"]


def test_a_carrier_that_stays_silent_is_one_line_on_every_console(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    carrier.goes_away()
    tom.sends()
    incidents.watch()
    assert incidents.words() is None  # once may be chance

    for _ in range(3):
        tom.sends(waits=MINUTE)
        incidents.watch()
    assert board.queue_frame().incident == "Texts are not going out at the moment. We keep trying."
    assert Incident.objects.count() == 1

    pause.forget()  # another process of jobs, which has called nobody yet
    incidents.watch()
    assert Incident.objects.filter(closed_at=None).exists()

    carrier.comes_back()
    tom.sends(waits=MINUTE)
    incidents.watch()
    assert board.queue_frame().incident is None


def test_a_text_that_goes_out_again_says_when_and_each_try_is_told(carrier: Carrier, tom: Texter) -> None:
    tom.hears("are you safe?")
    tom.sends()

    def told() -> tuple[str, timedelta | None]:
        [frame] = board.delivery_frames(tom.conversation.pk)
        return frame.words, frame.again_at and frame.again_at - clock.now()

    for minutes in (2, 10, 30):
        reports(carrier, carrier.texts[-1], "undelivered", 30003)
        words, wait = told()
        assert words == "Did not arrive yet. We try again"
        assert wait is not None
        assert minutes * MINUTE - 5 * SECOND < wait <= minutes * MINUTE
        tom.sends(waits=minutes * MINUTE)
        assert told() == ("Did not arrive yet. Sent again, no word yet", None)
    reports(carrier, carrier.texts[-1], "undelivered", 30003)
    assert told() == ("Did not arrive", None)


def test_a_slow_carrier_is_not_waited_for(carrier: Carrier, tom: Texter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "LIMIT_SECONDS", 0.2)
    tom.hears("one")
    carrier.will("take_then_hold")

    tom.sends()

    assert tom.states() == ["unknown"]
    carrier.released.set()
    tom.sends(waits=6 * SECOND)
    assert tom.states() == ["sent"]
    assert carrier.bodies() == ["one"]


def test_an_outage_holds_texts_in_order_and_sends_them_when_it_is_over(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one", "two")
    carrier.goes_away()

    for _ in range(14):
        tom.sends(waits=MINUTE)
    assert set(tom.states()) <= {"queued", "sending"}
    carrier.comes_back()
    tom.sends(waits=31 * SECOND)

    assert carrier.bodies() == ["one", "two"]
    assert told() == []


def test_what_was_held_for_a_quarter_of_an_hour_is_thrown_away_and_somebody_knows(
    carrier: Carrier, tom: Texter
) -> None:
    texts = tom.hears("one", "two")
    carrier.goes_away()

    for _ in range(16):
        tom.sends(waits=MINUTE)
    carrier.comes_back()
    tom.sends(waits=MINUTE)

    assert tom.states() == ["discarded", "discarded"]
    assert carrier.bodies() == []
    assert told() == [text.pk for text in texts]


def test_an_outage_is_logged_when_it_begins_and_when_it_ends(
    carrier: Carrier, tom: Texter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    tom.hears("one")
    carrier.goes_away()
    for _ in range(10):
        tom.sends(waits=MINUTE)
    carrier.comes_back()
    tom.sends(waits=MINUTE)

    ours = [record.message for record in caplog.records if record.name == "chat.sms.pause"]
    assert ours == ["carrier.silent", "carrier.back"]


def test_neither_words_nor_number_are_logged_whatever_happens(
    carrier: Carrier, tom: Texter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    carrier.will("21211", "429", "500", "nonsense", "cut", "lost")
    tom.hears(*[f"secret words {number}" for number in range(6)])
    for _ in range(30):
        Phone.objects.update(texts="open")
        tom.sends(waits=20 * SECOND)

    every = " ".join(
        f"{record.getMessage()} {record.args} {record.exc_text} {vars(record)}" for record in caplog.records
    )
    assert carrier.calls
    assert "secret" not in every
    assert "4477009" not in every
    assert all("secret" not in str(job.args) for job in ProcrastinateJob.objects.all())


def test_words_whose_key_is_gone_are_not_sent(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    key = tom.conversation.key_id
    DataKey.objects.filter(pk=key).delete()
    sealing.KEYS.clear()

    tom.sends()

    assert tom.states() == ["failed"]
    assert carrier.calls == []


def test_half_a_character_is_refused_without_a_call(carrier: Carrier, tom: Texter) -> None:
    tom.hears("odd \ud800", "two")

    tom.sends()

    assert tom.states() == ["failed", "sent"]


def test_two_workers_at_once_send_one_copy(carrier: Carrier, tom: Texter) -> None:
    said = [f"text {number}" for number in range(5)]
    tom.hears(*said)

    at_once([tom.sends] * 4)
    tom.sends()

    assert carrier.bodies() == said


def test_reports_about_nothing_of_ours_change_nothing(carrier: Carrier, tom: Texter) -> None:
    tom.hears("one")
    tom.sends()
    key = SendAttempt.objects.get().key
    right = {"MessageSid": carrier.texts[0].sid, "MessageStatus": "delivered"}

    assert take_report("not a key", right) is False
    assert take_report("7d444840-9dc0-11d1-b245-5ffdce74fad2", right) is False
    assert take_report(key, {**right, "MessageStatus": "dancing"}) is False
    assert take_report(key, {**right, "MessageSid": "SM" + "0" * 32}) is False
    assert tom.states() == ["sent"]
    assert take_report(key, right) is True


def test_a_report_that_overtakes_the_answer_finds_its_text(carrier: Carrier, tom: Texter) -> None:
    [text] = tom.hears("one")
    claimed = send.claim_next(tom.phone.pk)
    assert claimed is not None
    sent = carrier.accept(
        {"To": tom.number, "From": carrier.number, "Body": "one",
         "StatusCallback": line.report_address(claimed.attempt.key)}
    )  # fmt: skip

    reports(carrier, sent, "delivered")
    send.record(claimed.attempt, line.Accepted(sent.sid, "queued", segments=1))

    text.refresh_from_db()
    assert (text.state, text.segments) == ("delivered", 1)
    assert OutgoingText.objects.get().tries.get().outcome == "accepted"


@pytest.mark.parametrize("word", ["hold_then_take", "take_then_hold"])
def test_a_worker_that_is_killed_in_the_middle_leaves_one_copy_or_an_honest_word(
    carrier: Carrier, tom: Texter, word: str
) -> None:
    tom.hears("one", "two")
    carrier.will(word)
    with a_second_sender(carrier.url, tom.phone.pk) as sender:
        assert carrier.holding.wait(60)
        sender.kill()
    carrier.released.set()
    time.sleep(0.05)
    assert tom.states() == ["sending", "queued"]

    for _ in range(12):
        tom.sends(waits=10 * SECOND)

    was_taken = word == "take_then_hold"
    assert tom.states() == (["sent", "sent"] if was_taken else ["failed", "sent"])
    assert carrier.bodies() == (["one", "two"] if was_taken else ["two"])
