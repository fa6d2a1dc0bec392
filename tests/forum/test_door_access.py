"""Nothing of what is held is there for anybody but its author; nobody reaches what is somebody else's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from chat.forums import posts
from chat.models import Post, Thread
from config import clock
from tests.forum.people import Writes, approve, newest
from tests.forum.visit import Visit

SECRET = "lanterns"


def pages(visit: Visit, thread: Thread) -> list[str]:
    """All that can be seen of the forum, but for the ids and names that differ each time a form is shown."""
    answers = [visit.client.get(path) for path in ("/forum/", "/forum/?page=2", f"/forum/threads/{thread.pk}/")]
    seen = [answer.content.decode() for answer in answers]
    return [re.sub(r'value="[^"]*"|<fieldset.*?</fieldset>', "", page, flags=re.DOTALL) for page in seen]


def test_another_persons_ids_lead_nowhere(aisha: Writes, tom: Writes, mina):
    public, held = approve(aisha.begins(), mina), aisha.begins(SECRET)
    for visit in (Visit(tom.cookie), Visit(), Visit("a-cookie-that-was-made-up")):
        for post in (public, held):
            assert visit.looks_for("forum:edit", post.pk) == 404
            assert visit.sends("forum:edit", post.pk, title="x", body="x").status_code == 404
            assert visit.sends("forum:withdraw", post.pk).status_code == 404
        assert visit.looks_for("forum:thread", held.thread_id) == 404
        assert visit.sends("forum:reply", held.thread_id, body="x").status_code == 404

    assert Post.objects.count() == 2
    assert not Post.objects.filter(state=Post.State.WITHDRAWN).exists()


@pytest.mark.parametrize("pk", [0, 7, 2**31, 2**63, 10**30])
def test_ids_of_nothing_lead_nowhere(aisha: Writes, pk):
    visit = Visit(aisha.cookie)

    assert visit.looks_for("forum:thread", pk) == 404
    assert visit.looks_for("forum:edit", pk) == 404
    assert visit.sends("forum:reply", pk, body="x").status_code == 404
    assert visit.sends("forum:withdraw", pk).status_code == 404


def test_what_is_held_changes_nothing_that_others_see(aisha: Writes, tom: Writes, mina):
    thread = approve(aisha.begins("sleep", "first"), mina).thread
    before = pages(Visit(tom.cookie), thread), pages(Visit(), thread)
    clock.move(timedelta(days=2))

    aisha.begins(SECRET, SECRET)
    aisha.replies(thread, SECRET)
    posts.edit_post(thread.posts.get(opens_thread=True), title=SECRET, body=SECRET, client_id=uuid4())
    returned = aisha.replies(thread, f"{SECRET} again")
    posts.return_post(newest(returned), mina)
    withheld = aisha.replies(thread, f"{SECRET} and again")
    posts.withhold(newest(withheld), mina)

    assert (pages(Visit(tom.cookie), thread), pages(Visit(), thread)) == before
    assert SECRET in "".join(pages(Visit(aisha.cookie), thread))


def test_a_cut_out_version_shows_nobody_what_was_cut(aisha: Writes, mina):
    post = aisha.begins("school", f"i go to {SECRET} school")
    version = newest(post)

    posts.publish(posts.cut_out(version, spans=[(8, 17)], made_by=mina), approved_by=mina)

    assert SECRET not in "".join(pages(Visit(), post.thread))
    assert "i go to school" in "".join(pages(Visit(), post.thread))


def test_a_hidden_thread_is_there_for_nobody(aisha: Writes, mina):
    thread = approve(aisha.begins(), mina).thread
    Thread.objects.filter(pk=thread.pk).update(state=Thread.State.HIDDEN)

    for visit in (Visit(), Visit(aisha.cookie)):
        assert visit.looks_for("forum:thread", thread.pk) == 404
        assert f"/forum/threads/{thread.pk}/" not in visit.sees("forum:home")
    assert "Not shown at the moment" in Visit(aisha.cookie).sees("forum:mine")


def test_a_reply_is_gone_with_the_post_it_answers(aisha: Writes, tom: Writes, mina):
    opening = approve(aisha.begins("my title"), mina)
    approve(tom.replies(opening.thread, "my reply"), mina)

    posts.withdraw_post(opening)

    page = Visit(tom.cookie).sees("forum:mine")
    assert "my reply" in page
    assert "my title" not in page
    assert "Not shown at the moment" in page
    assert Visit(tom.cookie).looks_for("forum:thread", opening.thread_id) == 404


def test_a_closed_thread_can_be_read_and_not_written_into(aisha: Writes, tom: Writes, mina):
    thread = approve(aisha.begins(), mina).thread
    Thread.objects.filter(pk=thread.pk).update(state=Thread.State.LOCKED)
    visit = Visit(tom.cookie)

    assert "Nobody can write here any more" in visit.sees("forum:thread", thread.pk)
    answer = visit.sends("forum:reply", thread.pk, body="i was writing this")
    assert answer.status_code == 422
    assert "i was writing this" in answer.content.decode()


def test_nobody_delivers_words_to_one_person(aisha: Writes, tom: Writes, mina):
    """No address of the forum takes somebody to write to: words go into a thread, and wait for a person."""
    thread = approve(aisha.begins(), mina).thread
    visit = Visit(tom.cookie)

    visit.sends("forum:reply", thread.pk, body="text me", to=aisha.member.pk, author=aisha.member.pk, state="published")

    post = Post.objects.latest("id")
    assert (post.author, post.state) == (tom.member, Post.State.HELD)
    assert "text me" not in Visit(aisha.cookie).sees("forum:thread", thread.pk)
    assert "text me" not in Visit(aisha.cookie).sees("forum:mine")
