"""H22: what must be kept stays, and what must go is gone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from chat.access import conversation_of, young_person_of
from chat.conversations import come_back
from chat.forums import queries
from chat.keeping import outside
from chat.keeping.due import due_conversations, due_phones, forget_number
from chat.keeping.erase import MayNotErase, erase_conversation, erase_young_person
from chat.keeping.holds import AlreadyErased, ask_to_lift, lift_hold, place_hold
from chat.keeping.receipt import receipt_of
from chat.models import Conversation, Erasure, Hold, Mark, Phone, WordsShredded, YoungPerson
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from escalation.models import Escalation
from escalation.open import open_escalation
from escalation.queries import words_of
from escalation.words import transcript
from moderation.models import Assessment, Flag
from tests.forum.people import approve, moderator, newest
from tests.forum.people import writes as writes_in_the_forum
from tests.keeping.people import body_of, is_decided, is_over, two_lift
from tests.people import YoungWriter, flagged, make_aisha, make_marc, make_olu

TABLETS = "took some of my mums tablets about an hour ago"


def test_h22_erased_words_cannot_be_read_and_the_record_says_so(aisha, lena):
    message = aisha.says("this must go")
    conversation = is_over(aisha)

    erasure = erase_conversation(conversation, asked_by=lena)

    with pytest.raises(WordsShredded):
        body_of(message)
    kept = Conversation.objects.get(pk=conversation.pk)
    assert (kept.key, kept.nickname, kept.age_band) == (None, None, "")
    assert (erasure.state, erasure.asked_by, erasure.stays) == ("done", lena, ["frame"])
    assert "37 days" in receipt_of(erasure)
    assert str(erasure.receipt) in receipt_of(erasure)
    assert [(line.conversation, line.state) for line in outside.erasures()] == [(conversation.pk, "done")]
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(state="refused")


def test_h22_nothing_is_erased_while_it_goes_on_is_unread_held_or_looked_at(aisha, lena):
    flag = flagged(aisha.says(TABLETS), marked="tablets", urgency=Urgency.SOON)
    assert refused(aisha.conversation) == ["open", "unread", "open_flag"]
    conversation = is_over(aisha)
    hold = place_hold(conversation, why=Hold.Why.POLICE, placed_by=lena)
    whole = place_hold(aisha.young_person, why=Hold.Why.COMPLAINT, placed_by=lena)
    assert refused(conversation) == ["held", "open_flag"]

    Flag.objects.filter(pk=flag.pk).update(state=Flag.State.HANDLED)
    two_lift(hold, lena)
    assert refused(conversation) == ["held"]
    two_lift(whole, lena)

    erase_conversation(conversation, asked_by=lena)

    assert not Mark.objects.exists()
    assert not Assessment.objects.exists()
    assert refused(conversation) == ["already"]
    with pytest.raises(AlreadyErased):
        place_hold(conversation, why=Hold.Why.POLICE, placed_by=lena)


def test_h22_an_open_escalation_keeps_everything_of_a_young_person(aisha, lena):
    escalation = open_escalation(flagged(aisha.says(TABLETS), marked="tablets"))
    Flag.objects.update(state=Flag.State.HANDLED)
    conversation = is_over(aisha)

    assert refused(conversation) == ["open_escalation"]
    is_decided(escalation, lena)

    assert "escalation_record" in erase_conversation(conversation, asked_by=lena).stays


def test_h22_after_erasing_the_escalation_still_shows_what_was_said(aisha, lena):
    message = aisha.says(TABLETS)
    aisha.says("and nobody knows")
    escalation = is_decided(open_escalation(flagged(message, marked="some of my mums tablets")), lena)
    before = words_of(escalation)
    Flag.objects.update(state=Flag.State.HANDLED)

    erase_conversation(is_over(aisha), asked_by=lena)

    assert not DataKey.objects.filter(purpose="conversation").exists()
    after = words_of(Escalation.objects.select_related("key", "conversation__key").get(pk=escalation.pk))
    assert after == before
    assert "".join(part.text for part in after[0].parts) == TABLETS
    assert [part.text for part in after[0].parts if part.marked] == ["some of my mums tablets"]
    whole = transcript(Conversation.objects.get())
    assert {part.text for spoken in whole for part in spoken.parts} == {"These words were deleted."}
    assert [decision.why for decision in escalation.decisions.all()] == ["needs a doctor"]


def test_h22_an_escalation_from_before_there_were_quotes_copies_them_while_they_are_there(aisha, lena, superuser):
    escalation = is_decided(open_escalation(flagged(aisha.says(TABLETS), marked="tablets")), lena)
    Flag.objects.update(state=Flag.State.HANDLED)
    with pytest.raises(DatabaseError), transaction.atomic():
        escalation.quotes.all().delete()
    superuser.execute("SET session_replication_role = replica")
    superuser.execute("DELETE FROM escalation_quote")

    erase_conversation(is_over(aisha), asked_by=lena)

    assert [quote.body for quote in Escalation.objects.get().quotes.all()] == [TABLETS]


def test_h22_all_of_a_young_person_goes_with_their_posts(lena):
    writer = writes_in_the_forum()
    post = approve(writer.begins("sleep", "i cannot sleep"), moderator())
    reply = writes_in_the_forum()
    approve(reply.replies(post.thread, "me too"), moderator("Nia"))
    young_person = writer.member.young_person
    aisha = YoungWriter(young_person, make_aisha().conversation)

    erasure = erase_young_person(young_person, asked_by=lena)

    post.refresh_from_db()
    assert (post.state, post.published_version, erasure.stays) == ("withdrawn", None, ["posts", "frame"])
    with pytest.raises(WordsShredded):
        newest(post).body  # noqa: B018
    assert [shown.body for shown in (queries.shown(one, None) for one in queries.public_posts(post.thread))] == [
        "me too"
    ]
    assert young_person_of({"__Host-chat": writer.cookie}) is None
    assert aisha.conversation.key is not None


def test_h22_a_phone_that_asked_for_no_texts_is_still_known(lena):
    aisha = make_aisha()
    key = DataKey.make("sealed contact")
    phone = Phone(young_person=aisha.young_person, number_hash="a" * 64, key=key, texts=Phone.Texts.STOPPED)
    phone.number = "+447700900001"
    phone.save()
    is_over(aisha)

    erasure = erase_young_person(aisha.young_person, asked_by=lena)

    phone = Phone.objects.get()
    assert (phone.key, phone.number_hash, phone.texts) == (None, "a" * 64, "stopped")
    assert "stop" in erasure.stays


def test_h22_a_cookie_of_somebody_erased_reaches_nobody_and_nothing_can_be_stored(aisha, lena):
    conversation = is_over(aisha)
    erase_conversation(conversation, asked_by=lena)

    assert come_back(conversation).is_over
    assert conversation_of(aisha.young_person) is None
    assert YoungPerson.objects.get(pk=aisha.young_person.pk).cookie_hash is None


def test_h22_only_those_who_may_hold_and_erase(aisha, lena):
    olu = make_olu()
    conversation = is_over(aisha)

    for forbidden in (
        lambda: erase_conversation(conversation, asked_by=olu),
        lambda: place_hold(conversation, why="police", placed_by=olu),
        lambda: lift_hold(place_hold(conversation, why="police", placed_by=lena), lifted_by=olu),
        lambda: lift_hold(place_hold(conversation, why="police", placed_by=lena), lifted_by=make_marc()),
        lambda: lift_hold(ask_to_lift(Hold.objects.get(), by=lena), lifted_by=lena),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()


def test_h22_what_nobody_was_worried_about_goes_when_its_time_is_over(lena, capsys):
    calm, worried, young = make_aisha(), make_aisha(), make_aisha()
    flagged(worried.says("tablets"), urgency=Urgency.VERY_SOON)
    for each in (calm, worried):
        is_over(each)
    Flag.objects.update(state=Flag.State.HANDLED)
    clock.move(timedelta(days=179))
    assert not due_conversations().exists()
    is_over(young)
    clock.move(timedelta(days=2))

    assert list(due_conversations()) == [calm.conversation]
    call_command("erase", "--due")
    assert DataKey.objects.count() >= 3
    call_command("erase", "--due", "--yes")

    assert list(Conversation.objects.filter(key=None)) == [calm.conversation]
    assert "1 of 1 conversations." in capsys.readouterr().out


def test_h22_a_number_that_nobody_texts_from_is_forgotten_after_a_month(lena):
    aisha = make_aisha()
    phone = Phone(young_person=aisha.young_person, number_hash="b" * 64, key=DataKey.make("sealed contact"))
    phone.number = "+447700900001"
    phone.save()
    is_over(aisha)
    clock.move(timedelta(days=31))
    hold = place_hold(aisha.young_person, why="complaint", placed_by=lena)

    assert list(due_phones()) == [phone]
    assert not forget_number(phone)
    two_lift(hold, lena)
    assert forget_number(phone)

    assert Phone.objects.get().key is None


def test_h22_the_command_shows_first_and_says_why_not(aisha, lena, capsys):
    aisha.says("hello")
    with pytest.raises(CommandError, match="still going on"):
        call_command("erase", "--conversation", str(aisha.conversation.pk))
    is_over(aisha)

    call_command("erase", "--conversation", str(aisha.conversation.pk))
    assert DataKey.objects.filter(purpose="conversation").exists()
    call_command("erase", "--conversation", str(aisha.conversation.pk), "--yes", "--by", lena.email)

    said = capsys.readouterr().out
    assert "Nothing was done." in said
    assert "can no longer be read here" in said
    assert not DataKey.objects.filter(purpose="conversation").exists()


def refused(conversation: Conversation) -> list[str]:
    with pytest.raises(MayNotErase) as why:
        erase_conversation(conversation)
    return why.value.erasure.stays
