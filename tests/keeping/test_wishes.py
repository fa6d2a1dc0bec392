"""H22, H25: one person's wish to be erased and what is held against it: never by one person, and a hold wins."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from chat.keeping.dry_run import look
from chat.keeping.holds import ask_to_lift, keep_hold, lift_hold, place_hold
from chat.keeping.receipt import receipt_of
from chat.models import Conversation, Erasure, ErasureAsked, Hold, WordsShredded
from config import clock
from escalation.open import open_about_staff
from escalation.rights import clock as retention
from escalation.rights import erasures
from escalation.rights.access import hold_for, holds_in_force
from rota.models import AuditRow, Role, StaffMember
from tests.keeping.people import body_of, is_over, two_lift
from tests.people import YoungWriter, make_marc, make_olu, person


@pytest.fixture
def noor(database: str) -> StaffMember:
    """Looks after privacy."""
    return person("Noor", Role.PRIVACY)


@pytest.fixture
def maya(database: str) -> StaffMember:
    return person("Maya", Role.MANAGER)


@pytest.fixture
def over(aisha: YoungWriter) -> YoungWriter:
    aisha.says("my own words")
    is_over(aisha)
    return aisha


def wish(young: YoungWriter, by: StaffMember) -> ErasureAsked:
    today = clock.now().date()
    return erasures.ask(young.conversation, is_everything=True, shown_by="in_chat", asked_on=today, by=by)


def test_h22_one_asks_another_agrees_the_clock_erases_and_there_is_a_receipt(over, noor, maya):
    message = over.conversation.messages.get()
    found = look(over.young_person)
    assert (found.codes, found.chats, found.messages, found.posts) == ([], 1, 1, 0)
    asked = wish(over, noor)
    with pytest.raises(ValidationError, match="asked for that already"):
        wish(over, maya)
    for nobody in (noor, make_olu()):
        with pytest.raises(PermissionDenied):
            erasures.decide(asked, by=nobody, agrees=True)
    retention.turn()
    assert body_of(message) == "my own words", "one person alone changes nothing"

    erasures.decide(asked, by=maya, agrees=True)
    retention.turn()

    with pytest.raises(WordsShredded):
        body_of(message)
    asked.refresh_from_db()
    assert asked.erasure is not None
    assert (asked.erasure.state, asked.erasure.asked_by) == ("done", noor)
    assert "can no longer be read here" in receipt_of(asked.erasure)
    assert set(AuditRow.objects.filter(about=f"erasure_asked:{asked.pk}").values_list("action", "who")) == {
        ("erasure.asked", noor.pk),
        ("erasure.agreed", maya.pk),
    }
    retention.turn()
    assert Erasure.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        ErasureAsked.objects.update(messages=7)


def test_h22_a_hold_wins_over_two_people_and_the_receipt_says_so(over, noor, maya, lena):
    message = over.conversation.messages.get()
    asked = wish(over, noor)
    hold = place_hold(over.conversation, why="police", placed_by=lena)
    assert look(over.young_person).codes == ["held"]

    erasures.decide(asked, by=maya, agrees=True)
    retention.turn()

    assert body_of(message) == "my own words"
    asked.refresh_from_db()
    said = receipt_of(asked.erasure)
    assert "Nothing was deleted." in said
    assert "Somebody has to keep it for now." in said
    two_lift(hold, lena)
    again = wish(over, maya)
    erasures.decide(again, by=noor, agrees=True)
    retention.turn()
    assert Conversation.objects.get(pk=over.conversation.pk).key_id is None


def test_h22_who_did_not_show_that_it_is_them_and_who_was_told_no(over, noor, maya):
    with pytest.raises(ValidationError, match="We have not seen that"):
        erasures.ask(over.conversation, is_everything=True, shown_by="code_word", asked_on=clock.now().date(), by=noor)
    tomorrow = clock.now().date() + timedelta(days=1)
    with pytest.raises(ValidationError, match="on which day"):
        erasures.ask(over.conversation, is_everything=True, shown_by="in_chat", asked_on=tomorrow, by=noor)

    erasures.decide(wish(over, noor), by=maya, agrees=False)
    retention.turn()

    assert not Erasure.objects.exists()
    assert wish(over, noor).pk, "it can be asked for again"


def test_h22_a_crash_between_erasing_and_the_receipt_erases_once_and_nobody_has_to_be_there_still(over, noor, maya):
    asked = erasures.decide(wish(over, noor), by=maya, agrees=True)
    StaffMember.objects.filter(pk=noor.pk).update(is_active=False)
    asked = ErasureAsked.objects.get(pk=asked.pk)
    done = erasures.carry_out(asked)
    assert done.asked_by is None
    with transaction.atomic():
        ErasureAsked.objects.filter(pk=asked.pk).update(erasure=None)  # as it stands after the crash

    assert erasures.carry_out(ErasureAsked.objects.get(pk=asked.pk)) == done
    assert Erasure.objects.count() == 1


def test_h22_a_hold_is_looked_at_again_and_only_two_people_lift_it(over, lena, noor):
    hold = place_hold(over.conversation, why="complaint", placed_by=lena)
    assert hold.review_on == clock.now().date() + timedelta(days=180)
    ask_to_lift(hold, by=noor)
    with pytest.raises(PermissionDenied):
        lift_hold(hold, lifted_by=noor)

    later = clock.now().date() + timedelta(days=30)
    keep_hold(hold, review_on=later, by=lena)

    with pytest.raises(PermissionDenied):
        lift_hold(hold, lifted_by=make_marc())
    [kept] = holds_in_force(lena)
    assert (kept.review_on, kept.lift_asked_by) == (later, None)
    clock.move(timedelta(days=400))
    assert holds_in_force(lena) == [kept], "it never ends by itself"
    ask_to_lift(hold, by=noor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lifted_at=clock.now(), lifted_by=noor)
    assert lift_hold(hold, lifted_by=lena).lifted_at is not None


def test_h25_a_hold_because_of_an_allegation_does_not_exist_for_whoever_one_is_about(over, lena, noor):
    hold = place_hold(over.conversation, why="allegation", placed_by=noor)
    other = place_hold(over.young_person, why="police", placed_by=noor)
    marc = make_marc()
    open_about_staff(marc, "now", "said it in the chat", lena, heard_in=over.conversation)

    assert [one.pk for one in holds_in_force(marc)] == [other.pk]
    assert {one.pk for one in holds_in_force(lena)} == {hold.pk, other.pk}
    with pytest.raises(Hold.DoesNotExist):
        hold_for(marc, hold.pk)
    ask_to_lift(hold, by=noor)
    with pytest.raises(PermissionDenied):
        lift_hold(hold, lifted_by=marc)
    client = Client(headers={"host": "localhost"})
    client.force_login(marc, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/holds/").content.decode()
    assert "The police or a court asked to keep it" in page
    assert f'id="hold-{hold.pk}"' not in page
