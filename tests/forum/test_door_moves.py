"""What can happen to a post, at the commands: who may see what afterwards, and which moves do not exist."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from chat.forums import posts
from chat.forums.words import Refused
from chat.models import Post, PostEvent, PostVersion, Thread
from config import clock
from tests.forum.people import approve, moderator, newest, read

State = Post.State


def fresh(post: Post) -> Post:
    return Post.objects.select_related("author__key", "published_version", "thread").get(pk=post.pk)


def test_a_post_is_held_with_its_words_sealed_and_its_first_event(aisha):
    post = aisha.begins(title="  my\n nan ", body="she is ill\r\nand i am scared\n")

    version = posts.newest_wording(post)
    assert (post.state, post.newest_version, version.number) == (State.HELD, 1, 1)
    assert (version.title, version.body) == ("my nan", "she is ill\nand i am scared")
    assert b"scared" not in bytes(version.__dict__["body"])
    assert version.reading == PostVersion.Reading.PENDING
    [event] = post.history.all()
    assert (event.kind, event.from_state, event.to_state, event.by) == ("written", "", "held", None)
    assert post.thread.newest_at is None


def test_publishing_shows_exactly_the_version_that_was_judged(aisha, mina):
    post = aisha.begins()
    version = newest(post)

    posts.publish(version, approved_by=mina, support_note=True)

    post = fresh(post)
    assert post.state == State.PUBLISHED
    assert post.published_version == version
    assert post.published_version.support_note
    assert post.thread.newest_at == post.published_at
    posts.publish(version, approved_by=mina)  # pressed twice
    assert post.history.filter(kind="published").count() == 1


@pytest.mark.parametrize("reading", [PostVersion.Reading.PENDING, PostVersion.Reading.FAILED])
def test_what_nothing_has_read_is_not_published(aisha, mina, reading):
    version = posts.newest_wording(aisha.begins())
    read(version, reading)

    with pytest.raises(posts.NotRead):
        posts.publish(version, approved_by=mina)
    with pytest.raises(posts.NotRead):
        posts.cut_out(version, spans=[(0, 2)], made_by=mina)
    assert fresh(version.post).published_version is None


def test_the_database_itself_refuses_a_version_nobody_approved(aisha, mina):
    post = aisha.begins()
    other = aisha.begins("another")
    approve(other, mina)

    for version in (posts.newest_wording(post), posts.newest_wording(other)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(published_version=version)


def test_an_edit_of_a_public_post_is_held_and_the_old_one_stays(aisha, mina):
    post = approve(aisha.begins(body="one"), mina)
    was = fresh(post)
    clock.move(timedelta(minutes=5))

    second = posts.edit_post(post, title="sleep", body="two", client_id=uuid4())

    post = fresh(post)
    assert post.state == State.HELD
    assert post.published_version.body == "one"
    approve(post, mina)
    post = fresh(post)
    assert post.published_version == second
    assert (post.published_at, post.thread.newest_at) == (was.published_at, was.thread.newest_at)  # nothing moves up


def test_an_edit_that_came_first_supersedes_what_was_judged(aisha, mina):
    post = aisha.begins()
    judged = newest(post)
    posts.take_for_review(judged, mina)
    shorter = posts.cut_out(judged, spans=[(0, 2)], made_by=mina)

    posts.edit_post(post, title="sleep", body="other words", client_id=uuid4())

    for move in (
        lambda: posts.publish(judged, approved_by=mina),
        lambda: posts.publish(shorter, approved_by=mina),
        lambda: posts.cut_out(judged, spans=[(0, 2)], made_by=mina),
        lambda: posts.return_post(judged, mina),
        lambda: posts.withhold(shorter, mina),
        lambda: posts.take_for_review(judged, mina),
        lambda: posts.let_go(judged, mina),
        lambda: posts.ask_second_opinion(judged, mina),
    ):
        with pytest.raises(posts.Superseded):
            move()
    assert fresh(post).state == State.HELD


def test_words_can_be_taken_out_and_none_added(aisha, mina):
    post = aisha.begins(body="i go to Hill School and i hate it 😀 there")
    version = newest(post)

    shorter = posts.cut_out(version, spans=[(8, 20), (10, 24), (34, 36)], made_by=mina)
    posts.publish(shorter, approved_by=mina)

    assert fresh(post).published_version.body == "i go to i hate it there"
    assert shorter.taken_from == version
    assert shorter.made_by == mina
    assert shorter.reading == PostVersion.Reading.NOT_NEEDED
    with pytest.raises(posts.IllegalMove):
        posts.cut_out(version, spans=[(0, 1)], made_by=mina)


@pytest.mark.parametrize("spans", [[], [(0, 14)], [(0, 15)], [(-1, 2)], [(3, 3)], [(5, 2)]])
def test_what_cannot_be_taken_out_is_refused(aisha, mina, spans):
    version = newest(aisha.begins(body="i cannot sleep"))

    with pytest.raises(posts.NothingLeft):
        posts.cut_out(version, spans=spans, made_by=mina)


def test_the_moderator_who_came_second_is_told_who_won(aisha, mina):
    other = moderator("Noor")
    version = newest(aisha.begins())
    posts.take_for_review(version, mina)
    posts.publish(version, approved_by=mina)

    with pytest.raises(posts.IllegalMove) as lost:
        posts.withhold(version, other)

    assert (lost.value.by, lost.value.kind) == (mina, "published")


def test_let_go_puts_it_back_where_it_was(aisha, mina):
    version = newest(aisha.begins())
    posts.ask_second_opinion(version, mina)
    posts.take_for_review(version, mina)

    assert posts.let_go(version, mina).state == State.SECOND_OPINION
    assert posts.let_go(version, mina).state == State.SECOND_OPINION


def test_withdrawing_shows_nothing_at_once_and_ends_every_other_move(aisha, tom, mina):
    first = approve(aisha.begins(), mina)
    reply = approve(tom.replies(first.thread), mina)

    posts.withdraw_post(reply)
    assert fresh(first).thread.newest_at == fresh(first).published_at
    posts.withdraw_post(first)
    posts.withdraw_post(first)

    post = fresh(first)
    assert (post.state, post.published_version, post.thread.newest_at) == (State.WITHDRAWN, None, None)
    assert PostEvent.objects.filter(post=post, kind="withdrawn").count() == 1
    with pytest.raises(posts.IllegalMove):
        posts.edit_post(post, title="sleep", body="again", client_id=uuid4())
    with pytest.raises(posts.IllegalMove):
        posts.publish(posts.newest_wording(post), approved_by=mina)


def test_the_same_id_is_the_same_post_and_other_words_under_it_are_an_edit(aisha, tom):
    client_id = uuid4()
    post = aisha.begins(client_id=client_id)

    assert aisha.begins(client_id=client_id) == post
    assert aisha.begins(body="i went back and changed it", client_id=client_id) == post
    assert aisha.begins(body="i went back and changed it", client_id=client_id) == post
    assert aisha.begins(client_id=client_id) == post
    assert [version.number for version in post.versions.all()] == [1, 2]
    assert tom.begins(client_id=client_id) != post


def test_going_back_to_an_edit_and_changing_it_again_keeps_the_last_words(aisha):
    post, same = aisha.begins(), uuid4()
    posts.edit_post(post, title="sleep", body="call me on 07700 900123", client_id=same)

    posts.edit_post(post, title="sleep", body="i wish i could sleep", client_id=same)
    posts.edit_post(post, title="sleep", body="i wish i could sleep", client_id=same)  # pressed twice

    newest_words = posts.newest_wording(fresh(post))
    assert (newest_words.body, newest_words.number) == ("i wish i could sleep", 3)


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("", "words", "no_title"),
        ("t" * 101, "words", "long_title"),
        ("title", " \n ", "empty"),
        ("title", "b" * 4001, "too_long"),
        ("title", "nul\0", "odd_characters"),
        ("half \ud83d", "words", "odd_characters"),
    ],
)
def test_words_that_cannot_be_kept_are_refused_with_a_reason(aisha, title, body, reason):
    with pytest.raises(Refused) as refused:
        aisha.begins(title, body)

    assert refused.value.reason == reason
    assert not Thread.objects.exists()


def test_nobody_writes_more_than_a_person_can_read(aisha, tom):
    post = aisha.begins()
    for number in range(5):
        posts.edit_post(post, title="sleep", body=f"words {number}", client_id=uuid4())

    with pytest.raises(posts.TooMany) as refused:
        aisha.begins("more")
    tom.begins()
    clock.move(refused.value.again_at - clock.now() + timedelta(seconds=1))
    aisha.begins("more")


def test_nothing_is_written_into_a_thread_that_is_closed_or_not_public(aisha, tom, mina):
    held = aisha.begins()
    with pytest.raises(posts.ThreadClosed):
        tom.replies(held.thread)
    with pytest.raises(posts.ThreadClosed):
        aisha.replies(held.thread)
    approve(held, mina)
    tom.replies(held.thread)

    Thread.objects.filter(pk=held.thread_id).update(state=Thread.State.LOCKED)

    with pytest.raises(posts.ThreadClosed):
        tom.replies(held.thread, "one more")


def test_a_notice_by_the_program_is_made_once_and_one_by_a_person_each_time(aisha, mina):
    version = posts.newest_wording(aisha.begins())
    told = {"template": "post.offer", "words": "Would you like to talk?", "offers_chat": True}

    first, again = posts.tell_author(version, **told), posts.tell_author(version, **told)
    posts.tell_author(version, **told, made_by=mina)

    assert first == again
    assert version.post.notices.count() == 2
    assert version.post.notices.first().words == "Would you like to talk?"


@pytest.mark.parametrize("column", ["body", "title"])
def test_the_database_keeps_the_words_that_were_approved(aisha, mina, column):
    """Not only our code: an approved version cannot become other words, whoever tries."""
    version = newest(aisha.begins())
    posts.publish(version, approved_by=mina)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE chat_postversion SET {column} = 'x'::bytea WHERE id = %s", [version.pk])
