"""Two hands on one post at once, on real connections; and any order of moves that anybody can think of."""

import threading
from itertools import pairwise
from uuid import uuid4

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from chat.forums import posts
from chat.models import Post, PostEvent, PostVersion
from config.tuning import change_setting
from rota.models import StaffMember
from tests.chat.people import at_once
from tests.forum.people import Writes, approve, moderator, newest, read, writes

State = Post.State


@pytest.fixture
def no_limit(database: str) -> None:
    change_setting("forum.posts_an_hour", 10_000, why="a test writes a lot", set_by=None)


@pytest.mark.usefixtures("no_limit")
def test_approving_while_the_author_edits_shows_only_what_was_judged(aisha: Writes, mina: StaffMember) -> None:
    """H20: two hundred times, both at the same moment."""
    post = aisha.begins(body="judged 0")
    wins = {"approved": 0, "edited": 0}
    for turn in range(200):
        judged = newest(post)
        ready = threading.Barrier(2)

        def approves(version: PostVersion = judged, ready: threading.Barrier = ready) -> str:
            ready.wait()
            try:
                posts.publish(version, approved_by=mina)
            except posts.Superseded:
                return "edited"
            return "approved"

        def edits(turn: int = turn, ready: threading.Barrier = ready) -> str:
            ready.wait()
            posts.edit_post(post, title="sleep", body=f"judged {turn + 1}", client_id=uuid4())
            return ""

        first, _ = at_once([approves, edits])
        wins[first] += 1

        now = Post.objects.select_related("published_version").get(pk=post.pk)
        assert now.state == State.HELD  # the edit came after, or took its place
        if first == "approved":
            assert now.published_version == judged
        else:
            assert now.published_version != judged
        assert now.newest_version == turn + 2

    print("\nApproving racing an edit, 200 times:", wins)
    public = PostVersion.objects.filter(post=post, approved_at__isnull=False)
    assert public.count() == wins["approved"]
    assert {event.version_id for event in PostEvent.objects.filter(post=post, kind="published")} == {
        version.pk for version in public
    }
    assert sum(wins.values()) == 200


@pytest.mark.usefixtures("no_limit")
def test_withdrawing_while_somebody_approves_leaves_nothing_up(aisha: Writes, mina: StaffMember) -> None:
    for _ in range(40):
        post = aisha.begins()
        judged = newest(post)

        def approves(version: PostVersion = judged) -> None:
            try:
                posts.publish(version, approved_by=mina)
            except posts.IllegalMove as lost:
                assert lost.kind == "withdrawn"

        at_once([approves, lambda post=post: posts.withdraw_post(post)])

        post = Post.objects.select_related("thread").get(pk=post.pk)
        assert (post.state, post.published_version_id, post.thread.newest_at) == (State.WITHDRAWN, None, None)


def test_of_two_moderators_one_wins_and_the_other_is_told(aisha: Writes, mina: StaffMember) -> None:
    noor = moderator("Noor")
    judged = newest(aisha.begins())

    def says(by: StaffMember) -> StaffMember | None:
        try:
            posts.publish(judged, approved_by=by)
        except posts.IllegalMove as lost:
            return lost.by
        return None

    told = at_once([lambda: says(mina), lambda: says(noor)])

    post = Post.objects.select_related("published_version__approved_by").get(pk=judged.post_id)
    assert post.published_version is not None
    assert sorted(told, key=bool) == [None, post.published_version.approved_by]


def test_pressing_eight_times_at_once_is_one_post(aisha: Writes) -> None:
    client_id = uuid4()

    given = at_once([lambda: aisha.begins(client_id=client_id)] * 8)

    assert len({post.pk for post in given}) == PostVersion.objects.count() == 1


def test_replies_that_come_up_at_once_give_the_thread_its_newest_moment(
    aisha: Writes, mina: StaffMember, no_limit: None
) -> None:
    thread = approve(aisha.begins(), mina).thread
    judged = [newest(aisha.replies(thread, f"reply {number}")) for number in range(6)]

    at_once([lambda version=version: posts.publish(version, approved_by=mina) for version in judged])

    thread.refresh_from_db()
    assert thread.newest_at == max(thread.posts.values_list("published_at", flat=True))


class LifeOfAPost(RuleBasedStateMachine):
    """Anything may be tried at any time. What is public was approved, and was the author's newest when it went up."""

    mina: StaffMember
    noor: StaffMember

    def __init__(self) -> None:
        super().__init__()
        self.author = writes()
        self.post = self.author.begins(body="words 0")
        self.written = 1
        self.public: int | None = None

    @property
    def now(self) -> Post:
        return Post.objects.select_related("author__key", "published_version", "thread").get(pk=self.post.pk)

    def tries(self, kind: str, move: object) -> bool:
        """Whether it happened. It must where the table says so, and must not where it does not."""
        was, events = self.now.state, self.post.history.count()
        try:
            move()  # type: ignore[operator]
        except posts.IllegalMove:
            assert was not in posts.MOVES[kind][0]
            assert (self.now.state, self.post.history.count()) == (was, events)
            return False
        return self.post.history.count() > events

    @rule()
    def the_author_edits(self) -> None:
        words = f"words {self.written}"
        if self.tries(
            "edited", lambda: posts.edit_post(self.now, title="sleep", body=words, client_id=uuid4())
        ):
            self.written += 1

    @precondition(lambda self: self.written > 3)
    @rule()
    def the_author_takes_it_back(self) -> None:
        posts.withdraw_post(self.now)
        self.public = None

    @rule(reading=st.sampled_from(["read", "failed", "pending"]))
    def the_assessment_reads(self, reading: str) -> None:
        version = posts.newest_wording(self.now)
        if version.approved_at is None:
            read(version, reading)

    @rule(which=st.integers(0, 9), by=st.sampled_from(["mina", "noor"]))
    def somebody_publishes(self, which: int, by: str) -> None:
        versions = list(self.post.versions.order_by("number"))
        version, newest_words = versions[which % len(versions)], posts.newest_wording(self.now)
        origin = version.taken_from or version
        try:
            if self.tries("published", lambda: posts.publish(version, approved_by=getattr(self, by))):
                assert origin == newest_words
                assert origin.reading == "read"
                self.public = version.pk
        except posts.Superseded:
            assert origin != newest_words
        except posts.NotRead:
            assert origin.reading != "read"

    @rule(kind=st.sampled_from(["taken", "let_go", "second_opinion", "returned", "withheld"]))
    def somebody_else_moves_it(self, kind: str) -> None:
        does = {
            "taken": posts.take_for_review,
            "let_go": posts.let_go,
            "second_opinion": posts.ask_second_opinion,
            "returned": posts.return_post,
            "withheld": posts.withhold,
        }[kind]
        version = posts.newest_wording(self.now)
        self.tries(kind, lambda: does(version, self.mina))

    @rule()
    def somebody_cuts_words_out(self) -> None:
        try:
            posts.cut_out(posts.newest_wording(self.now), spans=[(0, 1)], made_by=self.mina)
        except posts.NotRead:
            pass
        except posts.IllegalMove:
            assert self.now.state not in Post.TO_REVIEW

    @invariant()
    def what_is_public_was_approved(self) -> None:
        post = self.now
        assert post.published_version_id == self.public
        assert post.state != State.PUBLISHED or post.published_version_id is not None
        if post.published_version is not None:
            assert post.published_version.approved_by is not None
            assert post.published_version.reading in {"read", "not_needed"}

    @invariant()
    def its_history_tells_how_it_came_here(self) -> None:
        events = list(self.post.history.order_by("id"))
        assert events[0].from_state == ""
        assert all(after.from_state == before.to_state for before, after in pairwise(events))
        assert events[-1].to_state == self.now.state


@pytest.mark.usefixtures("no_limit")
def test_no_order_of_moves_shows_what_nobody_approved(mina: StaffMember) -> None:
    LifeOfAPost.mina, LifeOfAPost.noor = mina, moderator("Noor")
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        LifeOfAPost,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
