"""A lead is called until somebody acknowledges."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.urgency import Urgency
from config import clock
from escalation import page as paging
from escalation.decide import acknowledge, decide
from escalation.models import Escalation, EscalationEvent, Page
from escalation.open import open_escalation
from escalation.page import page_all_due, page_next
from rota.models import Role, Shift, StaffMember
from tests.escalation.words import reasons, shown_to
from tests.people import YoungWriter, flagged, make_aisha, on_shift, person

STEP = timedelta(seconds=120)
SECOND = timedelta(seconds=1)


@pytest.fixture
def rosa(database: str) -> StaffMember:
    """The shift lead."""
    rosa = person("Rosa", Role.SHIFT_LEAD)
    on_shift(rosa, Shift.Duty.SHIFT_LEAD)
    return rosa


def called() -> list[tuple[int, str]]:
    return list(Page.objects.order_by("step", "pk").values_list("step", "staff__name"))


def test_h12_each_step_of_the_chain_at_its_time_and_round_again(
    rosa: StaffMember, sam: StaffMember, escalation: Escalation
) -> None:
    assert called() == [(0, "Rosa")]

    for _minute in range(8):
        clock.move(STEP / 2)
        page_all_due()
        page_all_due()

    everybody = {"Rosa", "Sam", "Lena"}
    steps = called()
    assert [name for step, name in steps if step == 1] == ["Lena"]
    assert {name for step, name in steps if step == 2} == everybody
    assert [name for step, name in steps if step == 3] == ["Rosa"]
    assert [name for step, name in steps if step == 4] == ["Lena"]
    assert max(step for step, _name in steps) == 4
    assert EscalationEvent.objects.filter(kind="paged").count() == len(steps)


def test_very_soon_takes_its_steps_more_slowly(rosa: StaffMember, lena: StaffMember, aisha: YoungWriter) -> None:
    open_escalation(flagged(aisha.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON))

    clock.move(timedelta(seconds=599))
    assert page_all_due() == 0
    clock.move(2 * SECOND)
    assert page_all_due() == 1


def test_h12_only_an_acknowledgement_ends_the_chain(escalation: Escalation, lena: StaffMember) -> None:
    for _step in range(30):
        clock.move(STEP)
        assert page_all_due() == 1
    acknowledge(escalation, acknowledged_by=lena)
    before = Page.objects.count()

    # Its decision is long overdue, but the lead who has it now gets a step's time before anybody is called.
    clock.move(STEP - SECOND)
    assert page_all_due() == 0
    assert Page.objects.count() == before


def test_an_acknowledged_one_that_nobody_decides_pages_its_lead(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=marc)
    clock.move(timedelta(minutes=14))
    assert page_all_due() == 0

    clock.move(timedelta(minutes=1, seconds=1))

    assert page_all_due() == 1
    assert {page.staff for page in Page.objects.filter(duty="decision")} == {lena, marc}
    frame = shown_to(escalation.pk, marc)
    assert frame is not None
    assert frame["for_you"] is True
    decide(escalation, **reasons(), decided_by=marc)
    clock.move(timedelta(days=1))
    assert page_all_due() == 0
    assert shown_to(escalation.pk, marc) is None


def test_h13_with_nobody_on_call_every_lead_is_called(marc: StaffMember, aisha: YoungWriter) -> None:
    open_escalation(flagged(aisha.says("i took tablets")))

    assert called() == [(0, "Marc")]


def test_after_an_outage_it_goes_on_with_one_call_and_not_with_a_burst(escalation: Escalation) -> None:
    before = Page.objects.values("step").distinct().count()
    clock.move(timedelta(hours=1))

    for _second in range(5):
        page_all_due()
        clock.move(SECOND)

    assert Page.objects.values("step").distinct().count() == before + 1


def test_two_clocks_at_once_take_a_step_once(escalation: Escalation) -> None:
    clock.move(STEP)

    with ThreadPoolExecutor(6) as pool:
        paged = sum(pool.map(lambda _n: _page_in_a_thread(), range(12)))

    assert paged == 1
    assert Page.objects.filter(step=1).count() == Page.objects.filter(step=1).values("staff").distinct().count()


def test_a_step_that_dies_half_way_is_taken_again(escalation: Escalation, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.move(STEP)
    with monkeypatch.context() as broken:
        broken.setattr(paging, "note", _dies)
        assert page_all_due() == 0
    assert Page.objects.filter(step=1).count() == 0

    assert page_all_due() == 1

    assert Page.objects.filter(step=1).exists()


def test_one_that_fails_does_not_stop_the_others(
    escalation: Escalation, lena: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_escalation(flagged(make_aisha().says("i took tablets")))
    clock.move(STEP)
    whole = paging.page_next

    def breaks_for_the_first(one: Escalation) -> list[Page]:
        if one.pk == escalation.pk:
            raise RuntimeError
        return whole(one)

    monkeypatch.setattr(paging, "page_next", breaks_for_the_first)

    assert page_all_due() == 1
    assert Page.objects.filter(escalation=other, step=1).exists()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    urgency=st.sampled_from([Urgency.NOW, Urgency.VERY_SOON]),
    waits=st.lists(st.integers(min_value=0, max_value=900), min_size=1, max_size=12),
)
def test_h12_the_unacknowledged_always_has_a_next_call_in_reach(
    urgency: Urgency, waits: list[int], rosa: StaffMember, lena: StaffMember, sam: StaffMember
) -> None:
    escalation = open_escalation(flagged(make_aisha().says("words"), words="a plan", urgency=urgency))
    every = timedelta(seconds=120 if urgency == Urgency.NOW else 600)

    for wait in waits:
        clock.move(timedelta(seconds=wait))
        page_all_due()

        escalation.refresh_from_db()
        assert escalation.page_due_at is not None
        assert clock.now() < escalation.page_due_at <= clock.now() + every
        steps = list(Page.objects.filter(escalation=escalation).order_by("step").values_list("step", flat=True))
        assert sorted(set(steps)) == list(range(escalation.page_step))  # none skipped
    pages = list(Page.objects.filter(escalation=escalation).values_list("step", "staff"))
    assert len(pages) == len(set(pages))  # nobody twice in a step
    times = [
        Page.objects.filter(escalation=escalation, step=step).earliest("pk").at for step in range(escalation.page_step)
    ]
    assert all(later > earlier for earlier, later in pairwise(times))
    # Or every later example would page for this one too.
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)


def test_who_sees_a_page(
    rosa: StaffMember, escalation: Escalation, lena: StaffMember, marc: StaffMember, sam: StaffMember, olu: StaffMember
) -> None:
    page_next(escalation)  # the step of the first on call

    seen = {person.name: shown_to(escalation.pk, person) for person in (rosa, lena, marc, sam, olu)}

    assert seen["Sam"] is None
    assert seen["Olu"] is None
    assert seen["Lena"] == {
        "escalation": escalation.pk,
        "handle": escalation.conversation.handle,
        "urgency": "now",
        "url": f"/escalations/{escalation.pk}/",
        "words": "medicine taken",
        "for_you": True,
        "again": False,
    }
    assert seen["Rosa"] is not None
    assert seen["Marc"] is not None
    assert seen["Marc"]["for_you"] is False
    acknowledge(escalation, acknowledged_by=lena)
    assert shown_to(escalation.pk, marc) is None


def _dies(*_arguments: object, **_named: object) -> None:
    raise RuntimeError


def _page_in_a_thread() -> int:
    try:
        return page_all_due()
    finally:
        connection.close()
