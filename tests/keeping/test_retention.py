"""H22: what is over goes by itself, in small batches, and what must stay wins, and it says so."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from chat.conversations import start_conversation
from chat.keeping import classes
from chat.keeping.holds import place_hold
from chat.models import Conversation, Erasure, Member, Phone, RetentionProposal, RetentionRun
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from config.tuning import change_setting, forget_settings
from escalation.access import escalations_open_to
from escalation.models import Decision, Escalation
from escalation.open import open_escalation
from escalation.rights import clock as retention
from escalation.rights import proposals
from escalation.rights.counts import count_all
from escalation.rights.records import due_records
from escalation.rights.talks import past_worried
from moderation.models import Flag
from rota.models import Away, Invitation, Role, ShiftNote, SignIn, StaffMember, Swap
from tests.folders import ROOT
from tests.forum.people import approve, moderator
from tests.forum.people import writes as writes_in_the_forum
from tests.keeping.people import is_decided, is_over, two_lift
from tests.people import YoungWriter, flagged, make_aisha, make_marc, make_olu, person
from tests.servers import the_servers

YEAR = timedelta(days=365.25)
TABLETS = "took some of my mums tablets about an hour ago"


@pytest.fixture
def noor(database: str) -> StaffMember:
    """Looks after privacy."""
    return person("Noor", Role.PRIVACY)


@pytest.fixture
def maya(database: str) -> StaffMember:
    return person("Maya", Role.MANAGER)


def test_every_table_of_the_database_has_a_class_and_the_page_shows_it(database):
    assert set(connection.introspection.table_names()) == set(classes.TABLES)
    assert classes.as_markdown() in (ROOT / "docs/retention.md").read_text()


def test_h22_what_is_over_goes_by_itself_and_leaves_a_receipt(lena):
    calm, held = make_aisha(), make_aisha()
    for each in (calm, held):
        each.says("hello")
        is_over(each)
    hold = place_hold(held.conversation, why="police", placed_by=lena)
    clock.move(timedelta(days=181))

    goes_by_itself()

    assert gone() == {calm.conversation.pk}
    run = RetentionRun.objects.get(kind="talks")
    assert (run.gone, run.stays, run.proposal) == (1, {}, None)
    assert run.in_backups_until - run.at == timedelta(days=37)
    two_lift(hold, lena)
    goes_by_itself()
    assert gone() == {calm.conversation.pk, held.conversation.pk}


def test_h22_an_open_escalation_about_somebody_stops_the_clock_and_it_says_so(lena, capsys):
    aisha = make_aisha()
    aisha.says("hello")
    first = is_over(aisha)
    clock.move(timedelta(days=181))
    again = YoungWriter(aisha.young_person, make_again(aisha))
    open_escalation(flagged(again.says(TABLETS), marked="tablets"))

    call_command("retention", "--dry-run")
    goes_by_itself()

    assert gone() == set()
    assert "1 are over" in capsys.readouterr().out
    run = RetentionRun.objects.get(kind="talks")
    assert (run.gone, run.stays) == (0, {"open_escalation": 1})
    goes_by_itself()
    assert Erasure.objects.filter(conversation=first).count() == 1, "not refused anew with every look"


def test_h22_what_somebody_was_worried_about_stays_seven_years_and_a_referral_longer(lena):
    worried, referred, old = make_aisha(), make_aisha(), make_aisha()
    Conversation.objects.filter(pk=old.conversation.pk).update(age_band="16_17")
    for each, outcome in ((worried, "early_help"), (referred, "refer"), (old, "refer")):
        escalation = is_decided(open_escalation(flagged(each.says(TABLETS), marked="tablets")), lena)
        if outcome != "refer":
            change_outcome(escalation, outcome)
        Flag.objects.update(state=Flag.State.HANDLED)
        is_over(each)

    clock.move(timedelta(days=200))
    goes_by_itself()
    assert gone() == set()
    clock.move(7 * YEAR)
    goes_by_itself()
    assert gone() == {worried.conversation.pk}
    assert not Escalation.objects.get(conversation=worried.conversation).key
    assert {one.conversation_id for one in escalations_open_to(lena)} == {referred.conversation.pk, old.conversation.pk}
    clock.move(2 * YEAR)
    goes_by_itself()
    assert gone() == {worried.conversation.pk, old.conversation.pk}
    clock.move(14 * YEAR)
    goes_by_itself()
    assert Conversation.objects.get(pk=referred.conversation.pk).key is not None
    clock.move(3 * YEAR)
    goes_by_itself()
    assert not DataKey.objects.exists()
    assert Decision.objects.count() == 3, "that somebody decided stays"


def test_h22_a_hold_keeps_the_record_of_an_escalation_too(lena):
    aisha = make_aisha()
    escalation = is_decided(open_escalation(flagged(aisha.says(TABLETS), marked="tablets")), lena)
    Flag.objects.update(state=Flag.State.HANDLED)
    is_over(aisha)
    hold = place_hold(aisha.young_person, why="police", placed_by=lena)
    clock.move(26 * YEAR)
    assert past_worried(clock.now()).exists()
    assert not due_records(clock.now()).exists()
    goes_by_itself()
    assert Escalation.objects.get(pk=escalation.pk).key is not None

    two_lift(hold, lena)
    goes_by_itself()

    assert Escalation.objects.get(pk=escalation.pk).key is None


def test_h22_posts_go_when_none_is_up_and_nothing_moved(lena):
    up, down = writes_in_the_forum(), writes_in_the_forum()
    approve(up.begins(), moderator())
    withheld = down.begins("night", "cannot sleep")
    type(withheld).objects.filter(pk=withheld.pk).update(state="withheld")
    connection.cursor().execute("UPDATE chat_postversion SET reading = 'read'")
    connection.cursor().execute("UPDATE moderation_review SET state = 'done', done_at = waiting_since")
    clock.move(timedelta(days=181))

    goes_by_itself()

    assert list(Member.objects.filter(key=None)) == [down.member]
    withheld.refresh_from_db()
    assert withheld.state == "withdrawn"


def test_h22_more_than_the_clock_may_erase_alone_waits_for_two_people(lena, noor, maya):
    three = [make_aisha() for _ in range(3)]
    for each in three:
        is_over(each)
    change_setting("keeping.alone_a_day", 2, why="few", set_by=None)
    forget_settings()
    clock.move(timedelta(days=181))
    goes_by_itself()
    assert gone() == set()
    assert [one.alone for one in count_all(clock.now()) if one.kind.code == "talks"] == [False]

    proposal = proposals.propose("talks", by=noor, why="half a year is over for the first chats")
    with pytest.raises(ValidationError):
        proposals.propose("talks", by=maya, why="half a year is over for the first chats")
    for nobody in (noor, lena, make_olu()):
        with pytest.raises(PermissionDenied):
            proposals.decide(proposal, by=nobody, agrees=True)
    goes_by_itself()
    assert gone() == set()
    hold = place_hold(three[0].conversation, why="complaint", placed_by=lena)
    proposals.decide(proposal, by=maya, agrees=True)
    goes_by_itself()

    assert gone() == {one.conversation.pk for one in three[1:]}
    assert RetentionProposal.objects.get().done_at is not None
    assert RetentionRun.objects.get(proposal=proposal).gone == 2
    two_lift(hold, lena)


def test_h22_nobody_may_agree_to_their_own_and_a_refused_one_does_nothing(lena, noor, maya):
    is_over(make_aisha())
    clock.move(timedelta(days=181))
    proposal = proposals.propose("talks", by=maya, why="they are over, and we said so")
    with pytest.raises(PermissionDenied):
        proposals.decide(proposal, by=maya, agrees=True)
    with pytest.raises(PermissionDenied):
        proposals.propose("talks", by=lena, why="they are over, and we said so")

    proposals.decide(proposal, by=noor, agrees=False)
    assert not proposals.to_carry_out().exists()
    assert proposals.decide(proposal, by=noor, agrees=True).agreed is False


def test_h22_the_account_of_the_jobs_process_may_do_all_of_it_and_what_staff_leave_goes_too(lena, servers, database):
    marc, ago = make_marc(), clock.now() - timedelta(days=3 * 366)
    aisha = make_aisha()
    aisha.says("hello")
    is_over(aisha)
    Conversation.objects.update(ended_at=ago, opened_at=ago)
    note = ShiftNote(shift=lena.shifts.get(), key=DataKey.make("shift note"), signed_by=marc, signed_at=ago)
    note.body = "quiet night"
    note.written_at = ago
    note.save()
    Swap.objects.create(shift=lena.shifts.get(), by=lena, to=marc, state=Swap.State.REFUSED, asked_at=ago)
    days = DateTimeTZRange(ago, ago + timedelta(days=2))
    Away.objects.create(staff=marc, kind="leave", during=days, asked_by=marc)
    for number, seen_at in enumerate((ago, clock.now())):
        SignIn.objects.create(staff=marc, session_key=str(number) * 32, how="password", seen_at=seen_at)
        Session.objects.create(session_key=str(number) * 32, session_data="", expire_date=seen_at + timedelta(hours=1))
    Invitation.objects.create(staff=marc, token_hash="a" * 64, expires_at=ago)

    said = servers.manage("retention", "--yes", role="jobs", database=database)

    assert "Chats nobody was worried about: 1 are gone." in said
    assert ShiftNote.objects.get().key is None
    assert not DataKey.objects.exists()
    assert [SignIn.objects.count(), Session.objects.count()] == [1, 1]
    assert [Swap.objects.count(), Away.objects.count(), Invitation.objects.count()] == [0, 0, 0]


def test_h22_a_number_is_forgotten_by_itself_where_nobody_was_worried(lena):
    calm, worried = make_aisha(), make_aisha()
    for number, each in enumerate((calm, worried)):
        phone = Phone(young_person=each.young_person, number_hash=str(number) * 64, key=DataKey.make("sealed contact"))
        phone.number = "+447700900001"
        phone.save()
    flagged(worried.says(TABLETS), urgency=Urgency.VERY_SOON)
    Flag.objects.update(state=Flag.State.HANDLED)
    for each in (calm, worried):
        is_over(each)
    clock.move(timedelta(days=31))

    goes_by_itself()

    assert [phone.young_person for phone in Phone.objects.filter(key=None)] == [calm.young_person]


def goes_by_itself() -> None:
    """The clock of the jobs process, until it has nothing more to do at once."""
    for _ in range(20):
        if not retention.turn():
            return


def gone() -> set[int]:
    return set(Conversation.objects.filter(key=None).values_list("pk", flat=True))


def make_again(writer: YoungWriter) -> Conversation:
    return start_conversation(writer.young_person)


def change_outcome(escalation: Escalation, outcome: str) -> None:
    """Somebody else's record of the same day, as if it had been decided so from the start."""
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(the_servers().postgres.urls_of(name).superuser, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE escalation_decision SET outcome = %s WHERE escalation_id = %s", [outcome, escalation.pk])
