"""H22, races: whoever stores, escalates, holds or flags is wholly before an erasure, or wholly after it."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.access import speaker_of
from chat.conversations import come_back
from chat.journal import Stored, Words, append_now
from chat.keeping.erase import MayNotErase, erase_conversation
from chat.keeping.holds import AlreadyErased, place_hold
from chat.models import Conversation, Erasure, Hold, Message
from chat.urgency import Urgency
from config.models import DataKey
from escalation.models import Escalation
from escalation.open import open_by_hand
from rota.models import StaffMember
from tests.chat.people import at_once, wait_until_waiting
from tests.keeping.people import body_of, is_over
from tests.people import YoungWriter, make_aisha


def test_h22_an_erasure_waits_for_a_hold_that_is_being_placed_and_then_sees_it(aisha, lena, superuser):
    conversation = is_over(aisha)

    with ThreadPoolExecutor(1) as beside, transaction.atomic():
        place_hold(aisha.young_person, why=Hold.Why.POLICE, placed_by=lena)
        erased = beside.submit(tried, conversation)
        wait_until_waiting(superuser, 1)
    assert erased.result() == ["held"]


def test_h22_an_erasure_waits_for_an_escalation_that_is_being_opened_and_then_sees_it(aisha, lena, superuser):
    aisha.says("something worries us")
    conversation = is_over(aisha)

    with ThreadPoolExecutor(1) as beside, transaction.atomic():
        open_by_hand(conversation, Urgency.NOW, "she is not well", lena)
        erased = beside.submit(tried, conversation)
        wait_until_waiting(superuser, 1)
    assert erased.result() == ["open_escalation"]


RIVALS = ("hold", "escalate", "write")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rivals=st.lists(st.sampled_from(RIVALS), min_size=1, max_size=3, unique=True), erasers=st.integers(1, 2))
def test_h22_whoever_is_first_nothing_is_half_erased_and_no_stored_word_is_lost(database, lena, rivals, erasers):
    aisha = make_aisha()
    first = aisha.says("before")
    conversation = is_over(aisha)
    words = words_of(aisha)

    def rival(name: str) -> object:
        try:
            if name == "hold":
                return place_hold(conversation, why=Hold.Why.POLICE, placed_by=lena)
            if name == "escalate":
                return open_by_hand(conversation, Urgency.NOW, f"worried {uuid4()}", lena)
            come_back(conversation)
            return append_now(words)
        except AlreadyErased as gone:
            return gone

    told = at_once(
        [*(lambda name=name: rival(name) for name in rivals), *[lambda: tried(conversation)] * erasers]  # type: ignore[misc]
    )

    now = Conversation.objects.get(pk=conversation.pk)
    done = Erasure.objects.filter(conversation=conversation, state=Erasure.State.DONE).count()
    stored = [answer for answer in told if isinstance(answer, Stored)]
    if now.key is None:
        assert done == 1
        assert not stored
        assert now.is_over
        assert not Hold.objects.filter(conversation=conversation).exists()
        assert not Escalation.objects.filter(conversation=conversation, quotes__isnull=False).exists()
    else:
        assert done == 0
        assert body_of(first) == "before"
        for answer in stored:
            assert body_of(Message.objects.get(pk=answer.message_id)) == "after"
    assert DataKey.objects.filter(pk=words.key_id).exists() == (now.key is not None)


def test_h22_a_page_that_held_the_key_stores_nothing_after_the_erasure(aisha, lena):
    words = words_of(aisha)
    conversation = is_over(aisha)
    erase_conversation(conversation, asked_by=lena)

    come_back(conversation)

    assert not isinstance(append_now(words), Stored)
    assert not Message.objects.filter(client_id=words.client_id).exists()


def words_of(young: YoungWriter) -> Words:
    key = young.conversation.sealing_key()
    return Words(young.conversation.pk, uuid4(), speaker_of(young.young_person), "after", key.pk, key.unwrapped())


def tried(conversation: Conversation, by: StaffMember | None = None) -> list[str]:
    """Why it was refused; nothing where it was done."""
    try:
        erase_conversation(conversation, asked_by=by)
    except MayNotErase as refused:
        return refused.erasure.stays
    finally:
        connection.close()
    return []
