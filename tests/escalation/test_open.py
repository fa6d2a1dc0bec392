"""Danger becomes one managed escalation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from chat.conversations import leave
from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from escalation.clocks import tick
from escalation.decide import acknowledge, decide
from escalation.models import Escalation, EscalationEvent, Page
from escalation.open import open_by_hand, open_escalation, open_for_leaving
from escalation.tasks import left_in_danger
from escalation.tasks import open_escalation as open_escalation_task
from moderation.models import Flag
from rota.models import StaffMember
from tests.escalation.conftest import TABLETS
from tests.escalation.words import reasons
from tests.people import YoungWriter, flagged

MINUTE = timedelta(minutes=1)


def kinds(escalation: Escalation) -> list[str]:
    return list(escalation.history.order_by("pk").values_list("kind", flat=True))


def test_a_flag_opens_an_escalation_with_its_clocks_and_calls_the_lead(aisha: YoungWriter, lena: StaffMember) -> None:
    flag = flagged(aisha.says(TABLETS))
    clock.move(timedelta(seconds=20))  # the job came late

    escalation = open_escalation(flag)

    assert (escalation.state, escalation.urgency, escalation.headline) == ("opened", "now", "medicine taken")
    assert escalation.acknowledge_due_at == flag.raised_at + 5 * MINUTE
    assert escalation.decide_due_at == flag.raised_at + 15 * MINUTE
    assert kinds(escalation) == ["opened", "paged"]
    assert Page.objects.get().staff == lena
    flag.refresh_from_db()
    assert flag.acknowledge_due_at is None


def test_the_same_flag_twice_is_one_escalation(aisha: YoungWriter, lena: StaffMember) -> None:
    flag = flagged(aisha.says(TABLETS))

    open_escalation_task(flag.pk)
    open_escalation_task(flag.pk)

    escalation = Escalation.objects.get()
    assert kinds(escalation) == ["opened", "paged"]
    assert escalation.flag_links.count() == 1


def test_eight_flags_at_once_are_one_escalation(aisha: YoungWriter, lena: StaffMember) -> None:
    message = aisha.says(TABLETS)
    flags = [flagged(message, words=f"reason {n % 4}") for n in range(8)]

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(_in_a_thread(open_escalation), flags))

    assert len({escalation.pk for escalation in opened}) == 1
    escalation = Escalation.objects.get()
    assert escalation.flag_links.count() == 4
    assert kinds(escalation).count("opened") == 1
    assert kinds(escalation).count("joined") == 3


def test_h10_a_higher_flag_raises_it_and_tightens_its_clocks_and_a_lower_one_changes_nothing(
    aisha: YoungWriter, lena: StaffMember
) -> None:
    escalation = open_escalation(flagged(aisha.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    clock.move(10 * MINUTE)
    higher = flagged(aisha.says(TABLETS), words="medicine taken", urgency=Urgency.NOW)

    open_escalation(higher)
    escalation.refresh_from_db()
    raised = (escalation.urgency, escalation.headline, escalation.acknowledge_due_at, escalation.decide_due_at)
    open_escalation(flagged(aisha.says("i have a plan still"), words="plan", urgency=Urgency.VERY_SOON))

    escalation.refresh_from_db()
    assert raised == ("now", "medicine taken", higher.raised_at + 5 * MINUTE, higher.raised_at + 15 * MINUTE)
    assert (escalation.urgency, escalation.headline) == ("now", "medicine taken")
    assert (escalation.acknowledge_due_at, escalation.decide_due_at) == raised[2:]
    assert "urgency_raised" in kinds(escalation)
    # Raised: called again at once, and not for the lower one.
    assert Page.objects.count() == 2


def test_h10_a_flag_that_climbs_counts_from_when_it_climbed(aisha: YoungWriter, lena: StaffMember) -> None:
    escalation = open_escalation(
        flagged(aisha.says("i have a plan"), check_name="one", words="a plan", urgency=Urgency.VERY_SOON)
    )
    clock.move(20 * MINUTE)
    climbed_at = clock.now()
    flag = flagged(aisha.says(TABLETS), check_name="one", words="a plan", urgency=Urgency.NOW)

    open_escalation(flag)

    escalation.refresh_from_db()
    assert escalation.urgency == "now"
    assert abs(escalation.acknowledge_due_at - climbed_at - 5 * MINUTE) < timedelta(seconds=2)


def test_a_repeated_job_does_not_reopen_what_was_decided(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)
    flag = Flag.objects.get()

    assert open_escalation(flag) == escalation
    assert Escalation.objects.count() == 1


def test_new_danger_after_a_decision_is_a_new_escalation(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)

    again = open_escalation(flagged(aisha.says("i took more of them")))

    assert again.pk != escalation.pk
    assert again.state == "opened"


def test_a_flag_that_climbed_before_the_decision_is_not_lost_in_it(aisha: YoungWriter, lena: StaffMember) -> None:
    escalation = open_escalation(
        flagged(aisha.says("i have a plan"), check_name="one", words="a plan", urgency=Urgency.VERY_SOON)
    )
    acknowledge(escalation, acknowledged_by=lena)
    flag = flagged(aisha.says(TABLETS), check_name="one", words="a plan", urgency=Urgency.NOW)
    decide(escalation, **reasons(), decided_by=lena)  # before the job of the climb ran

    again = open_escalation(flag)

    assert again.pk != escalation.pk
    assert (again.state, again.urgency) == ("opened", "now")


def test_h12_a_flag_whose_job_was_lost_is_opened_by_the_clock(aisha: YoungWriter, lena: StaffMember) -> None:
    flagged(aisha.says(TABLETS))
    tick()
    assert not Escalation.objects.exists()  # the job has a moment

    clock.move(timedelta(seconds=4))
    tick()
    tick()

    escalation = Escalation.objects.get()
    assert kinds(escalation) == ["opened", "paged"]


def test_soon_opens_nothing(aisha: YoungWriter) -> None:
    flag = flagged(aisha.says("i feel low"), words="low", urgency=Urgency.SOON)
    clock.move(MINUTE)

    tick()

    assert not Escalation.objects.exists()
    with pytest.raises(ValueError):
        open_escalation(flag)


def test_sam_escalates_by_hand_and_the_conversation_rises(
    aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    conversation = aisha.is_taken_by(sam)

    escalation = open_by_hand(conversation, "very_soon", "She says she is not safe at home tonight.", sam)
    repeated = open_by_hand(conversation, "very_soon", "She says she is not safe at home tonight.", sam)

    assert repeated == escalation
    assert escalation.opened_by == sam
    opened = escalation.history.get(kind="opened")
    assert opened.why == "She says she is not safe at home tonight."
    assert escalation.history.filter(kind__in=["opened", "joined"]).count() == 1
    assert Conversation.objects.get().urgency == "very_soon"


def test_the_reason_of_a_person_is_sealed(aisha: YoungWriter, sam: StaffMember, lena: StaffMember) -> None:
    open_by_hand(aisha.conversation, "now", "canary words of sam", sam)

    with connection.cursor() as cursor:
        cursor.execute("SELECT why FROM escalation_escalationevent WHERE why IS NOT NULL")
        sealed = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT why FROM chat_conversationevent WHERE why IS NOT NULL")
        sealed += [bytes(row[0]) for row in cursor.fetchall()]
    assert len(sealed) == 2
    assert not any(b"canary" in stored for stored in sealed)


def test_escalating_by_hand_needs_how_soon_and_why(aisha: YoungWriter, sam: StaffMember) -> None:
    with pytest.raises(ValidationError) as refused:
        open_by_hand(aisha.conversation, "soon", "  ", sam)

    assert set(refused.value.message_dict) == {"urgency", "why"}
    assert not Escalation.objects.exists()


def test_leaving_in_danger_opens_one(aisha: YoungWriter, lena: StaffMember) -> None:
    Conversation.objects.update(urgency="very_soon")
    leave(aisha.conversation)

    left_in_danger(aisha.conversation.pk)
    left_in_danger(aisha.conversation.pk)

    escalation = Escalation.objects.get()
    assert (escalation.headline, escalation.urgency) == ("Left while in danger", "very_soon")
    assert kinds(escalation) == ["opened", "paged"]


def test_leaving_in_danger_tells_whoever_has_the_escalation(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    leave(aisha.conversation)

    assert open_for_leaving(aisha.conversation) == escalation

    assert escalation.history.get(kind="joined").detail == "Left while in danger"


def test_h12_a_leaving_whose_job_was_lost_is_found_by_the_clock(aisha: YoungWriter, lena: StaffMember) -> None:
    Conversation.objects.update(urgency="now")
    leave(aisha.conversation)
    clock.move(timedelta(seconds=4))

    tick()
    tick()

    assert Escalation.objects.get().headline == "Left while in danger"


def test_leaving_when_nobody_is_in_danger_opens_nothing(aisha: YoungWriter) -> None:
    leave(aisha.conversation)
    clock.move(MINUTE)
    tick()

    assert open_for_leaving(aisha.conversation) is None
    assert not Escalation.objects.exists()


def test_an_opening_that_is_rolled_back_pages_nobody(aisha: YoungWriter, lena: StaffMember) -> None:
    flag = flagged(aisha.says(TABLETS))

    with transaction.atomic():
        open_escalation(flag)
        transaction.set_rollback(True)

    assert not Page.objects.exists()
    assert not EscalationEvent.objects.exists()


def _in_a_thread(work: Callable[[Flag], Escalation]) -> Callable[[Flag], Escalation]:
    def worked(flag: Flag) -> Escalation:
        try:
            return work(flag)
        finally:
            connection.close()

    return worked
