"""H12: a page reaches its person by one way or another, whatever is broken, until somebody says that they have it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from config.keys import key_directory
from escalation.decide import acknowledge
from escalation.models import Escalation, EscalationEvent, Page
from escalation.open import open_about_staff, open_escalation
from escalation.page import page_all_due
from escalation.reaching import reach_those_called
from rota.models import PushAddress, Role, Shift, StaffMember, StaffNumber, Try
from rota.reach import hearing, making
from tests.escalation.phones import (
    LENAS,
    ROSAS,
    Outside,
    a_second_passes,
    jobs_are_done,
    post,
    seconds_pass,
    the_clocks_look,
    tries,
)
from tests.people import YoungWriter, flagged, make_aisha, on_shift, person
from tests.sms.webhooks import deliver, fields_of

State = Try.State
TABLETS = "took some of my mums tablets about an hour ago"
NOTHING_ABOUT_ANYBODY = "Nightlight: Somebody needs you. Sign in. Reply OK "


@pytest.fixture
def reached(outside: Outside, lena: StaffMember) -> StaffMember:
    """Lena is on call, with a number and a browser."""
    outside.reaches(lena, LENAS)
    return lena


@pytest.fixture
def opened(reached: StaffMember, aisha: YoungWriter) -> Escalation:
    """Aisha has taken tablets, and the first step of the chain calls Lena."""
    return open_escalation(flagged(aisha.says(TABLETS)))


def last_page(staff: StaffMember) -> Page:
    return Page.objects.filter(staff=staff).order_by("-pk")[0]


def test_h12_push_at_once_then_a_text_then_the_telephone_and_nothing_about_anybody(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    jobs_are_done()
    assert tries(reached) == [("push", "taken")]

    seconds_pass(20)
    assert [path for path, _state in tries(reached)] == ["push", "sms"]
    seconds_pass(40)
    assert [path for path, _state in tries(reached)] == ["push", "sms", "voice"]

    [(_path, body)] = outside.push.pushes
    told = outside.browsers["Lena"].opens(body)
    assert told["words"] == "Somebody needs you. Sign in."
    assert outside.carrier.bodies() == [
        f"{NOTHING_ABOUT_ANYBODY}{hearing.code_of(Try.objects.get(path='sms', about__startswith='page:'))}"
        " to say that you have heard."
    ]
    said = outside.presses(outside.last_ring(), "7").decode()
    everything = f"{told} {outside.carrier.bodies()} {said}"
    assert TABLETS not in everything
    assert opened.conversation is not None
    assert opened.conversation.handle not in everything


def test_a_press_in_the_push_stops_this_persons_page_and_not_the_chain(
    outside: Outside, opened: Escalation, reached: StaffMember, client
) -> None:  # type: ignore[no-untyped-def]
    jobs_are_done()
    token = outside.browsers["Lena"].opens(outside.push.pushes[0][1])["token"]

    assert client.post("/staff/reach/heard/", {"token": token}).status_code == 204

    page = last_page(reached)
    assert page.heard_by == "push"
    assert EscalationEvent.objects.filter(kind="heard", by=reached).count() == 1
    seconds_pass(100)
    assert tries(reached) == [("push", "delivered")]
    opened.refresh_from_db()
    assert opened.acknowledged_at is None
    seconds_pass(30)
    assert Page.objects.filter(escalation=opened, step=1).exists()  # round again: nobody has it yet
    assert PushAddress.objects.get(staff=reached).last_worked_at is not None


def test_a_key_on_the_telephone_and_no_other_says_that_they_heard(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    seconds_pass(60)
    ring = outside.last_ring()

    assert b"<Gather" in outside.presses(ring, "4")  # asked again
    assert last_page(reached).heard_at is None
    assert outside.tells(ring, "completed") == 204  # a mailbox takes calls too
    assert last_page(reached).heard_at is None
    outside.presses(ring, "1")
    outside.presses(ring, "1")

    assert last_page(reached).heard_by == "voice"
    assert EscalationEvent.objects.filter(kind="heard").count() == 1


def test_a_reply_with_the_code_of_the_page_is_hers_and_becomes_no_conversation(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    seconds_pass(20)
    code = hearing.code_of(Try.objects.get(path="sms", about__startswith="page:"))
    before = Conversation.objects.count()

    for words in ("ok", f"OK {int(code) ^ 1:04}", "Ok."):
        assert deliver(fields_of(words, sender=LENAS)) == 204
        assert last_page(reached).heard_at is None
    assert deliver(fields_of(f"ok {code}", sender="+447700900555")) == 204  # somebody else's telephone
    assert last_page(reached).heard_at is None
    assert Conversation.objects.count() == before + 1  # a young person's, as any other text
    assert deliver(fields_of(f" Ok {code}. ", sender=LENAS)) == 204

    assert last_page(reached).heard_by == "sms"
    assert Conversation.objects.count() == before + 1


def test_only_an_acknowledgement_ends_the_chain_for_everybody(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    jobs_are_done()
    acknowledge(opened, acknowledged_by=reached)

    seconds_pass(100)

    assert [path for path, _state in tries(reached)] == ["push"]


@pytest.mark.parametrize("broken", ["push", "sms_refused", "sms_undelivered", "everything"])
def test_h12_whatever_fails_the_next_way_is_taken_at_once(
    outside: Outside, reached: StaffMember, aisha: YoungWriter, broken: str
) -> None:
    """Each in turn, with everything before it failing too."""
    outside.push.will(410)
    open_escalation(flagged(aisha.says(TABLETS)))
    jobs_are_done()
    assert tries(reached) == [("push", "failed")]
    assert PushAddress.objects.get(staff=reached).gone_at is not None
    if broken == "sms_refused":
        outside.carrier.will("21610")
    a_second_passes()
    if broken == "push":
        assert tries(reached) == [("push", "failed"), ("sms", "taken")]
        return
    if broken != "sms_refused":
        [text] = outside.carrier.texts
        assert post(*outside.carrier.signed(text, "undelivered", 30003)) == 204
    sms = Try.objects.get(path="sms", about__startswith="page:")
    assert (sms.state, sms.error_code) == ("failed", "21610" if broken == "sms_refused" else "30003")
    a_second_passes()
    assert tries(reached)[2:] == [("voice", "taken")]
    if broken.startswith("sms"):
        return
    assert outside.tells(outside.last_ring(), "no-answer") == 204
    outside.post.will("550")
    a_second_passes()
    assert tries(reached)[2:] == [("voice", "failed"), ("email", "failed")]

    # Nothing is left in this step; the chain goes round, by other ways first, and never twice the same in one step.
    seconds_pass(120)
    assert last_page(reached).step == 1
    now = [path for path, _state in tries(reached, f"page:{last_page(reached).pk}")]
    assert now[0] == "sms"
    assert len(now) == len(set(now))


def test_mail_is_taken_by_any_smtp(outside: Outside, lena: StaffMember, aisha: YoungWriter) -> None:
    """She gave no number, and no browser: what is left is tried at once."""
    open_escalation(flagged(aisha.says(TABLETS)))
    jobs_are_done()

    assert tries(lena) == [("email", "taken")]
    [words] = outside.post.mails
    assert "Somebody needs you" in words
    assert TABLETS not in words


def test_a_worker_that_dies_between_the_row_and_the_call_leaves_unknown_and_another_way_is_used(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    [push] = Try.objects.filter(about__startswith="page:")
    making._claimed(push.pk)  # and here it was killed

    the_clocks_look()
    assert tries(reached) == [("push", "written")]
    seconds_pass(25)

    assert tries(reached)[:2] == [("push", "unknown"), ("sms", "taken")]
    making.make(push.pk)  # its job comes back from the dead
    assert outside.push.pushes == []


def test_a_worker_that_dies_before_it_took_the_row_loses_nothing(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    assert tries(reached) == [("push", "written")]

    a_second_passes()  # another worker

    assert tries(reached) == [("push", "taken")]
    assert len(outside.push.pushes) == 1


def test_two_workers_make_one_try_once(outside: Outside, opened: Escalation) -> None:
    [push] = Try.objects.filter(about__startswith="page:")
    for _worker in range(3):
        making.make(push.pk)

    assert len(outside.push.pushes) == 1


def test_h12_with_valkey_down_a_call_goes_out_as_ever(
    outside: Outside, reached: StaffMember, aisha: YoungWriter, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    open_escalation(flagged(aisha.says(TABLETS)))

    seconds_pass(60)

    assert tries(reached) == [("push", "taken"), ("sms", "taken"), ("voice", "taken")]


def test_whoever_opens_its_page_has_heard_their_call(
    outside: Outside, opened: Escalation, reached: StaffMember, signed_in: Callable[[StaffMember], Client]
) -> None:
    assert signed_in(reached).get(f"/escalations/{opened.pk}/").status_code == 200

    assert last_page(reached).heard_by == "console"
    seconds_pass(60)
    assert [path for path, _state in tries(reached)] == ["push"]


def test_an_answer_that_is_lost_is_unknown_and_not_sent_again(
    outside: Outside, reached: StaffMember, aisha: YoungWriter
) -> None:
    outside.push.will(500)
    outside.carrier.will("lost")
    open_escalation(flagged(aisha.says(TABLETS)))
    jobs_are_done()

    a_second_passes(2)

    assert tries(reached) == [("push", "failed"), ("sms", "unknown"), ("voice", "taken")]
    # The carrier had it all the same: a report that comes late is heard, and moves nothing back.
    [text] = outside.carrier.texts
    assert post(*outside.carrier.signed(text, "delivered")) == 204
    assert post(*outside.carrier.signed(text, "sent")) == 204
    assert tries(reached)[1] == ("sms", "delivered")


def test_nobody_but_the_carrier_reports_or_presses(outside: Outside, opened: Escalation, reached: StaffMember) -> None:
    seconds_pass(60)
    url, form, _signature = outside.carrier.about_call(outside.last_ring(), outside.last_ring().callback, "completed")
    key = outside.last_ring().url.replace("/says/", "/key/")

    assert post(url, form, "forged") == 403
    assert post(key, f"{form}&Digits=1", "forged") == 403
    wrong = key.replace("/staff/", "/staff/x")
    assert post(*outside.carrier.about_call(outside.last_ring(), wrong, "in-progress", Digits="1")) == 404
    # A token of a text opens nothing about a call.
    sms = hearing.token_of(Try.objects.get(path="sms", about__startswith="page:"))
    other = f"{key.split('/staff/')[0]}/staff/{sms}/key/"
    assert post(*outside.carrier.about_call(outside.last_ring(), other, "in-progress", Digits="1")) == 404
    assert last_page(reached).heard_at is None


def test_the_database_refuses_a_second_try_by_one_way_in_one_step(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    [push] = Try.objects.filter(about__startswith="page:")

    with pytest.raises(IntegrityError), transaction.atomic():
        Try.objects.create(staff=reached, about=push.about, path="push", push_address=push.push_address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Try.objects.bulk_create([Try(staff=reached, about="page:1", path="sms") for _twice in range(2)])


def test_h25_an_allegation_reaches_nobody_who_may_not_know_of_it(
    outside: Outside, reached: StaffMember, marc: StaffMember
) -> None:
    """Lena is on call, and it is about Lena: Marc is called, who is off."""
    open_about_staff(reached, Urgency.NOW, "words about lena", marc)
    jobs_are_done()
    seconds_pass(60)

    assert tries(reached) == []
    assert tries(marc) == [("email", "taken")]


def test_somebody_who_is_suspended_meanwhile_is_reached_no_more(
    outside: Outside, opened: Escalation, reached: StaffMember
) -> None:
    StaffMember.objects.filter(pk=reached.pk).update(is_active=False)

    jobs_are_done()

    assert outside.push.pushes == []
    assert Try.objects.get(about__startswith="page:").error_code == "not_needed"


@pytest.mark.parametrize("change", [datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)])
def test_h14_the_night_in_which_the_clocks_change_is_like_any_other(
    outside: Outside, lena: StaffMember, aisha: YoungWriter, change: datetime
) -> None:
    clock.move(change - timedelta(minutes=5) - clock.now())
    on_shift(person("Rosa", Role.SAFEGUARDING_LEAD), Shift.Duty.ON_CALL_1)
    rosa = StaffMember.objects.get(name="Rosa")
    outside.reaches(rosa, ROSAS)
    begun = clock.now()
    opened = open_escalation(flagged(aisha.says(TABLETS)))

    seconds_pass(600, look_every=20)

    steps = list(Page.objects.filter(escalation=opened, staff=rosa).order_by("step").values_list("at", flat=True))
    assert [round((at - begun).total_seconds()) // 120 for at in steps] == list(range(6))
    first = Try.objects.filter(about=f"page:{Page.objects.get(escalation=opened, staff=rosa, step=0).pk}")
    after = {one.path: round((one.due_at - begun).total_seconds()) for one in first}
    assert after == {"push": 0, "sms": 20, "voice": 60}


@example_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ends=st.lists(st.sampled_from(["taken", "failed", "unknown", "delivered", "dies"]), min_size=4, max_size=20),
    waits=st.lists(st.integers(min_value=1, max_value=150), min_size=3, max_size=6),
)
def test_h12_an_unacknowledged_now_always_has_a_page_pending_or_sent(
    ends: list[str], waits: list[int], reached: StaffMember
) -> None:
    opened = open_escalation(flagged(make_aisha().says("words"), words="a plan"))
    outcomes = iter(ends * 50)

    for wait in waits:
        clock.move(timedelta(seconds=wait))
        _look_with(outcomes)
        reach_those_called()  # what came of the last tries is seen a second later

        opened.refresh_from_db()
        assert opened.page_due_at is not None
        page = last_page(reached)
        assert clock.now() - page.at <= timedelta(seconds=150)
        made = Try.objects.filter(about=f"page:{page.pk}")
        assert made.exists()
        is_under_way = made.filter(state__in=("written", "taken", "delivered")).exists()
        every_way = set(made.values_list("path", flat=True)) == {"push", "sms", "voice", "email"}
        assert is_under_way or every_way
    ways = list(Try.objects.values_list("about", "staff", "path", "push_address"))
    assert len(ways) == len(set(ways))
    acknowledge(opened, acknowledged_by=reached)
    _close(opened)


def _look_with(outcomes: Iterator[str]) -> None:
    """The clocks look some times; what comes of each try is as the example says."""
    for _look in range(2):
        page_all_due()
        reach_those_called()
        making.look()
        for attempt in Try.objects.filter(state="written", called_at=None):
            comes = next(outcomes)
            claimed = making._claimed(attempt.pk)
            if claimed is not None and comes != "dies":
                making.write(attempt.pk, making.Answer(comes))


def _close(opened: Escalation) -> None:
    """Or every later example would page for this one too."""
    Escalation.objects.filter(pk=opened.pk).update(state="decided", decided_at=clock.now(), page_due_at=None)


def test_the_code_that_proves_a_number_is_nowhere_in_the_database(outside: Outside, lena: StaffMember) -> None:
    from rota.reach import numbers

    held = numbers.give(lena, "07700 900101")
    jobs_are_done()

    [body] = outside.carrier.bodies()
    assert body == f"Nightlight: your code is {numbers.code_for(held)}. Nobody will ask you for it."
    assert numbers.code_for(held) not in str(StaffNumber.objects.values_list()[0])
    assert key_directory().named("vapid")
