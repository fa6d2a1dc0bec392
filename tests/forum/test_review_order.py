"""The most urgent post is read first, and one post never has two readers."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.forums import posts
from chat.models import Post
from chat.urgency import Urgency
from config import clock
from moderation.models import Review, ReviewDecision
from moderation.review import commands as reviewing
from moderation.review.notices import BY_SLUG
from moderation.review.queue import counts_for
from rota.models import StaffMember
from tests.forum.people import Writes, moderator, writes
from tests.forum.review import opened, waits

LANES = [Review.Lane.CARE, Review.Lane.CONDUCT]
WAITING = st.lists(
    st.tuples(st.sampled_from(LANES), st.sampled_from(Urgency.values), st.integers(0, 3), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


def answer(slug: str = "publish", **more: object) -> reviewing.Answer:
    return reviewing.Answer(choice=BY_SLUG[slug], words=str(BY_SLUG[slug].words), **more)  # type: ignore[arg-type]


def forget_reviews() -> None:
    Review.objects.filter(state__in=Review.OPEN).update(state=Review.State.SUPERSEDED, done_at=clock.now())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waiting=WAITING)
def test_whatever_waits_comes_in_the_order_of_urgency_then_due_then_oldest(
    database: str, mina: StaffMember, waiting: list[tuple[str, str, int, int]]
) -> None:
    forget_reviews()
    now = clock.now()
    made: list[Review] = []
    for lane, urgency, due, since in waiting:
        made.append(
            waits(
                writes().begins(),
                lane=lane,
                urgency=urgency,
                look_due_at=now + timedelta(minutes=due),
                waiting_since=now - timedelta(minutes=since),
            )
        )
    expected = sorted(made, key=lambda one: (-Urgency(one.urgency).rank, one.look_due_at, one.waiting_since, one.pk))
    assert counts_for(mina).waiting == len(made)

    for lane in LANES:
        for wanted in [one for one in expected if one.lane == lane]:
            taken = reviewing.take_next(mina, lane)
            assert taken.pk == wanted.pk
            assert Review.objects.filter(taken_by=mina, state=Review.State.TAKEN).count() == 1
            reviewing.decide(opened(taken, mina), answer(), decided_by=mina)
        with pytest.raises(reviewing.NothingWaits):
            reviewing.take_next(mina, lane)


def test_two_moderators_at_once_get_two_posts(aisha: Writes, tom: Writes, mina: StaffMember) -> None:
    kofi = moderator("Kofi")
    waits(aisha.begins())
    waits(tom.begins())

    together([lambda: reviewing.take_next(mina, "care"), lambda: reviewing.take_next(kofi, "care")])

    taken = Review.objects.filter(state=Review.State.TAKEN)
    assert {one.taken_by_id for one in taken} == {mina.pk, kofi.pk}


def test_two_moderators_at_once_never_get_the_same_post(aisha: Writes, mina: StaffMember) -> None:
    kofi = moderator("Kofi")
    waits(aisha.begins())

    outcomes = together([lambda: reviewing.take_next(mina, "care"), lambda: reviewing.take_next(kofi, "care")])

    assert sorted(type(one).__name__ for one in outcomes) == ["NothingWaits", "Review"]


def test_two_tabs_of_one_moderator_hold_one_post(aisha: Writes, tom: Writes, mina: StaffMember) -> None:
    waits(aisha.begins())
    waits(tom.begins())

    outcomes = together([lambda: reviewing.take_next(mina, "care")] * 2)

    assert sorted(type(one).__name__ for one in outcomes) == ["HoldsOne", "Review"]


@pytest.mark.parametrize("turn", range(6))
def test_an_edit_and_an_approval_at_once_never_show_words_that_nobody_read(
    aisha: Writes, mina: StaffMember, turn: int
) -> None:
    post = aisha.begins("sleep", "the words that were read")
    review = waits(post)
    opened(reviewing.take_next(mina, "care"), mina)

    together(
        [
            lambda: reviewing.decide(review, answer(), decided_by=mina),
            lambda: posts.edit_post(post, title="sleep", body="words nobody has read", client_id=uuid4()),
        ]
    )

    post.refresh_from_db()
    if post.published_version is not None:
        assert post.published_version.body == "the words that were read"
        assert ReviewDecision.objects.count() == 1
    else:
        assert not ReviewDecision.objects.exists()
    assert posts.newest_wording(post).body == "words nobody has read"
    assert post.state == Post.State.HELD


def test_the_clock_and_a_decision_at_once_end_in_one_of_the_two(aisha: Writes, mina: StaffMember) -> None:
    review = waits(aisha.begins())
    opened(reviewing.take_next(mina, "care"), mina)
    Review.objects.update(taken_until=clock.now() + timedelta(milliseconds=5))

    together([lambda: reviewing.decide(review, answer(), decided_by=mina), reviewing.let_go_of_lapsed])

    review.refresh_from_db()
    up = Post.objects.get().published_version_id is not None
    assert (review.state == Review.State.DONE) is up


def together(works: list[Callable[[], object]]) -> list[object]:
    """All at once, each on a connection of its own; gives what each gave or raised."""
    barrier, outcomes = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait(5)
            outcomes.append(work())
        except Exception as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes
