"""Before we tell anyone: written, shown once it is safe, read behind a tap, answered; or the reason why not (H24)."""

import json
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from chat import access, conversations, queue, silence
from chat.console import frames_telling, tellings
from chat.models import Conversation, Message, Telling
from chat.sms import who_sees
from chat.sms.wording import words
from chat.telling import engine
from chat.telling.reading import is_thought_of, stamp_of, told_of
from chat.telling.standing import standing
from chat.urgency import Urgency
from chat.web.wording import state_frame
from config import clock
from escalation.open import open_by_hand
from rota.models import AuditRow, StaffMember
from tests.chat.people import Aisha, aisha, counsellor, talks_to
from tests.people import make_lena
from tests.sms.webhooks import Texter

pytestmark = pytest.mark.usefixtures("database")

CANARY = "tamarind-lighthouse"
WORD = "Blue Juniper"
GIVEN = {
    "to_whom": "the children’s team of your council",
    "what": f"that he hurts you {CANARY}",
    "why": "so that you are safe tonight",
}
BY_TEXT = {"to_whom": "a nurse", "what": "that you hurt", "why": "to help you"}


@pytest.fixture
def lena() -> StaffMember:
    return make_lena()


@pytest.fixture
def sam() -> StaffMember:
    return counsellor()


@pytest.fixture
def her(sam: StaffMember) -> Aisha:
    """Aisha, who talks to Sam."""
    her = aisha()
    her.says("he hurts me")
    Message.objects.update(reading=Message.Reading.READ)
    queue.take_next(sam)
    talks_to(sam, her.conversation).says("I am here.")
    return her


@pytest.fixture
def telling(her: Aisha, sam: StaffMember, lena: StaffMember) -> Telling:
    """Lena has the escalation, and wrote with Sam what will be said."""
    open_by_hand(her.conversation, "very_soon", "he hurts her", lena)
    given = frames_telling.WriteTelling(conversation=her.conversation.pk, **GIVEN)
    return tellings.write(sam, given)


def page_of(her: Aisha) -> Client:
    client = Client()
    client.cookies[settings.YOUNG_PERSON_COOKIE] = her.cookie
    return client


def read(client: Client, path: str = "/chat/telling/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return unescape(answer.content.decode())


def is_safe(telling: Telling, sam: StaffMember) -> Telling:
    given = frames_telling.SafeToShow(conversation=telling.conversation_id, telling=telling.pk)
    return tellings.safe_to_show(sam, given)


def now_of(telling: Telling) -> Telling:
    return Telling.objects.select_related("conversation__key").get(pk=telling.pk)


def line(her: Aisha) -> str:
    """What her page is told: by the socket, and by a poll."""
    conversation = Conversation.objects.select_related("key", "young_person", "owner").get(pk=her.conversation.pk)
    told = state_frame(conversation, conversation.young_person).telling
    polled = page_of(her).get("/chat/since/?after=0")
    if polled.status_code == 200:
        assert json.loads(polled.content)["state"]["telling"] == told
    return told


# From the writing to the outcome


def test_h24_she_reads_what_will_be_said_answers_and_hears_what_came_of_it(
    her: Aisha, sam: StaffMember, lena: StaffMember, telling: Telling
) -> None:
    client = page_of(her)
    assert line(her) == ""
    assert client.get("/chat/telling/").url == "/chat/"

    is_safe(telling, sam)

    assert line(her) == "new"
    chat = read(client, "/chat/")
    assert 'href="/chat/telling/"' in chat
    assert CANARY not in chat  # behind a tap, and in no page before it
    assert now_of(telling).read_at is None
    page = read(client)
    for words_of_it in GIVEN.values():
        assert words_of_it in page
    assert "<title>Notes</title>" in page
    assert line(her) == "read"

    client.post("/chat/telling/", {"telling": telling.client_id, "agrees": "no", "words": "not before friday"})

    told = told_of(telling.escalation_id)[0]
    assert (told.state, told.agrees, told.answer) == ("answered", False, "not before friday")
    assert "We have what you said" in read(client)

    assert engine.tell_outcome(now_of(telling), "They come on Friday, and call you first.", by=lena) is True
    assert line(her) == "new"
    assert "They come on Friday" in read(client)
    assert line(her) == "read"
    told = told_of(telling.escalation_id)[0]
    assert told.state == "outcome"
    assert told.outcome_read_at is not None
    client.post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes", "words": "too late"})
    assert now_of(telling).answer == "not before friday"


def test_nothing_is_shown_before_somebody_said_that_it_is_safe(her: Aisha, telling: Telling) -> None:
    client = page_of(her)
    client.post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes"})

    assert (now_of(telling).read_at, now_of(telling).agrees) == (None, None)
    assert client.get("/chat/telling/").url == "/chat/"
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.filter(pk=telling.pk).update(read_at=clock.now())


def test_an_answer_may_be_changed_given_in_part_and_is_kept_when_too_long(
    her: Aisha, sam: StaffMember, telling: Telling
) -> None:
    is_safe(telling, sam)
    client, form = page_of(her), {"telling": telling.client_id}
    client.post("/chat/telling/", {**form, "words": "please\r\nnot\0 my mum"})
    assert (now_of(telling).agrees, now_of(telling).answer) == (None, "please\nnot␀ my mum")
    client.post("/chat/telling/", {**form, "agrees": "yes"})
    assert (now_of(telling).agrees, now_of(telling).answer) == (True, None)

    answer = client.post("/chat/telling/", {**form, "words": f"{CANARY} mine {'x' * engine.LONGEST}"})

    assert answer.status_code == 422
    assert f"{CANARY} mine" in answer.content.decode()
    assert now_of(telling).answer is None


def test_what_is_taken_back_is_gone_from_the_page(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    is_safe(telling, sam)
    client = page_of(her)
    read(client)

    tellings.take_back(sam, frames_telling.TakeBackTelling(conversation=telling.conversation_id, telling=telling.pk))

    assert line(her) == ""
    assert client.get("/chat/telling/").url == "/chat/"
    client.post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes"})
    assert now_of(telling).agrees is None
    with pytest.raises(ValidationError):
        engine.tell_outcome(now_of(telling), "They came.", by=sam)


def test_h24_or_the_reason_why_telling_is_unsafe_which_they_never_see(
    her: Aisha, sam: StaffMember, lena: StaffMember
) -> None:
    escalation = open_by_hand(her.conversation, "very_soon", "he hurts her", lena)
    assert is_thought_of(escalation.pk) is False

    reason = frames_telling.NotTelling(conversation=her.conversation.pk, why=f"he reads the phone {CANARY}")
    written = tellings.not_tell(sam, reason)

    assert is_thought_of(escalation.pk) is True
    assert told_of(escalation.pk)[0].not_told_why == f"he reads the phone {CANARY}"
    with pytest.raises(ValidationError):
        is_safe(written, sam)
    assert line(her) == ""
    assert page_of(her).get("/chat/telling/").url == "/chat/"


def test_what_is_only_written_is_not_yet_telling(telling: Telling, sam: StaffMember) -> None:
    assert is_thought_of(telling.escalation_id) is False
    before = stamp_of(telling.escalation_id)
    is_safe(telling, sam)

    assert is_thought_of(telling.escalation_id) is True
    assert stamp_of(telling.escalation_id) != before


def test_every_step_is_told_to_whoever_keeps_the_record(
    her: Aisha, sam: StaffMember, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[int, str, Any]] = []
    monkeypatch.setattr(engine, "moved", [lambda one, step, by: heard.append((one.pk, str(step), by))])
    is_safe(telling, sam)
    is_safe(telling, sam)
    client = page_of(her)
    read(client)
    read(client)
    for _ in range(2):
        client.post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes", "words": "ok"})

    assert heard == [(telling.pk, "shown", sam), (telling.pk, "read", None), (telling.pk, "answered", None)]
    rows = AuditRow.objects.filter(action__startswith="telling.", about=f"conversation:{telling.conversation_id}")
    assert set(rows.values_list("action", "who")) == {("telling.written", sam.pk), ("telling.shown", sam.pk)}


# Who may


def test_only_whoever_has_the_chat_writes_shows_and_takes_back(her: Aisha, telling: Telling, lena: StaffMember) -> None:
    other = counsellor("Noor")
    about = {"conversation": telling.conversation_id, "telling": telling.pk}
    for staff in (other, lena):
        with pytest.raises(Conversation.DoesNotExist):
            tellings.write(staff, frames_telling.WriteTelling(conversation=telling.conversation_id, **GIVEN))
        with pytest.raises(Conversation.DoesNotExist):
            tellings.safe_to_show(staff, frames_telling.SafeToShow(**about))
        with pytest.raises(Conversation.DoesNotExist):
            tellings.take_back(staff, frames_telling.TakeBackTelling(**about))


def test_a_telling_of_another_chat_does_not_exist(her: Aisha, telling: Telling, sam: StaffMember) -> None:
    other = aisha()
    other.says("hello")
    theirs = queue.take_next(sam)
    with pytest.raises(Conversation.DoesNotExist):
        tellings.safe_to_show(sam, frames_telling.SafeToShow(conversation=theirs.pk, telling=telling.pk))

    is_safe(telling, sam)
    page_of(other).post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes"})
    assert now_of(telling).agrees is None
    assert standing(theirs) == ""


def test_without_an_escalation_a_counsellor_is_sent_to_a_lead(her: Aisha, sam: StaffMember) -> None:
    with pytest.raises(ValidationError, match="A lead has to have it first"):
        tellings.write(sam, frames_telling.WriteTelling(conversation=her.conversation.pk, **GIVEN))
    assert Telling.objects.count() == 0


@pytest.mark.parametrize("name", GIVEN)
def test_who_what_and_why_are_all_needed(name: str, telling: Telling, sam: StaffMember) -> None:
    given = frames_telling.WriteTelling(conversation=telling.conversation_id, **{**GIVEN, name: "  "})
    with pytest.raises(ValidationError):
        tellings.write(sam, given)


# Covered like words


def test_h18_a_locked_page_shows_nothing_of_it(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    client = page_of(her)
    client.post("/chat/code-word/", {"code_word": WORD})
    is_safe(telling, sam)
    client.post("/chat/lock/")

    assert "This page is locked" in read(client)
    assert CANARY not in read(client)
    client.post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes"})
    assert (now_of(telling).read_at, now_of(telling).agrees) == (None, None)
    assert "chat/telling" not in read(client, "/chat/transcript/")

    client.post("/chat/unlock/", {"code_word": WORD})
    assert CANARY in read(client)


def test_h18_without_the_code_word_what_was_shown_before_stays_away(
    her: Aisha, sam: StaffMember, telling: Telling
) -> None:
    client = page_of(her)
    client.post("/chat/code-word/", {"code_word": WORD})
    is_safe(telling, sam)
    clock.move(timedelta(seconds=1))
    her.says("somebody comes")
    client.post("/chat/lock/")
    client.post("/chat/unlock/", {"forgot": "1"})

    assert line(her) == ""
    assert client.get("/chat/telling/").url == "/chat/"


def test_h18_after_exit_the_cookie_opens_nothing(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    is_safe(telling, sam)
    client = page_of(her)
    client.get("/exit/")
    client.cookies[settings.YOUNG_PERSON_COOKIE] = her.cookie

    assert client.get("/chat/telling/").url == "/"


def test_after_they_ended_the_chat_the_page_shows_nothing(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    is_safe(telling, sam)
    conversations.leave(Conversation.objects.get(pk=her.conversation.pk))

    assert line(her) == ""
    assert page_of(her).get("/chat/telling/").url == "/chat/"


def test_nothing_of_it_lies_open_in_the_database(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    is_safe(telling, sam)
    page_of(her).post("/chat/telling/", {"telling": telling.client_id, "words": CANARY})
    with connection.cursor() as cursor:
        for table in ("chat_telling", "rota_auditrow", "procrastinate_jobs"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{CANARY}%"])
            assert cursor.fetchone() == (0,), table


# By text


@pytest.fixture
def tom(sam: StaffMember) -> Texter:
    tom = Texter()
    tom.texts("hello")
    Message.objects.update(reading=Message.Reading.READ)
    queue.take_next(sam)
    talks_to(sam, tom.conversation).says("Hello, I am Sam.")
    return tom


def written_for(tom: Texter, sam: StaffMember, **given: str) -> Telling:
    lena = StaffMember.objects.filter(email="lena@example.org").first() or make_lena()
    open_by_hand(tom.conversation, "very_soon", "worried", lena)
    return tellings.write(sam, frames_telling.WriteTelling(conversation=tom.conversation.pk, **{**BY_TEXT, **given}))


@pytest.mark.parametrize("answer", [None, "b", "C", "hm"])
def test_h04_by_text_nothing_goes_to_a_phone_that_others_may_see(
    tom: Texter, sam: StaffMember, answer: str | None
) -> None:
    telling = written_for(tom, sam)
    if answer is not None:
        who_sees.ask(tom.conversation)
        tom.texts(answer)

    for _ in range(2):
        with pytest.raises(ValidationError, match="only they see this phone"):
            is_safe(telling, sam)

    assert now_of(telling).safe_at is None
    assert tom.heard()[-1] == words("sms.nudge")
    assert tom.heard().count(words("sms.nudge")) == 1
    assert not any("a nurse" in said for said in tom.heard())


def test_h24_by_text_it_goes_to_a_phone_that_only_they_see_and_their_letter_is_the_answer(
    tom: Texter, sam: StaffMember
) -> None:
    telling = written_for(tom, sam)
    who_sees.ask(tom.conversation)
    tom.texts("A")
    assert now_of(telling).agrees is None

    is_safe(telling, sam)

    assert tom.heard()[-1] == words("sms.tell", **BY_TEXT)
    tom.texts("wait, who is that")
    assert now_of(telling).agrees is None
    tom.texts("b.")
    told = told_of(telling.escalation_id)[0]
    assert (told.state, told.agrees) == ("answered", False)
    engine.tell_outcome(now_of(telling), "she rings you", by=sam)
    assert tom.heard()[-1] == words("sms.told", outcome="she rings you")


def test_by_text_what_is_too_long_is_not_cut(tom: Texter, sam: StaffMember) -> None:
    telling = written_for(tom, sam, what="that you are not safe " * 40)
    who_sees.ask(tom.conversation)
    tom.texts("A")

    with pytest.raises(ValidationError, match="too long for a text"):
        is_safe(telling, sam)
    assert now_of(telling).safe_at is None


def test_the_outcome_is_kept_and_not_sent_where_others_may_see_the_phone_by_now(tom: Texter, sam: StaffMember) -> None:
    telling = written_for(tom, sam)
    who_sees.ask(tom.conversation)
    tom.texts("A")
    is_safe(telling, sam)
    who_sees.ask(tom.conversation)
    tom.texts("B")
    heard = len(tom.heard())

    assert engine.tell_outcome(now_of(telling), "she rings you", by=sam) is False

    assert len(tom.heard()) == heard
    assert told_of(telling.escalation_id)[0].outcome_read_at is None


@pytest.mark.parametrize(
    ("answer", "said"), [("A", "sms.pause"), ("B", "sms.pause_quietly"), ("", "sms.pause_quietly")]
)
def test_h04_after_silence_999_is_named_only_to_a_phone_that_only_they_see(
    tom: Texter, sam: StaffMember, answer: str, said: str
) -> None:
    if answer:
        who_sees.ask(tom.conversation)
        tom.texts(answer)
        Message.objects.update(reading=Message.Reading.READ)
        talks_to(sam, tom.conversation).says("Thank you.")
    before = len(tom.heard())
    for minutes in (15, 46, 181):
        clock.move(timedelta(minutes=minutes))
        Conversation.objects.update(lease_until=clock.now() + queue.lease())
        silence.tick()

    after = tom.heard()[before:]
    assert after == [words("sms.nudge"), words("sms.nudge"), words(said)]
    assert any("999" in text for text in after) is (answer == "A")


# On the console


def test_the_console_is_told_how_far_it_is(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    is_safe(telling, sam)
    page_of(her).post("/chat/telling/", {"telling": telling.client_id, "agrees": "yes", "words": "ok"})

    frames = tellings.telling_frames(her.conversation.pk)

    assert [(one.state, one.name, one.to_whom, one.agrees, one.answer) for one in frames] == [
        ("answered", sam.name, GIVEN["to_whom"], True, "ok")
    ]


def test_what_was_told_before_they_came_back_is_kept_from_a_counsellor_until_they_agree(
    her: Aisha, sam: StaffMember, telling: Telling
) -> None:
    conversations.leave(Conversation.objects.get(pk=her.conversation.pk))
    clock.move(timedelta(minutes=1))
    conversations.come_back(Conversation.objects.get(pk=her.conversation.pk))

    assert access.counsellor_reads_from(Conversation.objects.get(pk=her.conversation.pk)) > 0
    assert tellings.telling_frames(her.conversation.pk) == []


def test_urgency_is_nobody_s_business_here(her: Aisha, sam: StaffMember, telling: Telling) -> None:
    """Showing it changes nothing else of the chat."""
    before = Conversation.objects.values("urgency", "state", "owner", "last_place").get(pk=her.conversation.pk)
    is_safe(telling, sam)

    after = Conversation.objects.values("urgency", "state", "owner", "last_place").get(pk=her.conversation.pk)
    assert after == before
    assert Urgency(after["urgency"]) == Urgency.VERY_SOON
