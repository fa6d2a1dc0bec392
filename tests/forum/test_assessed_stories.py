"""What happens to a post once it is stored: read, marked, flagged, handed to a lead; or seen to be unread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections

from chat.forums import posts
from chat.models import Message, Notice, Post, PostMark, PostVersion
from config import clock
from escalation.clocks import tick
from escalation.models import Escalation, Page
from moderation import incidents
from moderation.assess import assess_failed_again, assess_pending
from moderation.checks import CHECKS, CheckUnavailable, Context, Finding
from moderation.flags import judge_post
from moderation.models import Assessment, Flag, Incident, Review
from moderation.post_context import context_of
from rota.models import StaffMember
from tests.escalation.words import shown_to
from tests.forum.people import Writes, approve
from tests.people import make_aisha as make_a_chat
from tests.people import make_lena

DANGER = "took some of my mums tablets about an hour ago"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lena(database: str) -> StaffMember:
    return make_lena()


def jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return int(cursor.fetchone()[0])


def version_of(post: Post) -> PostVersion:
    return posts.newest_wording(Post.objects.select_related("author__key").get(pk=post.pk))


def review_of(post: Post) -> Review:
    return Review.objects.get(version=version_of(post))


class Broken:
    """A check that cannot run, until it can."""

    name = "broken"

    def __init__(self) -> None:
        self.is_back = False

    def __call__(self, body: str, context: Context) -> list[Finding]:
        if not self.is_back:
            raise CheckUnavailable("broken")
        return []


def test_h08_a_risky_post_is_flagged_escalated_and_paged_like_any_words(aisha: Writes, lena: StaffMember) -> None:
    post = aisha.begins(title="tonight", body=f"i {DANGER}")

    assess_pending()

    [mark] = PostMark.objects.filter(words="medicine taken")
    body = version_of(post).body
    assert body[mark.start : mark.end] == "took some of my mums tablets"
    flag = Flag.objects.get(words="medicine taken")
    assert (flag.urgency, flag.post_id, flag.post_version_id) == ("now", post.pk, version_of(post).pk)
    assert (flag.conversation_id, flag.message_id) == (None, None)
    assert jobs("escalation.open_escalation") >= 1
    assert Assessment.objects.get(post_version=version_of(post)).urgency == "now"

    clock.move(timedelta(seconds=4))
    tick()  # what the job does, had it been lost

    escalation = Escalation.objects.get()
    assert (escalation.post_id, escalation.conversation_id, escalation.urgency) == (post.pk, None, "now")
    assert [page.staff for page in Page.objects.all()] == [lena]
    shown = shown_to(escalation.pk, lena)
    assert shown is not None
    assert (shown["handle"], shown["urgency"], shown["for_you"]) == (aisha.member.nickname, "now", True)
    flag.refresh_from_db()
    assert flag.acknowledge_due_at is None


def test_h08_a_risky_post_waits_with_care_blurred_and_its_author_is_offered_a_chat_at_once(aisha: Writes) -> None:
    post = aisha.begins(body=f"i {DANGER}")

    assess_pending()

    review = review_of(post)
    assert (review.lane, review.urgency, review.may_be_graphic, review.state) == ("care", "now", True, "waiting")
    assert review.look_due_at == version_of(post).written_at + 5 * MINUTE
    notice = Notice.objects.get()
    assert (notice.template, notice.offers_chat, notice.made_by) == ("post.offer", True, None)
    assert "tablets" not in notice.words
    assert "999" in notice.words
    assert Post.objects.get().published_version is None


def test_an_ordinary_post_waits_with_conduct_and_raises_nothing(aisha: Writes) -> None:
    post = aisha.begins(title="revision", body="does anyone else find maths really boring")

    assess_pending()

    review = review_of(post)
    assert (review.lane, review.urgency, review.may_be_graphic) == ("conduct", "routine", False)
    assert version_of(post).reading == PostVersion.Reading.READ
    assert not Flag.objects.exists()
    assert not Notice.objects.exists()


def test_h21_contact_details_are_underlined_for_conduct_and_no_alarm(aisha: Writes) -> None:
    post = aisha.begins(title="hi", body="bored lol. add me on snap its sunny_42")

    assess_pending()

    review = review_of(post)
    assert (review.lane, review.urgency) == ("conduct", "routine")
    marks = list(PostMark.objects.order_by("start"))
    assert {mark.category for mark in marks} == {"contact_details"}
    assert version_of(post).body[marks[0].start : marks[0].end].startswith("add me on snap")
    assert not Flag.objects.exists()


def test_h21_contact_swapped_in_secret_is_an_alarm(aisha: Writes) -> None:
    post = aisha.begins(title="hi", body="how old are you? add me on snap and dont tell anyone")

    assess_pending()

    assert review_of(post).lane == "care"
    assert "sexual_exploitation" in set(Flag.objects.values_list("category", flat=True))


def test_danger_in_a_title_counts_and_a_sentence_may_go_on_from_it(aisha: Writes, tom: Writes) -> None:
    alone = aisha.begins(title="i want to kill myself tonight", body="nobody knows")
    across = tom.begins(title="i really want to", body="kill myself tonight")

    assess_pending()

    for post in (alone, across):
        assert Flag.objects.filter(post=post, category="self_harm").exists()
    assert not PostMark.objects.filter(version__post=alone).exists()
    [mark] = PostMark.objects.filter(version__post=across)[:1]
    assert mark.start == 0


def test_a_post_is_read_after_its_thread_and_what_its_author_wrote_lately(
    aisha: Writes, tom: Writes, mina: StaffMember
) -> None:
    thread = approve(aisha.begins(title="school", body="one"), mina).thread
    approve(tom.replies(thread, "two"), mina)
    aisha.begins(title="else", body="three, not up")
    tom.replies(thread, "four, not up and not theirs")
    newest = aisha.replies(thread, "five")

    context = context_of(version_of(newest))

    assert [(turn.by, turn.body) for turn in context.earlier] == [
        ("young_person", "school\none"),
        ("peer", "two"),
        ("young_person", "else\nthree, not up"),
    ]


def test_h09_what_nothing_has_read_waits_nowhere_and_cannot_be_put_up(aisha: Writes, mina: StaffMember) -> None:
    post = aisha.begins()
    clock.move(timedelta(seconds=61))

    incidents.watch()
    incidents.watch()

    assert not Review.objects.exists()
    with pytest.raises(posts.NotRead):
        posts.publish(version_of(post), approved_by=mina)
    assert [incident.kind for incident in Incident.objects.filter(closed_at=None)] == ["posts_not_checked"]
    assert "forum posts are not being checked" in (incidents.words() or "")

    assess_pending()
    incidents.watch()

    assert incidents.words() is None
    assert posts.publish(version_of(post), approved_by=mina).state == Post.State.PUBLISHED


def test_h09_a_check_that_fails_keeps_a_post_back_until_it_is_read_again(aisha: Writes, mina: StaffMember) -> None:
    post, check = aisha.begins(body="does anyone else find maths boring"), Broken()
    assess_pending(checks=(check, *CHECKS))

    review = review_of(post)
    assert version_of(post).reading == PostVersion.Reading.FAILED
    assert (review.lane, review.urgency, review.may_be_graphic) == ("care", "not_checked", True)
    assert [flag.urgency for flag in Flag.objects.all()] == ["not_checked"]
    assert jobs("escalation.open_escalation") == 0
    with pytest.raises(posts.NotRead):
        posts.publish(version_of(post), approved_by=mina)

    assert assess_failed_again(checks=(check, *CHECKS)) == 0  # not before a minute has gone
    clock.move(MINUTE)
    assert assess_failed_again(checks=(check, *CHECKS)) == 1
    assert assess_failed_again(checks=(check, *CHECKS)) == 0
    assert version_of(post).reading == PostVersion.Reading.FAILED
    assert Flag.objects.get().times_raised == 1

    check.is_back = True
    clock.move(MINUTE)
    assess_failed_again(checks=(check, *CHECKS))

    assert version_of(post).reading == PostVersion.Reading.READ
    review.refresh_from_db()
    assert (review.urgency, review.lane) == ("routine", "care")
    assert posts.publish(version_of(post), approved_by=mina).state == Post.State.PUBLISHED


def test_h09_the_other_checks_still_speak(aisha: Writes) -> None:
    post, check = aisha.begins(body=f"i {DANGER}"), Broken()
    assess_pending(checks=(check, *CHECKS))

    assert review_of(post).urgency == "now"
    assert set(Flag.objects.values_list("urgency", flat=True)) >= {"now", "not_checked"}


def test_reading_again_does_not_raise_what_somebody_has_answered(aisha: Writes, mina: StaffMember) -> None:
    post, check = aisha.begins(body="i want to die sometimes"), Broken()
    assess_pending(checks=(check, *CHECKS))
    raised = Flag.objects.count()
    assert raised > 1
    judge_post(post, agrees=True, judged_by=mina)

    check.is_back = True
    clock.move(MINUTE)
    assess_failed_again(checks=(check, *CHECKS))

    assert Flag.objects.count() == raised
    assert not Flag.objects.filter(urgency="soon", state__in=Flag.OPEN).exists()


@pytest.mark.parametrize("urgency", ["no such urgency"])
def test_h09_a_check_that_answers_nonsense_keeps_the_post_back(aisha: Writes, urgency: str) -> None:
    def wrong(body: str, context: Context) -> list[Finding]:
        return [Finding("wrong", "self_harm", urgency, "words", 0, 1, None)]  # type: ignore[arg-type]

    wrong.name = "wrong"  # type: ignore[attr-defined]
    post = aisha.begins()

    assess_pending(checks=(wrong,))  # type: ignore[arg-type]

    assert version_of(post).reading == PostVersion.Reading.FAILED
    assert review_of(post).urgency == "not_checked"


def test_a_child_who_writes_to_us_never_waits_for_posts(aisha: Writes, database: str) -> None:
    chat, read = make_a_chat(), []
    five_hundred_posts(aisha)
    chat.says("before the posts")

    def watched(body: str, context: Context) -> list[Finding]:
        read.append(body)
        if len(read) == 4:
            in_a_thread(lambda: chat.says("while posts are read"))
        return []

    watched.name = "watched"  # type: ignore[attr-defined]
    assess_pending(checks=(watched,), most=10)  # type: ignore[arg-type]

    assert read[0] == "before the posts"
    assert read[4] == "while posts are read"
    assert not Message.objects.filter(reading=Message.Reading.PENDING, by="young_person").exists()
    assert PostVersion.objects.filter(reading=PostVersion.Reading.PENDING).count() > 480


def five_hundred_posts(writer: Writes) -> None:
    thread = writer.begins().thread
    made = Post.objects.bulk_create(
        Post(thread=thread, author=writer.member, newest_version=1) for _number in range(499)
    )
    versions = []
    for post in made:
        version = PostVersion(post=post, number=1, client_id=uuid4())
        version.body = "me too"
        versions.append(version)
    PostVersion.objects.bulk_create(versions)


def in_a_thread(work: Callable[[], object]) -> None:
    def worked() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(worked).result()


def test_two_workers_read_each_post_once(aisha: Writes, tom: Writes) -> None:
    for writer in (aisha, tom):
        for number in range(5):
            writer.begins(title=f"thread {number}")

    with ThreadPoolExecutor(3) as workers:
        counts = list(workers.map(lambda _: read_in_a_thread(), range(3)))
    counts.append(assess_pending())

    assert sum(counts) == 10
    assert Assessment.objects.count() == Review.objects.count() == 10


def read_in_a_thread() -> int:
    try:
        return assess_pending()
    finally:
        connections.close_all()


def test_h20_other_words_put_the_older_review_away(aisha: Writes, mina: StaffMember) -> None:
    post = aisha.begins(body="i feel low")
    assess_pending()
    first = version_of(post)

    posts.edit_post(post, title="sleep", body="i feel a bit better", client_id=uuid4())
    assess_pending()

    assert Review.objects.get(version=first).state == Review.State.SUPERSEDED
    assert review_of(post).state == Review.State.WAITING
    with pytest.raises(posts.Superseded):
        posts.publish(first, approved_by=mina)


def changed(post: Post, body: str = "does anyone else find maths boring") -> None:
    posts.edit_post(post, title="maths", body=body, client_id=uuid4())


def test_h20_an_edit_hides_no_danger(aisha: Writes) -> None:
    post = aisha.begins(body=f"i {DANGER}")
    assess_pending()
    first = review_of(post)

    for words in ("does anyone else find maths boring", "and what about chess"):
        clock.move(MINUTE)
        changed(post, words)
        assess_pending()

    review = review_of(post)
    assert Assessment.objects.get(post_version=review.version).urgency == "routine"
    assert (review.urgency, review.lane) == ("now", "care")
    assert review.look_due_at == first.look_due_at


@pytest.mark.parametrize("first_read", [0, 1])
def test_h20_an_edit_before_anything_read_the_danger_hides_none(aisha: Writes, first_read: int) -> None:
    """Whichever of the two wordings the worker comes to first."""
    post = aisha.begins(body=f"i {DANGER}")
    changed(post)
    versions = list(PostVersion.objects.order_by("number").values_list("pk", flat=True))
    late = versions[1 - first_read]
    PostVersion.objects.filter(pk=late).update(reading=PostVersion.Reading.NOT_NEEDED)
    assess_pending()
    PostVersion.objects.filter(pk=late).update(reading=PostVersion.Reading.PENDING)
    assess_pending()

    assert (review_of(post).urgency, review_of(post).lane) == ("now", "care")


def test_h20_only_the_decision_of_a_person_lowers_it(aisha: Writes, mina: StaffMember) -> None:
    post = aisha.begins(body="i make myself sick after eating")
    assess_pending()
    first = review_of(post)
    assert first.urgency == "soon"
    Review.objects.filter(pk=first.pk).update(state=Review.State.DONE, done_at=clock.now())
    judge_post(post, agrees=True, judged_by=mina)

    changed(post)
    assess_pending()

    assert (review_of(post).urgency, review_of(post).lane) == ("routine", "conduct")


def test_danger_in_words_taken_back_before_anything_read_them_is_still_danger(aisha: Writes) -> None:
    post = aisha.begins(body=f"i {DANGER}")
    posts.withdraw_post(post)

    assess_pending()

    assert Flag.objects.filter(post=post, urgency="now").exists()
    assert not Review.objects.exists()


def test_h20_only_the_newest_of_two_unread_wordings_waits(aisha: Writes) -> None:
    post = aisha.begins(body="one")
    posts.edit_post(post, title="sleep", body="two", client_id=uuid4())

    assess_pending()

    assert [review.version.number for review in Review.objects.all()] == [2]


def test_words_whose_key_is_gone_need_no_reading(aisha: Writes) -> None:
    post = aisha.begins()
    member = aisha.member
    assert member.key is not None
    member.key.delete()

    assess_pending()

    assert PostVersion.objects.get(post=post).reading == PostVersion.Reading.NOT_NEEDED
    assert not Review.objects.exists()
