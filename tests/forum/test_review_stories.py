"""A post is put up by a person who read exactly these words; whatever else they choose, its author is told kindly."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from chat.forums import posts
from chat.models import Notice, Post, PostEvent, PostVersion
from chat.urgency import Urgency
from config import clock
from escalation.models import Escalation, Page
from moderation.assess import assess_pending
from moderation.models import Review, ReviewDecision
from moderation.review import commands as reviewing
from moderation.review.notices import BY_SLUG
from rota.models import AuditRow, Role, StaffMember
from tests.forum.people import Writes, moderator
from tests.forum.review import Desk, waits, words_of
from tests.people import make_lena, make_olu, make_sam, person

ASKED = "how do other people sleep when it is so loud at home"


@pytest.fixture
def desk(mina: StaffMember) -> Desk:
    return Desk(mina)


@pytest.fixture
def kofi(database: str) -> Desk:
    return Desk(moderator("Kofi"))


def test_what_was_read_goes_up_and_its_author_is_told_in_the_words_that_were_shown(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins("sleep", ASKED)
    review = waits(post)

    shown = desk.takes_next()
    answer = desk.decides(review, "publish-offer", words="Thank you. It is up now. You can start a chat with us.")

    assert ASKED in shown
    assert "It is up" in words_of(answer)
    post.refresh_from_db()
    assert post.state == Post.State.PUBLISHED
    assert post.published_version_id == review.version_id
    notice = Notice.objects.get(post=post)
    assert (notice.words, notice.offers_chat) == ("Thank you. It is up now. You can start a chat with us.", True)
    decision = ReviewDecision.objects.get()
    assert (decision.action, decision.kind, decision.shown_id) == ("publish", "ok", review.version_id)
    assert (decision.decided_by_id, decision.notice_id) == (desk.staff.pk, notice.pk)
    assert decision.seconds_open >= 0


def test_the_page_shows_what_a_moderator_may_know_and_nothing_of_who_it_is(aisha: Writes, desk: Desk) -> None:
    aisha.begins("one", "an older one of mine")
    review = waits(aisha.begins("sleep", ASKED), marked="so loud at home", words="a row at home")

    page = desk.takes_next()

    assert review.version.post.author.nickname in page
    assert "New thread in" in page
    assert "2 posts, 0 published" in page
    assert "Noticed: a row at home so loud at home" in page
    assert "no open escalation" in page
    assert "Identity is hidden from moderators" in page
    young_person = review.version.post.author.young_person
    assert str(young_person.pk) not in page


def test_the_last_public_post_is_quoted(aisha: Writes, desk: Desk) -> None:
    first = waits(aisha.begins("art", "art helps me"))
    desk.takes_next()
    desk.decides(first, "publish")
    waits(aisha.begins("sleep", ASKED))

    page = desk.takes_next()

    assert "“art helps me”" in page
    assert "2 posts, 1 published" in page


def test_every_look_at_the_words_is_written_down(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins())
    reads = AuditRow.objects.filter(action="post.read", about=f"post:{review.version.post_id}", who_id=desk.staff.pk)

    desk.sees()
    assert reads.count() == 0
    desk.takes_next()
    desk.sees("review:show", review.pk)
    desk.decides(review, "return-details", words="")

    assert reads.count() == 3


@pytest.mark.parametrize("make", [make_olu, make_sam])
def test_somebody_with_no_business_here_gets_nowhere(aisha: Writes, make, desk: Desk) -> None:
    review = waits(aisha.begins())
    desk.takes_next()
    other = Desk(make())

    for name in ("review:home", "review:lanes"):
        assert other.looks_for(name) == 403
    assert other.looks_for("review:show", review.pk) == 403
    for name in ("review:decide", "review:more_time", "review:put_back"):
        assert other.posts_to(name, review, action="publish").status_code == 403
    assert AuditRow.objects.filter(action="post.read").exclude(who_id=desk.staff.pk).count() == 0


def test_a_moderator_whose_role_ended_decides_nothing(aisha: Writes, mina: StaffMember, desk: Desk) -> None:
    review = waits(aisha.begins())
    desk.takes_next()
    mina.role_grants.update(ended_at=clock.now())

    assert desk.decides(review, "publish").status_code == 403
    assert not ReviewDecision.objects.exists()


def test_a_safeguarding_lead_may_review_too(aisha: Writes) -> None:
    waits(aisha.begins("sleep", ASKED))

    assert ASKED in Desk(make_lena()).takes_next()


def test_nobody_reads_a_post_that_somebody_else_holds(aisha: Writes, desk: Desk, kofi: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED))
    desk.takes_next()

    assert "Nothing waits for you in that lane" in kofi.takes_next()
    page = kofi.sees("review:show", review.pk)
    assert "Mina has this one now" in page
    assert ASKED not in page
    assert "Mina has it now" in words_of(kofi.decides(review, "publish"))
    assert not ReviewDecision.objects.exists()


def test_one_at_a_time(aisha: Writes, tom: Writes, desk: Desk) -> None:
    waits(aisha.begins("one", "the first of two"))
    waits(tom.begins("two", "the second of two"))
    desk.takes_next()

    page = desk.takes_next()

    assert "One at a time" in page
    assert "the first of two" in page
    assert Review.objects.filter(state=Review.State.TAKEN).count() == 1


def test_words_that_were_not_assessed_cannot_go_up_and_the_page_says_why(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED), reading=PostVersion.Reading.FAILED, urgency=Urgency.NOT_CHECKED)

    page = desk.takes_next()
    refused = desk.decides(review, "publish")
    shortened = desk.decides(review, "out-details", out=["1"])

    assert "A check could not read these words, so they cannot go up yet" in page
    assert (refused.status_code, shortened.status_code) == (409, 409)
    assert Post.objects.get().published_version is None
    assert desk.decides(review, "return-topic").status_code == 200
    assert Post.objects.get().state == Post.State.RETURNED


def test_after_ten_minutes_it_waits_for_anybody(aisha: Writes, desk: Desk, kofi: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED))
    desk.takes_next()
    clock.move(timedelta(minutes=9))
    assert reviewing.let_go_of_lapsed() == 0
    clock.move(timedelta(minutes=1))

    assert reviewing.let_go_of_lapsed() == 1

    assert Post.objects.get().state == Post.State.HELD
    assert PostEvent.objects.filter(kind=PostEvent.Kind.LET_GO, by=None).count() == 1
    assert ASKED in kofi.takes_next()
    desk.was_not_away()
    assert "Kofi has it now" in words_of(desk.decides(review, "publish"))


def test_time_that_ran_out_loses_nothing_that_was_typed(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins())
    desk.takes_next()
    clock.move(timedelta(minutes=11))
    desk.was_not_away()

    answer = desk.decides(review, "return-details", words="Thank you. Words of mine.")

    assert answer.status_code == 409
    assert "it is yours again. Nothing is sent yet" in words_of(answer)
    assert "Words of mine." in answer.content.decode()
    assert not Notice.objects.exists()
    desk.decides(review, "return-details", words="Thank you. Words of mine.")
    assert Notice.objects.get().words == "Thank you. Words of mine."


def test_more_time_is_ten_minutes_from_now_and_keeps_what_was_typed(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins())
    desk.takes_next()
    clock.move(timedelta(minutes=9))

    page = desk.posts_to("review:more_time", review, **{"action": "return", "words-return-topic": "Half a sent"})
    for_a_script = desk.client.post(
        reverse("review:more_time", args=[review.pk]), headers={"accept": "application/json"}
    )

    assert "Half a sent" in page.content.decode()
    assert for_a_script.json() == {"seconds_left": 600}
    review.refresh_from_db()
    assert review.taken_until == pytest.approx(clock.now() + timedelta(minutes=10), abs=timedelta(seconds=5))


def test_put_back_keeps_its_place_in_the_line(aisha: Writes, tom: Writes, desk: Desk, kofi: Desk) -> None:
    review = waits(aisha.begins("one", "the first of two"))
    clock.move(timedelta(seconds=1))
    waits(tom.begins("two", "the second of two"))
    desk.takes_next()

    assert "It waits again" in words_of(desk.posts_to("review:put_back", review))

    assert "the first of two" in kofi.takes_next()
    assert Post.objects.get(pk=review.version.post_id).state == Post.State.IN_REVIEW


def test_their_author_changed_it_while_it_was_read(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins("sleep", "the old words of it")
    review = waits(post)
    desk.takes_next()
    posts.edit_post(post, title="sleep", body="the new words of it", client_id=uuid4())
    newer = waits(post)

    answer = desk.decides(review, "publish")

    page = words_of(answer)
    assert "They changed it. Here is the new one." in page
    assert "the new words of it" in page
    post.refresh_from_db()
    assert post.published_version is None
    assert not ReviewDecision.objects.exists()
    desk.decides(newer, "publish")
    post.refresh_from_db()
    assert post.published_version_id == newer.version_id


def test_a_change_that_is_not_assessed_yet_stops_the_decision_all_the_same(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins("sleep", "the old words of it")
    review = waits(post)
    desk.takes_next()
    posts.edit_post(post, title="sleep", body="the new words of it", client_id=uuid4())

    page = words_of(desk.decides(review, "publish"))

    assert "They changed it while you read" in page
    assert "the new words of it" not in page
    post.refresh_from_db()
    assert post.published_version is None
    assert reviewing.held_by(desk.staff) is None


def test_their_author_took_it_back_while_it_was_read(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins()
    review = waits(post)
    desk.takes_next()
    posts.withdraw_post(post)

    assert "They took it back" in words_of(desk.decides(review, "publish"))
    reviewing.let_go_of_lapsed()

    review.refresh_from_db()
    assert review.state == Review.State.SUPERSEDED
    assert reviewing.held_by(desk.staff) is None
    assert not ReviewDecision.objects.exists()


def test_pressed_twice_is_decided_once(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins())
    desk.takes_next()
    desk.decides(review, "publish")

    assert "Mina has decided about this one already" in words_of(desk.decides(review, "withhold-spam"))

    assert ReviewDecision.objects.count() == 1
    assert Notice.objects.count() == 1


def test_a_second_opinion_is_somebody_elses(aisha: Writes, desk: Desk, kofi: Desk) -> None:
    post = aisha.begins("sleep", ASKED)
    review = waits(post, urgency=Urgency.SOON)
    desk.takes_next()

    assert "Somebody else reads it now" in words_of(desk.decides(review, "second-detail"))

    assert Post.objects.get().state == Post.State.SECOND_OPINION
    assert not Notice.objects.exists()
    assert "Nothing waits for you in that lane" in desk.takes_next()
    assert "1 waits for a second opinion from somebody else than you" in desk.sees()
    assert "asked for a second opinion" in kofi.takes_next()
    assert "This is the second opinion already" in words_of(kofi.decides(review, "second-detail"))
    kofi.posts_to("review:put_back", review)
    assert Post.objects.get().state == Post.State.SECOND_OPINION
    assert "Nothing waits for you in that lane" in desk.takes_next()
    kofi.takes_next()
    kofi.decides(review, "publish")
    assert Post.objects.get().state == Post.State.PUBLISHED


def test_who_asked_for_a_second_opinion_does_not_read_the_next_wording_either(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins("sleep", "the old words of it")
    review = waits(post)
    desk.takes_next()
    desk.decides(review, "second-detail")
    posts.edit_post(post, title="sleep", body="the new words of it", client_id=uuid4())
    waits(post)

    assert "Nothing waits for you in that lane" in desk.takes_next()


def test_taking_out_details_only_ever_deletes(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins("school", "my school is Hill Top in Leeds\nand i hate it there")
    review = waits(post, lane=Review.Lane.CONDUCT)
    desk.takes_next(Review.Lane.CONDUCT)

    preview = desk.decides(review, "out-details", out=["3", "4", "5", "6"], preview="1")
    assert "my school is \nand i hate it there" in preview.content.decode()
    assert not ReviewDecision.objects.exists()
    desk.decides(review, "out-details", out=["3", "4", "5", "6"])

    post.refresh_from_db()
    assert post.published_version is not None
    assert post.published_version.body == "my school is \nand i hate it there"
    assert post.published_version.taken_from_id == review.version_id
    assert post.published_version.made_by_id == desk.staff.pk
    assert review.version.body == "my school is Hill Top in Leeds\nand i hate it there"
    notice = Notice.objects.get()
    assert notice.template == "post.pii"
    assert "Hill" not in notice.words


@pytest.mark.parametrize(
    ("out", "words", "said"),
    [
        ([], None, "Mark the words to take out first"),
        (["0", "1", "2", "3"], None, "Nothing would be left"),
        (["2", "3"], "We took out Hill Top for you", "Please do not repeat their words"),
        (["99", "-1", "x"], None, "Mark the words to take out first"),
    ],
)
def test_taking_out_is_refused_where_it_makes_no_sense(aisha: Writes, desk: Desk, out, words, said) -> None:
    review = waits(aisha.begins("school", "school is Hill Top"))
    desk.takes_next()

    more = {"words": words} if words else {}
    answer = desk.decides(review, "out-details", out=out, **more)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert Post.objects.get().versions.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Nobody should read nothing"),
        ("word " * 130, "600 are enough"),
        ("This was flagged.", "Please say “flagged” in another way"),
        ("It is an inappropriate post.", "“inappropriate”"),
        ("No!", "exclamation marks"),
        ("You said how do other people sleep when you wrote to us.", "Please do not repeat their words"),
    ],
)
def test_a_notice_that_could_hurt_is_not_sent(aisha: Writes, desk: Desk, words: str, said: str) -> None:
    review = waits(aisha.begins("sleep", ASKED))
    desk.takes_next()

    answer = desk.decides(review, "withhold-method", words=words)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert Post.objects.get().state == Post.State.IN_REVIEW
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("slug", "state"), [("withhold-method", Post.State.WITHHELD), ("return-method", Post.State.RETURNED)]
)
def test_what_does_not_go_up_is_said_kindly(aisha: Writes, desk: Desk, slug: str, state: str) -> None:
    post = aisha.begins()
    review = waits(post)
    desk.takes_next()

    desk.decides(review, slug)

    post.refresh_from_db()
    assert post.state == state
    notice = Notice.objects.get()
    assert notice.words == str(BY_SLUG[slug].words)
    assert "You have not done anything wrong." in notice.words
    assert notice.offers_chat


def test_a_support_note_goes_up_with_it(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins()
    review = waits(post)
    desk.takes_next()

    desk.decides(review, "note")

    post.refresh_from_db()
    assert post.published_version is not None
    assert post.published_version.support_note


def test_nothing_is_decided_without_a_choice(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins())
    desk.takes_next()

    nothing = desk.posts_to("review:decide", review)
    no_reason = desk.posts_to("review:decide", review, action="withhold")
    another = desk.posts_to("review:decide", review, action="withhold", **{"choice-withhold": "publish"})

    assert "Choose what happens with it" in words_of(nothing)
    assert "Choose why" in words_of(no_reason)
    assert "Choose why" in words_of(another)
    assert not ReviewDecision.objects.exists()


def test_escalating_calls_a_lead_and_the_post_is_still_to_be_decided(aisha: Writes, desk: Desk) -> None:
    lena = make_lena()
    review = waits(aisha.begins())
    desk.takes_next()

    unsaid = desk.decides(review, "escalate-danger")
    answer = desk.decides(review, "escalate-danger", urgency="now", why="They say it is tonight.")

    assert "Choose how soon somebody must act" in words_of(unsaid)
    escalation = Escalation.objects.get()
    assert (escalation.post, escalation.urgency) == (review.version.post, "now")
    assert escalation.opened_by == desk.staff
    assert Page.objects.filter(escalation=escalation, staff=lena).exists()
    assert "a safeguarding lead is looking into something" in words_of(answer)
    assert "A safeguarding lead is called. You still hold it" in words_of(answer)
    assert reviewing.held_by(desk.staff) == review
    assert not Notice.objects.exists()
    desk.decides(review, "withhold-danger")
    assert Post.objects.get().state == Post.State.WITHHELD
    assert ReviewDecision.objects.count() == 2


def test_heavy_posts_are_counted_and_a_break_is_offered(aisha: Writes, desk: Desk) -> None:
    for number in range(5):
        review = waits(aisha.begins(f"post {number}", f"number {number}"), graphic=True)
        desk.takes_next()
        desk.opens(review)
        desk.decides(review, "publish")
        page = desk.sees()
        if number < 4:
            assert f"Heavy items this shift: {number + 1}. A break is offered after 5." in page

    assert "Would a break be good now?" in desk.sees()


HIDDEN_WORDS = '<span class="blurred" aria-hidden="true">how do other people sleep when it is '
CLOSED = "Open the whole post first: part of it is still hidden."


def page_of(desk: Desk, review: Review) -> str:
    return desk.client.get(reverse("review:show", args=[review.pk])).content.decode()


def test_words_that_may_be_graphic_are_blurred_until_somebody_opens_them(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED), graphic=True, marked="so loud")
    desk.takes_next()

    blurred = page_of(desk, review)
    shown = desk.posts_to("review:whole", review, action="return", **{"words-return-topic": "Half a sent"})

    assert HIDDEN_WORDS in blurred
    assert "Nothing of this post can go up yet: part of it is still hidden from you." in blurred
    assert 'class="blurred"' not in shown.content.decode()
    assert "Half a sent" in shown.content.decode()
    review.refresh_from_db()
    assert (review.opened_by, review.opened_at is not None) == (desk.staff, True)


@pytest.mark.parametrize("slug", ["publish", "publish-offer", "note", "out-details", "out-method"])
def test_h20_nothing_goes_up_while_part_of_it_is_hidden(aisha: Writes, desk: Desk, slug: str) -> None:
    post = aisha.begins("sleep", ASKED)
    review = waits(post, graphic=True, marked="so loud")
    desk.takes_next()

    refused = desk.decides(review, slug, out=["0"], show="1")

    assert refused.status_code == 409
    assert CLOSED in words_of(refused)
    post.refresh_from_db()
    assert (post.state, post.published_version) == (Post.State.IN_REVIEW, None)
    assert post.versions.count() == 1
    assert not ReviewDecision.objects.exists()
    desk.opens(review)
    assert desk.decides(review, slug, out=["0"]).status_code == 200
    post.refresh_from_db()
    assert post.published_version is not None


def test_what_puts_nothing_up_can_be_done_while_it_is_hidden(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED), graphic=True)
    desk.takes_next()

    desk.decides(review, "withhold-method")

    assert Post.objects.get().state == Post.State.WITHHELD


def test_what_was_opened_stays_open_after_escalate_and_after_an_error(aisha: Writes, desk: Desk) -> None:
    make_lena()
    review = waits(aisha.begins("sleep", ASKED), graphic=True, marked="so loud")
    desk.takes_next()
    desk.opens(review)

    desk.decides(review, "escalate-danger", urgency="now", why="They say it is tonight.")
    after_escalate = page_of(desk, review)
    after_error = desk.decides(review, "publish", words="").content.decode()

    assert 'class="blurred"' not in after_escalate
    assert 'class="blurred"' not in after_error
    assert CLOSED not in after_error


def test_h20_whoever_gives_the_second_opinion_opens_it_too(aisha: Writes, desk: Desk, kofi: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED), graphic=True, marked="so loud")
    desk.takes_next()
    desk.opens(review)
    desk.decides(review, "second-detail")
    kofi.takes_next()

    assert HIDDEN_WORDS in page_of(kofi, review)
    assert kofi.decides(review, "publish").status_code == 409
    kofi.opens(review)
    assert kofi.decides(review, "publish").status_code == 200


def test_h20_a_new_wording_is_opened_anew(aisha: Writes, desk: Desk) -> None:
    post = aisha.begins("sleep", "the old words of it")
    older = waits(post, graphic=True)
    desk.takes_next()
    desk.opens(older)
    posts.edit_post(post, title="sleep", body="the new words of it", client_id=uuid4())
    newer = waits(post, graphic=True)
    desk.decides(older, "publish")  # they changed it: the new one is theirs

    assert desk.decides(newer, "publish").status_code == 409


def test_nobody_opens_what_somebody_else_holds(aisha: Writes, desk: Desk, kofi: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED), graphic=True)
    desk.takes_next()

    assert ASKED not in kofi.opens(review)
    review.refresh_from_db()
    assert review.opened_by is None


def test_nothing_is_chosen_beforehand(aisha: Writes, desk: Desk) -> None:
    review = waits(aisha.begins("sleep", ASKED))
    desk.takes_next()

    page = page_of(desk, review)
    refused = desk.posts_to("review:decide", review, action="publish")

    assert re.findall(r'<input type="radio"[^>]* checked(?! hidden)', page) == []
    assert "Choose whether a chat is offered with it." in words_of(refused)
    assert not ReviewDecision.objects.exists()


def test_the_earlier_wordings_are_shown_with_what_was_noticed(aisha: Writes, desk: Desk, kofi: Desk) -> None:
    post = aisha.begins("tonight", "i took some of my mums tablets about an hour ago")
    assess_pending()
    posts.edit_post(post, title="maths", body="does anyone else find maths boring", client_id=uuid4())
    assess_pending()
    review = Review.objects.get(state=Review.State.WAITING)

    first = desk.takes_next()
    desk.opens(review)
    desk.decides(review, "second-danger")
    second = kofi.takes_next()

    for page in (first, second):
        assert "What it said before it was changed" in page
        assert "i took some of my mums tablets about an hour ago" in page
        assert "It stays as urgent as it was" in page
    assert re.search('<mark class="marked" title="noticed: [^"]*medicine taken[^"]*">took some', page_of(kofi, review))


def test_a_moderator_lands_on_the_review(desk: Desk, mina: StaffMember) -> None:
    assert desk.client.get("/staff/").headers["Location"] == "/review/"
    both = Desk(person("Ada", Role.COUNSELLOR, Role.MODERATOR))
    assert both.client.get("/staff/").headers["Location"] == "/console/"
