"""An escalation about a post: who sees it, what its pages say, and a moderator who is worried."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import strip_tags

from chat.models import Post
from config import clock
from escalation.access import escalations_open_to
from escalation.decide import acknowledge, decide
from escalation.models import Escalation, Page
from escalation.open import open_by_hand
from escalation.page import page_all_due
from escalation.tasks import open_escalation
from escalation.timeline import timeline
from moderation.assess import assess_pending
from moderation.models import Flag, Review
from moderation.review import hooks
from rota.models import AuditRow, Role, Shift, StaffMember
from tests.escalation.words import form, reasons
from tests.forum.people import Writes, newest
from tests.people import make_lena, on_shift, person

DANGER = "i took some of my mums tablets about an hour ago"


@pytest.fixture
def lena(database: str) -> StaffMember:
    return make_lena()


@pytest.fixture
def post(aisha: Writes) -> Post:
    made = aisha.begins(title="cannot any more", body=DANGER)
    assess_pending()
    return made


@pytest.fixture
def escalation(post: Post, lena: StaffMember) -> Escalation:
    for flag in Flag.objects.filter(urgency__in=["now", "very_soon"]):
        open_escalation(flag.pk)
    return Escalation.objects.get()


@pytest.fixture
def signed_in(database: str) -> Callable[[StaffMember], Client]:
    cache.clear()

    def browser_of(staff: StaffMember) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(staff)
        return client

    return browser_of


def text(answer) -> str:  # type: ignore[no-untyped-def]
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_shows_their_words_and_that_it_is_a_public_forum(
    escalation: Escalation, lena: StaffMember, aisha: Writes, signed_in: Callable[[StaffMember], Client]
) -> None:
    page = text(signed_in(lena).get(f"/escalations/{escalation.pk}/"))

    assert aisha.member.nickname in page
    assert "cannot any more" in page
    assert '<mark class="marked"' in page
    assert "A post in the public forum." in page
    assert "Not public" in page
    assert "Forum · raised" in page


def test_the_page_says_when_it_is_public_now(
    post: Post, escalation: Escalation, lena: StaffMember, mina: StaffMember, signed_in: Callable[[StaffMember], Client]
) -> None:
    from chat.forums import posts

    posts.publish(newest(post), approved_by=mina)

    assert "Public now" in text(signed_in(lena).get(f"/escalations/{escalation.pk}/"))


def test_h19_reading_all_their_posts_is_an_audit_row_and_shown(
    escalation: Escalation, lena: StaffMember, aisha: Writes, signed_in: Callable[[StaffMember], Client]
) -> None:
    aisha.begins(title="another day", body="what helps you sleep")
    browser = signed_in(lena)

    page = text(browser.get(f"/escalations/{escalation.pk}/conversation/"))

    assert "another day" in page
    assert "took some of my mums tablets" in strip_tags(page)  # marks may divide them
    assert AuditRow.objects.filter(action="post.read", about=f"post:{escalation.post_id}", who=lena).exists()
    assert "Lena" in text(browser.get(f"/escalations/{escalation.pk}/")).split("Who has seen this")[1]


def test_a_lead_decides_about_a_post_as_about_a_chat(
    escalation: Escalation, lena: StaffMember, signed_in: Callable[[StaffMember], Client]
) -> None:
    browser = signed_in(lena)

    browser.post(f"/escalations/{escalation.pk}/acknowledgement/")
    answer = browser.post(f"/escalations/{escalation.pk}/decisions/", form(escalation))

    assert answer.status_code == 302
    escalation.refresh_from_db()
    assert escalation.state == "decided"
    assert set(Flag.objects.filter(urgency="now").values_list("state", flat=True)) == {"confirmed"}


def test_h12_nobody_answers_and_the_chain_goes_on(escalation: Escalation) -> None:
    clock.move(timedelta(minutes=2, seconds=1))

    page_all_due()

    assert Page.objects.count() == 2


def test_h19_only_leads_and_whoever_raised_it_know_of_it_and_only_leads_read_words(
    escalation: Escalation,
    lena: StaffMember,
    mina: StaffMember,
    database: str,
    signed_in: Callable[[StaffMember], Client],
) -> None:
    grace = person("Grace", Role.SHIFT_LEAD)
    on_shift(grace, Shift.Duty.SHIFT_LEAD)

    assert list(escalations_open_to(lena)) == [escalation]
    assert list(escalations_open_to(grace)) == []
    assert list(escalations_open_to(mina)) == []
    assert signed_in(mina).get(f"/escalations/{escalation.pk}/").status_code == 404


def test_a_moderator_who_is_worried_calls_a_lead_and_sees_how_far_it_is(
    aisha: Writes, lena: StaffMember, mina: StaffMember, signed_in: Callable[[StaffMember], Client]
) -> None:
    post = aisha.begins(title="home", body="it is loud here again")
    assess_pending()
    assert hooks.escalate is not None

    number = hooks.escalate(post, "very_soon", "I think she is not safe at home.", mina)
    again = hooks.escalate(post, "very_soon", "I think she is not safe at home.", mina)

    assert number == again
    escalation = Escalation.objects.get()
    assert (escalation.pk, escalation.opened_by, escalation.post_id) == (number, mina, post.pk)
    assert [page.staff for page in Page.objects.all()] == [lena]
    review = Review.objects.get()
    assert (review.urgency, review.lane) == ("very_soon", "care")
    page = text(signed_in(mina).get(f"/escalations/{escalation.pk}/"))
    assert "it is loud here again" not in page
    assert "I think she is not safe at home." not in page
    assert "I think she is not safe at home." in text(signed_in(lena).get(f"/escalations/{escalation.pk}/"))


def test_escalating_a_post_by_hand_needs_how_soon_and_why(aisha: Writes, mina: StaffMember) -> None:
    post = aisha.begins()

    with pytest.raises(ValidationError) as refused:
        open_by_hand(post, "soon", " ", mina)

    assert set(refused.value.message_dict) == {"urgency", "why"}


def test_h19_a_post_is_reported_over_the_page_by_those_who_know_of_it(
    aisha: Writes, mina: StaffMember, lena: StaffMember, database: str, signed_in: Callable[[StaffMember], Client]
) -> None:
    post = aisha.begins()
    typed = {"post": str(post.pk), "urgency": "now", "why": "worried"}
    sam = person("Sam", Role.COUNSELLOR)

    assert signed_in(sam).post("/escalations/open/", typed).status_code == 404
    assert signed_in(mina).post("/escalations/open/", typed).status_code == 302
    assert Escalation.objects.get().post_id == post.pk


def test_the_timeline_begins_with_the_post_and_holds_what_moderators_did(
    post: Post, escalation: Escalation, lena: StaffMember, mina: StaffMember
) -> None:
    from chat.forums import posts

    posts.take_for_review(newest(post), mina)
    posts.withhold(newest(post), mina)
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)

    titles = [item.title for item in timeline(Escalation.objects.get())]

    assert titles[0] == "Post written in the forum"
    assert "Escalation opened by the system" in titles
    assert "Mina took the post to read it" in titles
    assert titles[-1].startswith("Lena decided")
