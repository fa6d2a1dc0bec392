"""Stories of the forum, through its pages: what two young people see, and what nobody sees."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from chat.forums import names, posts
from chat.models import Conversation, Member, Post, YoungPerson
from config import clock
from moderation.assess import assess_pending
from tests.forum.people import Writes, approve, newest
from tests.forum.visit import Visit, in_the_box, words_of


@pytest.fixture
def stranger(database: str) -> Visit:
    """Somebody who only reads."""
    return Visit()


def newest_post() -> Post:
    return Post.objects.latest("id")


def test_a_thread_from_first_words_to_withdrawal(stranger, mina):
    aisha, tom = Visit(), Visit()

    answer = aisha.sends("forum:new", title="my nan", body="she is ill and i cant sleep")

    assert (answer.status_code, answer.url) == (302, "/forum/mine/")
    post = newest_post()
    page = aisha.sees("forum:mine")
    assert "A person reads it first" in page
    assert "If you need to talk now" in page
    assert "Only you can see this" in aisha.sees("forum:thread", post.thread_id)
    assert "my nan" not in stranger.sees("forum:home")
    assert "Nothing is up yet" in tom.sees("forum:home")
    assert tom.looks_for("forum:thread", post.thread_id) == 404

    approve(post, mina, support_note=True)

    assert "my nan" in tom.sees("forum:home")
    page = tom.sees("forum:thread", post.thread_id)
    assert "she is ill and i cant sleep" in page
    assert "0800 1111" in page
    assert "Only you" not in aisha.sees("forum:thread", post.thread_id)

    tom.sends("forum:reply", post.thread_id, body="mine too. it helps to talk to her")
    reply = newest_post()
    assert "it helps to talk" in tom.sees("forum:thread", post.thread_id)
    assert "it helps to talk" not in aisha.sees("forum:thread", post.thread_id)
    assert "1 post " in aisha.sees("forum:home")
    approve(reply, mina)
    page = aisha.sees("forum:thread", post.thread_id)
    assert page.index("cant sleep") < page.index("it helps to talk")
    assert "2 posts " in stranger.sees("forum:home")

    aisha.sends("forum:edit", post.pk, title="my nan", body="she is better now")
    assert "better now" not in tom.sees("forum:thread", post.thread_id)
    assert "You changed this" in aisha.sees("forum:thread", post.thread_id)
    assert "What was up before stays up" in aisha.sees("forum:mine")
    approve(post, mina)
    page = tom.sees("forum:thread", post.thread_id)
    assert "better now" in page
    assert "cant sleep" not in page

    tom.sends("forum:withdraw", reply.pk)
    assert "it helps to talk" not in aisha.sees("forum:thread", post.thread_id)
    assert "You took it back" in tom.sees("forum:mine")
    assert "it helps to talk" not in tom.sees("forum:mine")
    aisha.sends("forum:withdraw", post.pk)
    assert tom.looks_for("forum:thread", post.thread_id) == 404
    assert aisha.looks_for("forum:thread", post.thread_id) == 404
    assert "my nan" not in stranger.sees("forum:home")


def test_the_one_who_writes_first_gets_a_name_of_ours_and_the_cookie_of_the_chat(stranger):
    offered = re.findall(r'name="nickname" value="([^"]+)"', stranger.sees("forum:new"))

    stranger.sends("forum:new", title="hello", body="first time here", nickname=offered[1])

    member = Member.objects.get()
    assert len(set(offered)) == 3
    assert member.nickname == offered[1]
    assert names.is_ours(member.nickname)
    stranger.client.post("/chat/start/", {"message": ""})
    assert Conversation.objects.get().young_person == member.young_person
    assert "Your name here" not in stranger.sees("forum:new")


@pytest.mark.parametrize(
    "wanted", ["Aisha Khan 14", "Staff", "Quiet Otter 14", "Quiet Otter 069", "quiet otter 42", ""]
)
def test_a_name_of_their_own_is_not_taken(stranger, wanted):
    stranger.sends("forum:new", title="hello", body="first time here", nickname=wanted)

    assert Member.objects.get().nickname != wanted
    assert names.is_ours(Member.objects.get().nickname)


def test_a_name_that_somebody_has_is_not_given_twice(aisha, stranger):
    stranger.sends("forum:new", title="hello", body="first", nickname=aisha.member.nickname)

    assert Member.objects.values("nickname").distinct().count() == 2


def test_somebody_from_the_chat_is_the_same_person_in_the_forum(stranger):
    stranger.client.post("/chat/start/", {"message": "hello"})

    stranger.sends("forum:new", title="hello", body="while i wait")

    assert Member.objects.get().young_person == YoungPerson.objects.get()
    assert "You keep your place" in stranger.sees("forum:home")


def test_reading_in_the_forum_keeps_the_place_in_the_queue(stranger):
    stranger.client.post("/chat/start/", {"message": "hello"})
    clock.move(timedelta(minutes=10))

    stranger.sees("forum:home")

    assert Conversation.objects.get().page_seen_at > clock.now() - timedelta(minutes=1)


def test_pressing_twice_is_one_post(stranger):
    client_id = str(uuid4())

    first = stranger.sends("forum:new", title="once", body="only once please", client_id=client_id)
    second = stranger.sends("forum:new", title="once", body="only once please", client_id=client_id)

    assert first.status_code == second.status_code == 302
    assert Post.objects.count() == 1


def test_pressing_twice_before_the_first_answer_is_one_person_with_one_post(database):
    """The browser drops the first answer, and the cookie in it."""
    client_id = str(uuid4())
    dropped, kept = Visit(), Visit()

    dropped.sends("forum:new", title="once", body="only once please", client_id=client_id)
    kept.sends("forum:new", title="once", body="only once please", client_id=client_id)

    assert Post.objects.count() == YoungPerson.objects.count() == 1
    assert "only once please" in kept.sees("forum:mine")
    clock.move(timedelta(minutes=3))
    late = Visit()
    late.sends("forum:new", title="once", body="something else", client_id=client_id)
    assert "only once" not in late.sees("forum:mine")


def test_going_back_and_changing_words_is_an_edit_of_the_same_post(stranger):
    client_id = str(uuid4())
    stranger.sends("forum:new", title="one", body="first words", client_id=client_id)

    stranger.sends("forum:new", title="one", body="better words", client_id=client_id)

    assert Post.objects.count() == 1
    assert "better words" in stranger.sees("forum:mine")


@pytest.mark.parametrize(
    ("title", "body", "said"),
    [
        ("", "some words", "Give it a title"),
        ("t" * 101, "some words", "title is too long"),
        ("title", "", "no words in it yet"),
        ("title", "and then " * 500, "longer than a post can be"),
        ("title", "zero\0width", "a character we cannot keep"),
    ],
)
def test_a_refusal_says_why_and_keeps_every_word(stranger, title, body, said):
    answer = stranger.sends("forum:new", title=title, body=body)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert in_the_box(answer) == body.replace("\0", "")
    assert in_the_box(answer, "title") == title
    assert not YoungPerson.objects.exists()
    assert stranger.cookie == ""


def test_a_refused_reply_keeps_its_words(aisha, mina, stranger):
    thread = approve(aisha.begins(), mina).thread

    answer = stranger.sends("forum:reply", thread.pk, body="b" * 4001)

    assert in_the_box(answer) == "b" * 4001


def test_a_flood_is_slowed_down_kindly_and_keeps_the_words(stranger):
    for number in range(6):
        stranger.sends("forum:new", title=f"thread {number}", body="words")

    answer = stranger.sends("forum:new", title="a seventh", body="still so much to say")

    assert answer.status_code == 422
    assert "in about 60 minutes" in words_of(answer)
    assert "you can start a chat" in words_of(answer)
    assert in_the_box(answer) == "still so much to say"
    assert Post.objects.count() == 6


def test_changing_a_post_that_was_taken_back_loses_no_words(stranger):
    stranger.sends("forum:new", title="one", body="first words")
    post = newest_post()
    client_id = str(post.versions.get().client_id)
    stranger.sends("forum:withdraw", post.pk)

    answer = stranger.sends("forum:new", title="one", body="other words", client_id=client_id)

    assert answer.status_code == 422
    assert in_the_box(answer) == "other words"
    again = stranger.sends("forum:new", title="one", body="other words", client_id=in_the_box(answer, "client_id"))
    assert again.status_code == 302
    assert stranger.client.get(f"/forum/posts/{post.pk}/edit/").status_code == 302


def test_an_offer_of_a_chat_is_on_the_next_page_and_on_their_own_until_they_saw_it(aisha, tom):
    post = aisha.begins()
    offer = "Thank you for telling us. Would you like to talk to us about it?"
    posts.tell_author(posts.newest_wording(post), template="post.offer", words=offer, offers_chat=True)
    visit = Visit(aisha.cookie)

    assert offer in visit.sees("forum:home")
    assert offer in visit.sees("forum:thread", post.thread_id)
    assert visit.sees("forum:mine").count(offer) == 1
    assert offer not in visit.sees("forum:home")
    assert offer in visit.sees("forum:mine")
    assert offer not in Visit(tom.cookie).sees("forum:mine")
    assert offer not in Visit().sees("forum:home")
    assert visit.client.post("/chat/start/", {}).url == "/chat/"


def test_what_a_moderator_decided_is_told_in_their_words(aisha, mina):
    post = aisha.begins(body="i go to hill school")
    version = newest(post)
    posts.return_post(version, mina)
    posts.tell_author(version, template="post.pii", words="Please leave out your school.", made_by=mina)
    visit = Visit(aisha.cookie)

    page = visit.sees("forum:mine")
    assert "Sent back to you" in page
    assert "Please leave out your school." in page
    visit.sends("forum:edit", post.pk, title="sleep", body="i go to school")
    assert "Please leave out your school." not in visit.sees("forum:mine")


def test_what_was_taken_out_is_not_shown_as_what_everybody_reads(aisha, mina):
    post = aisha.begins(title="school", body="i go to hill top and hate it")
    shorter = posts.cut_out(newest(post), spans=[(8, 17)], made_by=mina)
    posts.publish(shorter, approved_by=mina)
    visit = Visit(aisha.cookie)

    page = visit.sees("forum:mine")

    assert "i go to and hate it" in page
    assert "hill top" not in page
    assert "Everyone here can read it." in page
    assert "We took some details out of it" in page
    assert "i go to and hate it" in Visit().sees("forum:thread", post.thread_id)
    assert "hill top" not in visit.sees("forum:edit", post.pk)
    visit.sends("forum:edit", post.pk, title="school", body="i go to and hate it")
    post.refresh_from_db()
    assert (post.state, post.newest_version) == (Post.State.PUBLISHED, shorter.number)
    visit.sends("forum:edit", post.pk, title="school", body="i go there and hate it")
    assert "i go there and hate it" in visit.sees("forum:mine")
    assert "What was up before stays up" in visit.sees("forum:mine")


def test_after_a_risky_post_the_page_looks_again_until_it_was_read_and_the_offer_stands_first(database):
    visit = Visit()
    visit.sends("forum:new", title="tonight", body="i took some of my mums tablets about an hour ago")

    just_now = visit.client.get("/forum/mine/")
    assess_pending()
    read = visit.client.get("/forum/mine/")

    assert just_now.headers["Refresh"] == "2"
    assert "This page looks again by itself." in words_of(just_now)
    assert "Refresh" not in read.headers
    page = words_of(read)
    assert page.count("Our computer read your post first") == 1
    assert page.index("Start a chat") < page.index("Call 999") < page.index("<h1>") < page.index("my mums tablets")
    again = words_of(visit.client.get("/forum/mine/"))
    assert again.index("Start a chat") < again.index("<h1>")


def test_the_page_looks_again_only_a_few_times(aisha):
    aisha.begins()
    visit = Visit(aisha.cookie)

    clock.move(timedelta(seconds=10))
    later = visit.client.get("/forum/mine/")
    clock.move(timedelta(seconds=20))
    at_last = visit.client.get("/forum/mine/")

    assert later.headers["Refresh"] == "5"
    assert "Refresh" not in at_last.headers
    assert "This page looks again" not in words_of(at_last)


def test_the_page_says_one_time_until_when(aisha):
    """Not "up to 2 hours" above, and a time half an hour later below."""
    aisha.begins()

    page = Visit(aisha.cookie).sees("forum:mine")

    assert "This can take up to" not in page
    assert page.count("A person will have read it by") == 1


def test_pages_say_a_day_and_never_a_minute(aisha, mina):
    post = approve(aisha.begins(), mina)
    clock.move(timedelta(hours=1))

    for page in (Visit(aisha.cookie).sees("forum:thread", post.thread_id), Visit().sees("forum:home")):
        main = page[page.index("<main") : page.index("</main")]
        assert f"{post.published_at.day} {post.published_at:%B}" in main
        told = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)  # random letters may look like a time
        assert not re.search(r"\d\d:\d\d|T\d\d", told)


def test_an_address_in_a_post_is_text(aisha, mina):
    post = approve(aisha.begins("look", "see https://example.org/<b>x</b> or www.example.org"), mina)

    page = Visit().client.get(f"/forum/threads/{post.thread_id}/").content.decode()

    assert "https://example.org/&lt;b&gt;x" in page
    assert 'href="https://example' not in page
    assert 'href="http' not in page


def test_a_long_forum_and_a_long_thread_have_pages(aisha, mina):
    crowd = [Writes(aisha.member, "")]
    openings = []
    for number in range(21):
        clock.move(timedelta(hours=1))
        openings.append(approve(crowd[0].begins(f"thread {number:02}"), mina))
    for number in range(20):
        clock.move(timedelta(hours=1))
        approve(aisha.replies(openings[0].thread, f"reply {number:02}"), mina)
    aisha.begins("thread held")
    visit = Visit()

    first, second = visit.sees("forum:home"), visit.sees("forum:home", page=2)
    assert first.index("thread 00") < first.index("thread 20") < first.index("thread 19")
    assert "thread 01" not in first
    assert "thread 01" in second
    assert "Page 2 of 2" in second
    assert "Page 1 of 2" in visit.sees("forum:home", page="no")
    assert "reply 13" in visit.sees("forum:thread", openings[0].thread_id)
    assert "reply 14" in visit.sees("forum:thread", openings[0].thread_id, page=2)


def test_exit_ends_it_as_in_the_chat(stranger):
    stranger.sends("forum:new", title="one", body="somebody is coming")
    cookie = stranger.cookie

    stranger.client.get("/exit/")

    assert "somebody is coming" not in Visit(cookie).sees("forum:mine")
    assert "somebody is coming" not in stranger.sees("forum:mine")


def test_every_page_has_the_way_out_and_is_kept_nowhere(aisha, mina):
    post = approve(aisha.begins(), mina)
    visit = Visit(aisha.cookie)

    for path in ("", "mine/", "threads/new/", f"threads/{post.thread_id}/", f"posts/{post.pk}/edit/"):
        answer = visit.client.get(f"/forum/{path}")
        page = answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert page.count('href="/exit/"') == 2
        assert "web/exit" in page
        assert 'href="tel:999"' in page
        assert "<title>Notes</title>" in page
        assert "onclick" not in page
