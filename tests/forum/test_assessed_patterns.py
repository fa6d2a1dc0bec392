"""What no single post shows: read one after the other, as they come."""

from datetime import timedelta

import pytest

from chat.models import Post, Thread
from chat.urgency import Urgency
from config import clock
from moderation.assess import assess_pending
from moderation.models import Assessment, Flag, Review
from rota.models import StaffMember
from tests.forum.people import Writes, approve, writes

ASKS = "add me on snap and we can talk there"
HOSTILE = "shut up you are ugly and everybody hates you"
ASKS_SEVERAL, MANY_HOSTILE = "pattern/asks_several", "pattern/many_hostile"


def thread_of(opener: Writes, by: StaffMember) -> Thread:
    post = opener.begins()
    assess_pending()
    return approve(post, by).thread


def replied(who: Writes, thread: Thread, body: str) -> Post:
    post = who.replies(thread, body)
    assess_pending()
    return post


def found(name: str) -> list[tuple[str, str]]:
    return list(Flag.objects.filter(check_name=name).values_list("category", "urgency"))


@pytest.fixture
def threads(aisha: Writes, mina: StaffMember) -> list[Thread]:
    return [thread_of(aisha, mina) for _ in range(3)]


def test_h21_asking_away_in_one_thread_is_conduct_and_in_three_it_is_danger(threads: list[Thread], tom: Writes) -> None:
    for thread in threads[:2]:
        replied(tom, thread, ASKS)
        replied(tom, thread, f"{ASKS} please")
    assert found(ASKS_SEVERAL) == []

    last = replied(tom, threads[2], f"hey {ASKS}")

    assert found(ASKS_SEVERAL) == [("sexual_exploitation", Urgency.VERY_SOON)]
    assert Flag.objects.get(check_name=ASKS_SEVERAL).post_id == last.pk
    assert Review.objects.get(version__post=last).lane == Review.Lane.CARE
    assert "sexual_exploitation" in Assessment.objects.get(post_version__post=last).categories


def test_three_people_who_ask_once_each_are_no_pattern(threads: list[Thread]) -> None:
    for thread in threads:
        replied(writes(), thread, ASKS)

    assert found(ASKS_SEVERAL) == []


def test_what_was_asked_weeks_ago_does_not_count(threads: list[Thread], tom: Writes) -> None:
    replied(tom, threads[0], ASKS)
    replied(tom, threads[1], ASKS)
    clock.move(timedelta(days=8))

    replied(tom, threads[2], ASKS)

    assert found(ASKS_SEVERAL) == []


def test_three_who_are_hostile_in_one_thread_are_flagged_as_bullying(threads: list[Thread]) -> None:
    one, two, three = (writes() for _ in range(3))
    for who in (one, two, one):
        replied(who, threads[0], HOSTILE)
    replied(three, threads[1], HOSTILE)
    assert found(MANY_HOSTILE) == []

    replied(three, threads[0], HOSTILE)

    assert found(MANY_HOSTILE) == [("bullying", Urgency.SOON)]
