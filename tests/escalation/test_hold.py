"""A safety hold ends by hand only on the page of its escalation, by a lead, with a reason."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chat.models import Conversation
from chat.moves import Move, move, replayed
from escalation.models import Escalation
from rota.models import AuditRow, StaffMember
from tests.people import YoungWriter

SignedIn = Callable[[StaffMember], Client]


@pytest.fixture
def held(escalation: Escalation, aisha: YoungWriter, sam: StaffMember) -> Escalation:
    aisha.is_taken_by(sam)
    with transaction.atomic():
        move(Conversation.objects.select_for_update().get(pk=aisha.conversation.pk), Move.HOLD)
    return escalation


def posts(browser: Client, name: str, escalation: Escalation, **posted: str) -> HttpResponse:
    return browser.post(reverse(f"escalation:{name}", args=[escalation.pk]), posted)


def shown(browser: Client, escalation: Escalation) -> str:
    return str(browser.get(reverse("escalation:show", args=[escalation.pk])).content.decode())


def test_h15_a_lead_says_that_they_were_reached(
    signed_in: SignedIn, held: Escalation, sam: StaffMember, lena: StaffMember
) -> None:
    browser = signed_in(lena)
    assert "How were they reached" in shown(browser, held)

    empty = posts(browser, "reached", held, reached_why=" ")
    done = posts(browser, "reached", held, reached_why="Her aunt is with her.")

    assert (empty.status_code, set(empty.context["errors"]), done.status_code) == (422, {"reached_why"}, 302)
    conversation = Conversation.objects.get(pk=held.conversation_id)
    assert (conversation.state, conversation.owner, conversation.silent_since) == ("active", sam, None)
    last = conversation.history.order_by("pk").last()
    assert last is not None
    assert (last.kind, last.by, last.why) == ("reached", lena, "Her aunt is with her.")
    assert AuditRow.objects.filter(action="conversation.reached", who=lena).count() == 1
    after = shown(browser, held)
    assert "How were they reached" not in after
    assert "Lena says that they were reached" in after
    assert posts(browser, "reached", held, reached_why="again").status_code == 302  # over already: nothing happens
    assert conversation.history.filter(kind="reached").count() == 1


def test_h15_reached_while_nobody_has_them_is_the_top_of_the_queue(
    signed_in: SignedIn, held: Escalation, lena: StaffMember
) -> None:
    conversation = Conversation.objects.get(pk=held.conversation_id)
    Conversation.objects.update(owner=None, lease_until=None, reply_due_at=conversation.opened_at)

    posts(signed_in(lena), "reached", held, reached_why="She rang us.")

    conversation.refresh_from_db()
    assert (conversation.state, conversation.owner, conversation.cut_off_at is not None) == ("waiting", None, True)
    assert replayed(conversation.history.order_by("pk")) == "waiting"


def test_h15_standing_down_needs_a_reason_and_a_second_thought(
    signed_in: SignedIn, held: Escalation, lena: StaffMember
) -> None:
    browser = signed_in(lena)

    refused = posts(browser, "stand_down", held, stand_down_why="")
    assert (refused.status_code, set(refused.context["errors"])) == (422, {"stand_down_why", "stand_down_sure"})
    posts(browser, "stand_down", held, stand_down_why="The police found her safe.", stand_down_sure="yes")

    conversation = Conversation.objects.get(pk=held.conversation_id)
    assert (conversation.state, conversation.owner, conversation.close_reason) == ("paused", None, "stood_down")
    assert Escalation.objects.get(pk=held.pk).is_undecided  # that is another question


def test_nobody_else_ends_a_hold(signed_in: SignedIn, held: Escalation, sam: StaffMember, olu: StaffMember) -> None:
    for name, posted in (("reached", {"reached_why": "x"}), ("stand_down", {"stand_down_why": "x"})):
        assert posts(signed_in(sam), name, held, **posted).status_code == 403
        assert posts(signed_in(olu), name, held, **posted).status_code == 404
    assert "How were they reached" not in shown(signed_in(sam), held)
    assert Conversation.objects.get(pk=held.conversation_id).state == "safety_hold"
