"""After a decision a safeguarding lead may end a chat that nobody else may end."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chat.conversations import end_conversation
from chat.models import Conversation
from chat.urgency import Urgency
from escalation.decide import acknowledge, decide
from escalation.models import Escalation
from escalation.open import open_escalation
from moderation.models import Flag
from rota.models import AuditRow, StaffMember
from tests.escalation.words import reasons
from tests.people import YoungWriter, flagged

SignedIn = Callable[[StaffMember], Client]
WHY = "She is with the ambulance crew. Her counsellor rings tomorrow."


def ends(browser: Client, escalation: Escalation, **posted: str) -> HttpResponse:
    return browser.post(
        reverse("escalation:end_chat", args=[escalation.pk]), {"end_why": WHY, "end_sure": "yes"} | posted
    )


def shown(browser: Client, escalation: Escalation) -> str:
    return str(browser.get(reverse("escalation:show", args=[escalation.pk])).content.decode())


@pytest.fixture
def decided(escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember) -> Escalation:
    """Aisha is with Sam, and Lena has decided."""
    aisha.is_taken_by(sam)
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)
    return Escalation.objects.get(pk=escalation.pk)


def test_a_lead_ends_the_chat_that_its_counsellor_may_not(
    signed_in: SignedIn, decided: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    flagged(aisha.says("he drinks"), words="may be about drink or drugs", urgency=Urgency.SOON)
    with pytest.raises(ValidationError):
        end_conversation(aisha.conversation, ended_by=sam, reason="goodbye", summary="")
    assert "End this chat" in shown(signed_in(lena), decided)

    answer = ends(signed_in(lena), decided)

    assert answer.status_code == 302
    conversation = Conversation.objects.get(pk=decided.conversation_id)
    assert (conversation.state, conversation.owner, conversation.close_reason) == ("closed", None, "safeguarding_lead")
    assert conversation.summary == WHY
    assert AuditRow.objects.filter(action="conversation.ended", about=f"conversation:{conversation.pk}").count() == 1
    assert not Flag.objects.filter(state__in=Flag.OPEN).exists()
    after = shown(signed_in(lena), decided)
    assert "Lena ended the chat" in after
    assert "I am sure" not in after
    assert ends(signed_in(lena), decided).status_code == 302  # over already: nothing more happens


def test_it_needs_a_reason_and_a_second_thought_and_keeps_what_was_typed(
    signed_in: SignedIn, decided: Escalation, lena: StaffMember
) -> None:
    browser = signed_in(lena)

    no_reason, not_sure = ends(browser, decided, end_why=" "), ends(browser, decided, end_sure="")

    assert (no_reason.status_code, set(no_reason.context["errors"])) == (422, {"end_why"})
    assert (not_sure.status_code, set(not_sure.context["errors"])) == (422, {"end_sure"})
    assert WHY in not_sure.content.decode()
    assert Conversation.objects.get(pk=decided.conversation_id).ended_at is None


def test_not_before_a_decision_and_not_over_the_head_of_something_new(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    browser = signed_in(lena)
    acknowledge(escalation, acknowledged_by=lena)
    assert "End this chat" not in shown(browser, escalation)
    assert ends(browser, escalation).status_code == 422

    decide(escalation, **reasons(), decided_by=lena)
    open_escalation(flagged(aisha.says("he is here now"), words="not safe at home"))

    refused = ends(browser, escalation)
    assert refused.status_code == 422
    assert "Decide about it first" in refused.content.decode()
    assert Conversation.objects.get(pk=escalation.conversation_id).ended_at is None


def test_nobody_else_ends_it(signed_in: SignedIn, decided: Escalation, sam: StaffMember, olu: StaffMember) -> None:
    assert "End this chat" not in shown(signed_in(sam), decided)
    assert ends(signed_in(sam), decided).status_code == 403
    assert ends(signed_in(olu), decided).status_code == 404
    assert Conversation.objects.get(pk=decided.conversation_id).ended_at is None
