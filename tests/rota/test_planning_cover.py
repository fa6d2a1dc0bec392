"""H13, H25: a plan with room for two in every hour, people asked to fill a gap, and what counts as work."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.urgency import Urgency
from config.tuning import change_setting, forget_settings
from escalation.models import Escalation
from escalation.open import open_by_hand
from rota.models import Away, PlaceOffer, Role, Shift, Slot
from rota.planning import asking, away, claims, needs, overrides, publish, rules, wall
from rota.shifts import put_on
from tests.people import make_aisha
from tests.rota.planned import DUTY, HOUR, cleared, from_now, place, rhys, two_on_call, worker


def draft(begins: object, ends: object, by: object, duty: str = DUTY.COUNSELLOR) -> Slot:
    return publish.add(duty, begins, ends, by)  # type: ignore[arg-type]


def codes(found: list[tuple[Slot, list[rules.Problem]]]) -> list[tuple[Slot, list[str]]]:
    return [(slot, [one.code for one in against]) for slot, against in found]


def test_h13_what_leaves_an_hour_planned_with_one_person_is_not_published(database: str) -> None:
    """Four weeks ahead nobody is on yet: what is asked of the plan is room for two."""
    at, rota = from_now(), rhys()
    alone = draft(at(300), at(304), rota)
    first, second = draft(at(400), at(404), rota), draft(at(398), at(406), rota)

    done, blocked = publish.publish([alone, first, second], rota)

    # The second stands alone at both its ends, and the first would be left alone without it.
    assert done == []
    assert codes(blocked) == [(alone, ["reachable"]), (second, ["reachable"]), (first, ["reachable"])]
    assert "only 1 person would be planned" in blocked[0][1][0].words
    for ends in ((at(398), at(400)), (at(404), at(406))):
        draft(*ends, rota)
    drafts = Slot.objects.filter(published_at=None).exclude(pk=alone.pk)
    assert len(publish.publish(drafts, rota).slots) == 4
    assert publish.publish([draft(at(300), at(304), rota), alone], rota).blocked == []


def test_h13_a_lead_on_call_is_the_second_person_and_closed_hours_need_nobody(database: str) -> None:
    at, rota = from_now(), rhys()
    put_on(worker("Lena", Role.SAFEGUARDING_LEAD), DUTY.ON_CALL_1, at(299), at(305))

    assert publish.publish([draft(at(300), at(304), rota)], rota).blocked == []
    moderator = draft(at(400), at(404), rota, DUTY.MODERATOR)
    assert publish.publish([moderator], rota).slots == [moderator]
    change_setting("rota.staffing", [], why="closed", set_by=None)
    forget_settings()
    assert publish.publish([draft(at(500), at(504), rota)], rota).blocked == []


def test_h13_a_place_is_not_cancelled_where_that_leaves_an_hour_with_one(database: str) -> None:
    at, rota = from_now(), rhys()
    two = place(at(30)), place(at(30))
    later = place(at(24 * 9)), place(at(24 * 9))
    lonely = place(at(60))

    with pytest.raises(ValidationError) as refused:
        publish.cancel(two[0], rota)
    assert refused.value.error_list[0].code == "reachable"
    assert publish.cancel(later[0], rota).cancelled_at  # there is time to plan another
    assert publish.cancel(lonely, rota).cancelled_at  # there were never two
    place(at(30))
    assert publish.cancel(two[0], rota).cancelled_at


def test_h13_illness_is_never_refused_and_the_gap_is_told_instead(database: str) -> None:
    at, rota, nia = from_now(), rhys(), worker("Nia")
    shift = claims.assign(place(at(30)), nia, rota)

    with pytest.raises(ValidationError):
        claims.release(shift, rota, "tidying up")
    away.ask(nia, Away.Kind.SICK, at(20), at(50), nia)

    assert not Shift.objects.exists()
    assert [gap.slot for gap in needs.gaps(at(29), at(35)) if gap.slot] == list(publish.unfilled())


def test_a_time_with_too_few_is_opened_and_everybody_who_could_take_it_is_asked(database: str) -> None:
    at, rota = from_now(), rhys()
    begins = wall.half_hour_of(at(30))
    two_on_call(begins - HOUR, begins + 20 * HOUR)
    ama, vi = worker("Ama", level="senior"), worker("Vi", works_as="volunteer")
    off, busy = cleared(worker("Off"), days=-1), worker("Busy")
    put_on(busy, DUTY.COUNSELLOR, begins, begins + 6 * HOUR)

    slot, offers = asking.offer_a_time(needs.LEAST_PEOPLE, begins, begins + 6 * HOUR, rota)

    assert (slot.during.lower, slot.during.upper) == (begins, begins + 4 * HOUR)  # as long as one person may stay
    assert {one.staff for one in offers} == {ama, vi}
    assert off not in asking.who_could(slot)
    assert asking.offer_to_all(slot, rota) == []
    rest, _again = asking.offer_a_time(needs.LEAST_PEOPLE, begins, begins + 6 * HOUR, rota)
    assert (rest.during.lower, rest.during.upper) == (begins + 4 * HOUR, begins + 6 * HOUR)
    with pytest.raises(ValidationError):
        asking.offer_a_time(needs.LEAST_PEOPLE, begins, begins + 6 * HOUR, rota)
    with pytest.raises(PermissionDenied):
        asking.offer_to_all(slot, ama)


def test_whoever_was_asked_takes_it_or_cannot_and_nobody_else_is_left_waiting(database: str) -> None:
    at, rota, nia, vi = from_now(), rhys(), worker("Nia"), worker("Vi")
    slot = place(at(30))
    asking.offer_to_all(slot, rota)

    asking.decline(asking.open_for(nia).get())
    assert not asking.open_for(nia).exists()
    assert asking.open_for(vi).count() == 1
    claims.claim(slot, nia)  # a no binds nobody

    assert not asking.open_for(vi).exists()
    with pytest.raises(ValidationError) as refused:
        asking.offer(slot, [vi], rota)
    assert refused.value.messages == ["Nia has this shift."]
    assert PlaceOffer.objects.filter(declined_at__isnull=False).get().staff == nia


def called_out(lena: object, begins: object, ends: object) -> None:
    """Lena answered a page at one moment and decided at another."""
    opened = open_by_hand(make_aisha().conversation, Urgency.NOW, "I am worried", lena)  # type: ignore[arg-type]
    Escalation.objects.filter(pk=opened.pk).update(
        state="closed", lead=lena, acknowledged_at=begins, decided_at=ends, closed_at=ends, page_due_at=None
    )


def test_h25_being_called_out_is_work_and_being_on_call_is_not(database: str) -> None:
    at = from_now()
    lena = worker("Lena", Role.SAFEGUARDING_LEAD, Role.COUNSELLOR)
    put_on(lena, DUTY.ON_CALL_1, at(-12), at(0.2))
    asked = lambda begins, ends: {  # noqa: E731
        one.code for one in rules.problems(lena, DUTY.COUNSELLOR, at(begins), at(ends)) if one.blocks
    }
    assert asked(1, 10) == set()

    called_out(lena, at(-3), at(-2))

    assert asked(1, 10.5) == {"shift", "rest"}  # ten and a half hours of work, and no whole rest in between
    assert asked(1, 7) == set()
    assert asked(9.1, 18) == set()  # eleven hours after it


def test_h25_a_call_in_the_middle_of_a_shift_counts_once_and_ends_nothing(database: str) -> None:
    at = from_now()
    lena = worker("Lena", Role.SAFEGUARDING_LEAD, Role.COUNSELLOR)
    shift = put_on(lena, DUTY.COUNSELLOR, at(-8), at(2))
    called_out(lena, at(-4), at(-3))

    assert overrides.over_hours(lena) == []
    called_out(lena, at(-12), at(-10))
    assert {one.code for one in overrides.over_hours(lena)} == {"shift", "rest"}
    shift.refresh_from_db()
    assert shift.ends_at == at(2)
