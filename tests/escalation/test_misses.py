"""How much the checks miss: the interval holds as often as it says, and the page says no more than may be said."""

import random
from datetime import timedelta
from math import comb

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config import clock
from config.tuning import change_setting
from escalation.misses.figures import Drawn
from escalation.misses.intervals import SURE, Part, exact, recall, share, worth
from escalation.misses.page import _cells, _table, context
from moderation.blind.draw import draw
from moderation.blind.weeks import last_ended
from moderation.models import BlindReading
from rota.models import Role, StaffMember
from tests.access.looking import signed_in
from tests.escalation.blind import judged_as, last_week, many, over, words_of
from tests.people import make_aisha, make_sam, person

SIZES = st.integers(1, 200)


@pytest.fixture
def maya(database: str) -> StaffMember:
    return person("Maya", Role.MANAGER)


@pytest.fixture
def mina(database: str) -> StaffMember:
    return person("Mina", Role.MODERATOR)


# The interval of a share


def test_none_of_sixty_is_up_to_six_in_a_hundred_and_all_of_twelve_is_not_certain():
    none, every = exact(0, 60), exact(12, 12)

    assert (none.low, none.middle) == (0, 0)
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 60))
    assert (every.high, every.middle) == (1, 1)
    assert every.low == pytest.approx(0.025 ** (1 / 12))
    assert (exact(0, 0).low, exact(0, 0).high, exact(0, 0).middle) == (0, 1, None)


def test_it_is_the_interval_of_the_tables():
    """Clopper and Pearson's own, to three places."""
    for found, of, low, high in ((1, 10, 0.0025, 0.4450), (5, 50, 0.0333, 0.2181), (30, 720, 0.0283, 0.0589)):
        assert exact(found, of).low == pytest.approx(low, abs=5e-5)
        assert exact(found, of).high == pytest.approx(high, abs=5e-5)


@settings(max_examples=60, deadline=None)
@given(of=st.integers(1, 80), share_of_all=st.floats(0.001, 0.999))
def test_it_holds_in_at_least_so_many_of_all_draws_whatever_the_truth(of: int, share_of_all: float):
    """Not by drawing: every count that can come is weighed by its chance."""
    held = sum(
        comb(of, found) * share_of_all**found * (1 - share_of_all) ** (of - found)
        for found in range(of + 1)
        if exact(found, of).low <= share_of_all <= exact(found, of).high
    )

    assert held >= SURE - 1e-9


@settings(max_examples=80, deadline=None)
@given(of=SIZES, data=st.data())
def test_more_found_is_higher_and_more_judged_is_narrower(of: int, data: st.DataObject):
    found = data.draw(st.integers(0, of - 1))
    fewer, more, longer = exact(found, of), exact(found + 1, of), exact(2 * found, 2 * of)

    assert fewer.low < more.low
    assert fewer.high < more.high or more.high == 1
    assert fewer.low <= found / of <= fewer.high
    assert longer.high - longer.low <= fewer.high - fewer.low


# Weeks together, and what share of everything was noticed


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.tuples(st.integers(1, 9000), st.integers(1, 60)), min_size=1, max_size=12))
def test_weeks_that_differ_are_worth_less_than_a_simple_draw_and_never_more(parts: list[tuple[int, int]]):
    together = [Part(size, min(size, judged), 0) for size, judged in parts]

    assert worth(together) <= sum(part.judged for part in together) + 1e-6
    assert worth(together[:1]) == pytest.approx(together[0].judged)


def test_a_week_in_which_more_was_written_counts_for_more():
    quiet, busy = Part(100, 50, 10), Part(900, 50, 0)

    assert share([quiet, busy]).middle == pytest.approx(0.02)
    assert share([quiet, busy]).high > 0.02


def test_of_everything_risky_the_checks_noticed_so_much():
    found = recall([Part(6000, 600, 6)], [Part(500, 120, 96)])

    assert found.middle == pytest.approx(400 / (400 + 60))
    assert found.low < found.middle < found.high


def test_where_nothing_was_missed_it_does_not_say_that_all_was_noticed():
    found = recall([Part(6000, 60, 0)], [Part(200, 12, 10)])

    assert found.middle == 1
    assert found.low < 0.5
    assert found.high == 1


def test_where_nothing_risky_was_found_at_all_nothing_can_be_said():
    found = recall([Part(600, 60, 0)], [Part(20, 12, 0)])

    assert (found.low, found.middle, found.high) == (0, None, 1)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), unflagged=st.integers(60, 9000), flagged=st.integers(12, 900))
def test_another_miss_never_makes_it_look_better(data: st.DataObject, unflagged: int, flagged: int):
    missed, right = data.draw(st.integers(0, 59)), data.draw(st.integers(0, 12))
    assume(missed or right)
    before = recall([Part(unflagged, 60, missed)], [Part(flagged, 12, right)])
    after = recall([Part(unflagged, 60, missed + 1)], [Part(flagged, 12, right)])

    assert after.low <= before.low
    assert after.high <= before.high
    assert after.middle is None or before.middle is None or after.middle <= before.middle


@pytest.mark.parametrize(
    ("rate", "right"), [(0.0005, 0.7), (0.01, 0.6), (0.03, 0.9), (0.1, 0.3)], ids=["rare", "some", "more", "many"]
)
def test_over_twelve_uneven_weeks_both_intervals_hold_as_often_as_they_say(rate: float, right: float):
    """1,000 quarters by chance, with a seed: 95 in 100 less what chance alone may take away in 1,000."""
    dice = random.Random(8)
    sizes = [(dice.randrange(300, 3000), dice.randrange(20, 300)) for _week in range(12)]
    all_unflagged, all_flagged = (sum(size[kind] for size in sizes) for kind in (0, 1))
    noticed = all_flagged * right / (all_flagged * right + all_unflagged * rate)
    held_rate = held_recall = 0
    for _quarter in range(1000):
        unflagged = [Part(size, 60, _found(dice, 60, rate)) for size, _flagged in sizes]
        flagged = [Part(size, 12, _found(dice, 12, right)) for _unflagged, size in sizes]
        missed, found = share(unflagged), recall(unflagged, flagged)
        held_rate += missed.low <= rate <= missed.high
        held_recall += found.low <= noticed <= found.high

    assert held_rate >= 936
    assert held_recall >= 936


def _found(dice: random.Random, of: int, chance: float) -> int:
    return sum(dice.random() < chance for _one in range(of))


# The page


def a_week(mina: StaffMember, missed: int, fine: int, right: int, false: int, left: int = 0) -> None:
    """A chat of the week that ended last, with so many of each judged, and so many of each kind not judged."""
    change_setting("blind.unflagged_a_week", 500, why="a story", set_by=mina)
    change_setting("blind.flagged_a_week", 500, why="a story", set_by=mina)
    young = make_aisha()
    many(young, missed + fine + left)
    many(young, right + false + left, "soon")
    over(young.conversation)
    draw(last_week())
    for was_flagged, risky, harmless in ((False, missed, fine), (True, right, false)):
        readings = list(BlindReading.objects.filter(judged_at=None, was_flagged=was_flagged))
        for number, reading in enumerate(readings[: risky + harmless]):
            judged_as("soon" if number < risky else "nothing", reading, mina)


def shown(context: dict) -> list[str]:
    ((_week, cells),) = context["rows"]
    return [cell.words for cell in cells]


def test_a_manager_reads_how_much_was_missed(maya, mina):
    a_week(mina, missed=5, fine=15, right=6, false=6)

    page = words_of(signed_in(maya).get("/misses/"))

    assert "32 messages were drawn; judged: 32." in page
    assert "5 that the checks had passed over should have been looked at soon." in page
    assert "somebody should have looked soon at: about 25.0 (between 8.7 and 49.1)." in page
    assert "the checks noticed: about 54.5 (between" in page
    assert "Of 12 that the checks had flagged, 6 did not need anybody soon." in page
    assert "Mina" not in page


def test_where_none_that_was_flagged_was_judged_nothing_is_said_of_them(maya, mina):
    a_week(mina, missed=5, fine=15, right=0, false=0)

    page = words_of(signed_in(maya).get("/misses/"))

    assert "20 messages were drawn; judged: 20." in page
    assert "did not need anybody soon" not in page


def test_one_to_four_are_hidden_and_no_estimate_gives_them_away(maya, mina):
    a_week(mina, missed=2, fine=18, right=6, false=6)

    two = shown(context())

    assert two[2] == "hidden"
    assert two[3].startswith("between ")
    assert "about" not in two[3] + two[4]
    page = words_of(signed_in(maya).get("/misses/"))
    assert "how many is hidden" in page


def test_what_is_hidden_reads_the_same_for_every_count_that_is_hidden_like_it(database):
    seen = set()
    for missed in (1, 2, 3, 4):
        one = Drawn(last_ended(), 60, 12, Part(4000, 60, missed), Part(200, 12, 6))
        seen.add(tuple(cell.words for cell in _cells(one, _table([one]))))

    assert len(seen) == 1


def test_no_miss_at_all_is_said_with_how_sure_that_is(maya, mina):
    a_week(mina, missed=0, fine=30, right=5, false=5)

    page = words_of(signed_in(maya).get("/misses/"))

    assert "Nobody found one that the checks had passed over" in page
    assert "about 0.0 (between 0.0 and 11.6)" in page


def test_of_a_week_of_which_fewer_than_half_was_judged_nothing_is_said(maya, mina):
    a_week(mina, missed=5, fine=5, right=6, false=6, left=14)

    cells = shown(context())
    page = words_of(signed_in(maya).get("/misses/"))

    assert cells[3] == cells[4] == "too few to say"
    assert "Too few were judged to say anything." in page


def test_nothing_drawn_is_said_and_is_no_zero(maya):
    page = words_of(signed_in(maya).get("/misses/"))

    assert "Nothing was drawn of these weeks" in page
    assert "0" not in [cell.words for _week, cells in context()["rows"] for cell in cells]


def test_a_draw_that_did_not_run_is_said(maya, mina):
    a_week(mina, missed=0, fine=5, right=5, false=0)
    clock.move(last_ended().next.next.begins - clock.now())

    assert "Nothing was drawn of the week that ended last" not in words_of(signed_in(maya).get("/misses/"))
    clock.move(timedelta(hours=5))
    assert "Nothing was drawn of the week that ended last" in words_of(signed_in(maya).get("/misses/"))


def test_leads_and_managers_see_the_page_and_nobody_else(maya, mina, lena, olu):
    assert signed_in(maya).get("/misses/").status_code == 200
    assert signed_in(lena).get("/misses/").status_code == 200
    for staff in (mina, olu, make_sam()):
        assert signed_in(staff).get("/misses/").status_code == 403
