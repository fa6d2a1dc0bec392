"""Who is on, who is paged, who may take the next young person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from config import clock
from config.tuning import change_setting
from rota.access import (
    cap_of,
    may_take_conversations,
    on_call_lead,
    on_duty,
    paging_chain,
    role_required,
    who_is_on,
)
from rota.models import Role, Shift, StaffMember
from rota.people import suspend
from tests.rota.conftest import on_shift, person


def chain() -> list[tuple[str, list[str]]]:
    return [(step.duty, [member.name for member in step.people]) for step in paging_chain()]


def test_a_shift_counts_from_its_first_moment_until_just_before_its_last(sam: StaffMember) -> None:
    shift = Shift.objects.get()

    assert on_duty(sam, at=shift.starts_at) == shift
    assert on_duty(sam, at=shift.ends_at - timedelta(microseconds=1)) == shift
    assert on_duty(sam, at=shift.ends_at) is None
    assert on_duty(sam, at=shift.starts_at - timedelta(microseconds=1)) is None


def test_somebody_is_on_the_duty_of_their_shift_and_no_other(sam: StaffMember) -> None:
    assert on_duty(sam) == on_duty(sam, Shift.Duty.COUNSELLOR, Shift.Duty.MODERATOR) == Shift.objects.get()
    assert on_duty(sam, Shift.Duty.ON_CALL_1) is None


def test_only_those_whose_shift_runs_are_on(
    sam: StaffMember, priya: StaffMember, lena: StaffMember, marc: StaffMember
) -> None:
    assert set(who_is_on()) == {sam, lena}
    assert who_is_on(Shift.Duty.COUNSELLOR) == [sam]


def test_a_suspended_person_is_not_on(sam: StaffMember, olu: StaffMember) -> None:
    suspend(sam, olu)

    assert on_duty(sam) is None
    assert who_is_on() == []
    assert not may_take_conversations(sam)


def test_a_counsellor_on_shift_takes_conversations_and_one_whose_shift_ended_does_not(
    sam: StaffMember, priya: StaffMember, lena: StaffMember, olu: StaffMember
) -> None:
    assert may_take_conversations(sam)
    assert not any(may_take_conversations(other) for other in (priya, lena, olu))


def test_a_shift_is_not_enough_once_the_role_has_ended(sam: StaffMember) -> None:
    sam.role_grants.update(ended_at=clock.now())

    assert not may_take_conversations(sam)


def test_nobody_takes_conversations_after_the_end_of_their_shift(sam: StaffMember) -> None:
    clock.move(timedelta(hours=8))

    assert not may_take_conversations(sam)


def test_the_lead_on_call_is_the_first_one_else_the_second(lena: StaffMember, marc: StaffMember) -> None:
    on_shift(marc, Shift.Duty.ON_CALL_2, ends=20)

    assert on_call_lead() == lena
    clock.move(timedelta(hours=8))
    assert on_call_lead() == marc
    clock.move(timedelta(hours=20))
    assert on_call_lead() is None


def test_pages_go_up_the_chain_and_leave_out_what_nobody_holds(sam: StaffMember, lena: StaffMember) -> None:
    assert chain() == [("on_call_1", ["Lena"]), ("everybody", ["Sam", "Lena"])]

    grace = person("Grace", Role.SHIFT_LEAD)
    on_shift(grace, Shift.Duty.SHIFT_LEAD, begins=-0.5)
    maya = person("Maya", Role.MANAGER)
    on_shift(maya, Shift.Duty.MANAGER, begins=-0.25)

    assert chain() == [
        ("shift_lead", ["Grace"]),
        ("on_call_1", ["Lena"]),
        ("manager", ["Maya"]),
        ("everybody", ["Sam", "Lena", "Grace", "Maya"]),
    ]


def test_a_gap_on_call_pages_every_lead_before_it_pages_everybody(sam: StaffMember, marc: StaffMember) -> None:
    assert chain() == [("safeguarding_lead", ["Marc"]), ("everybody", ["Sam"])]


def test_a_page_finds_somebody_as_long_as_anybody_works_here(marc: StaffMember, olu: StaffMember) -> None:
    maya = person("Maya", Role.MANAGER)

    assert chain() == [("safeguarding_lead", ["Marc"])]
    suspend(marc, None)
    assert chain() == [("manager", ["Maya"])]
    suspend(maya, None)
    assert chain() == [("everybody", ["Olu"])]
    suspend(olu, None)
    assert chain() == []


def test_the_cap_follows_the_level_and_never_exceeds_the_hard_one(sam: StaffMember, priya: StaffMember) -> None:
    assert (cap_of(priya), cap_of(sam)) == (2, 3)

    change_setting("queue.caps", {"new": 1, "trained": 2, "senior": 9, "hard": 4}, why="test", set_by=None)

    assert cap_of(sam) == 4


def test_a_view_opens_for_its_role_and_for_nobody_else(lena: StaffMember, sam: StaffMember) -> None:
    view = role_required(Role.SAFEGUARDING_LEAD)(lambda request: HttpResponse("open"))
    request = RequestFactory().get("/escalations/")

    request.user = lena
    assert view(request).status_code == 200
    request.user = sam
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = AnonymousUser()
    assert view(request).status_code == 302
