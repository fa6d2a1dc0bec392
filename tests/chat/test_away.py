"""H01 and H19: a console is locked and a young person waits. Others are called, and then the chat is no longer kept."""

from datetime import datetime, timedelta

import pytest

from chat import away, queue
from chat.console.consumers import _renew
from chat.console.help import call_help
from chat.models import Conversation, ConversationEvent, HelpCall
from config import clock
from rota.models import SignIn, StaffMember
from tests.chat.people import Aisha, Writer, aisha, counsellor, signs_in

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sam() -> StaffMember:
    return counsellor()


@pytest.fixture
def his(sam: StaffMember) -> SignIn:
    """Where Sam is signed in."""
    return SignIn.objects.create(staff=sam, session_key=signs_in(sam).session_key, how="password")


@pytest.fixture
def hers(sam: StaffMember, his: SignIn) -> Aisha:
    """Sam has her, and has answered."""
    hers = aisha()
    hers.says("hello")
    queue.take_next(sam)
    speaker = signs_in(sam).speaker
    Writer(Conversation.objects.get(pk=hers.conversation.pk), speaker).says("i am here")
    return hers


def locks(sign_in: SignIn) -> None:
    SignIn.objects.filter(pk=sign_in.pk).update(locked_at=clock.now())


def ringing() -> list[HelpCall]:
    return list(HelpCall.objects.filter(answered_at=None))


def lease_of(hers: Aisha) -> datetime:
    lease_until = Conversation.objects.get(pk=hers.conversation.pk).lease_until
    assert lease_until is not None
    return lease_until


def test_nobody_is_called_while_she_does_not_wait_or_he_is_there(hers: Aisha, his: SignIn) -> None:
    hers.says("are you there")
    clock.move(4 * MINUTE)
    SignIn.objects.update(seen_at=clock.now())
    away.tick()
    assert ringing() == []

    locks(his)
    away.tick()

    assert ringing() == []  # she waits for him since he locked, not longer


def test_after_two_minutes_others_are_called_once_until_he_is_back(hers: Aisha, his: SignIn, sam: StaffMember) -> None:
    locks(his)
    clock.move(1 * MINUTE)
    hers.says("are you there")
    clock.move(1.9 * MINUTE)
    away.tick()
    assert ringing() == []

    clock.move(0.2 * MINUTE)
    for _ in range(2):
        away.tick()

    [call] = ringing()
    assert (call.conversation_id, call.by) == (hers.conversation.pk, sam)
    pressed = ConversationEvent.objects.get(kind="called_for_help")
    assert (pressed.by, pressed.to_value) == (None, "locked")
    SignIn.objects.update(locked_at=None, seen_at=clock.now())
    away.tick()
    assert ringing() == []


def test_h11_whoever_comes_gets_time_to_take_over_before_it_rings_again(hers: Aisha, his: SignIn) -> None:
    grace = counsellor("Grace")
    locks(his)
    hers.says("are you there")
    clock.move(2.1 * MINUTE)
    away.tick()
    [call] = ringing()
    HelpCall.objects.filter(pk=call.pk).update(answered_by=grace, answered_at=clock.now())

    away.tick()
    assert ringing() == []

    clock.move(2.1 * MINUTE)
    away.tick()
    [again] = ringing()  # nobody took over, and she still waits
    assert again.pk != call.pk


def test_another_browser_of_his_that_is_open_is_enough(hers: Aisha, his: SignIn, sam: StaffMember) -> None:
    SignIn.objects.create(staff=sam, session_key=signs_in(sam).session_key, how="password")
    locks(his)
    hers.says("are you there")
    clock.move(6 * MINUTE)
    SignIn.objects.exclude(pk=his.pk).update(seen_at=clock.now())

    away.tick()

    assert ringing() == []
    assert away.kept() == []


def test_a_call_that_he_pressed_for_himself_does_not_end_when_he_comes_back(hers: Aisha, sam: StaffMember) -> None:
    call_help(sam, hers.conversation.pk)

    away.tick()

    assert len(ringing()) == 1


def test_after_five_minutes_the_chat_is_kept_no_longer_and_goes_to_the_top(
    hers: Aisha, his: SignIn, sam: StaffMember
) -> None:
    locks(his)
    hers.says("are you there")
    clock.move(4.9 * MINUTE)
    _renew(sam, True)
    left = lease_of(hers)
    assert left > clock.now()

    clock.move(0.2 * MINUTE)
    _renew(sam, True)
    assert lease_of(hers) == left
    clock.move(2 * MINUTE)
    queue.return_lost_leases()
    away.tick()

    back = Conversation.objects.get(pk=hers.conversation.pk)
    assert (back.state, back.owner) == ("waiting", None)
    assert back.cut_off_at is not None
    assert ringing() == []


def test_a_quiet_chat_is_kept_as_long_as_he_is_signed_in(hers: Aisha, his: SignIn, sam: StaffMember) -> None:
    locks(his)
    clock.move(60 * MINUTE)

    _renew(sam, True)

    assert lease_of(hers) > clock.now()


def test_when_twelve_hours_are_over_a_lead_is_called_at_once_and_nothing_is_cut_off(
    hers: Aisha, his: SignIn, sam: StaffMember
) -> None:
    SignIn.objects.update(began_at=clock.now() - timedelta(hours=12))

    away.tick()
    _renew(sam, True)

    assert [call.conversation_id for call in ringing()] == [hers.conversation.pk]
    assert lease_of(hers) > clock.now()
    SignIn.objects.update(renewed_at=clock.now(), seen_at=clock.now())
    away.tick()
    assert ringing() == []
