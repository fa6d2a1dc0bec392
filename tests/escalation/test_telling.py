"""H24: before anybody else hears of it, the young person does: written, answered and asked about on the escalation."""

from collections.abc import Callable
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from chat.models import Telling
from chat.telling import engine
from escalation import telling
from escalation.changing import Stale
from escalation.decide import acknowledge, decide
from escalation.models import Decision, Escalation
from escalation.open import open_by_hand
from escalation.stamp import stamp_of
from rota.models import AuditRow, StaffMember
from tests.escalation.words import form, from_page, reasons
from tests.people import YoungWriter, make_aisha

SignedIn = Callable[[StaffMember], Client]
TOLD = {"to_whom": "the children’s team", "tell_what": "that he hurts you", "tell_why": "so that you are safe"}


@pytest.fixture
def had(escalation: Escalation, lena: StaffMember) -> Escalation:
    return acknowledge(escalation, acknowledged_by=lena)


def posts(browser: Client, name: str, escalation: Escalation, *more: int, **posted: str) -> int:
    address = reverse(f"escalation:{name}", args=[escalation.pk, *more])
    return int(browser.post(address, {**from_page(escalation), **posted}).status_code)


def shown(browser: Client, escalation: Escalation) -> str:
    return unescape(browser.get(reverse("escalation:show", args=[escalation.pk])).content.decode())


def test_h24_a_lead_writes_it_and_sees_at_once_what_the_young_person_says(
    signed_in: SignedIn, had: Escalation, aisha: YoungWriter, lena: StaffMember, sam: StaffMember
) -> None:
    browser, started = signed_in(lena), Escalation.objects.get().version
    assert posts(browser, "tell", had, **{**TOLD, "tell_why": " "}) == 422
    assert posts(browser, "tell", had, **TOLD) == 302
    one = Telling.objects.get()
    engine.confirm_safe(one, by=sam)
    seen = Escalation.objects.get().version
    engine.was_read(one)
    assert Escalation.objects.get().version == seen  # nothing new to decide about
    stamp = stamp_of(had)

    engine.answer(one, words="not my school please", agrees=False)

    assert stamp_of(Escalation.objects.get()) != stamp
    page = shown(browser, had)
    assert "not my school please" in page
    for line in (
        "Lena wrote what the young person is told first", "Sam said that it is safe",
        "The young person has read what will be said", "The young person answered what will be said",
    ):  # fmt: skip
        assert line in page
    with pytest.raises(Stale):
        decide(had, **reasons(), seen=seen, decided_by=lena)
    assert posts(browser, "tell_outcome", had, one.pk, **{f"outcome_{one.pk}": "They ring you first."}) == 302
    assert "They ring you first." in shown(browser, had)
    now = Escalation.objects.get()
    counted = ["written", "shown", "answered", "outcome"]
    assert list(now.history.filter(kind="told").order_by("pk").values_list("to_value", flat=True)) == counted
    assert now.version == started + len(counted)
    assert AuditRow.objects.filter(action__startswith="telling.").count() == len(counted)


def test_h24_who_says_that_they_were_told_is_asked_where(
    signed_in: SignedIn, had: Escalation, lena: StaffMember
) -> None:
    browser = signed_in(lena)

    asked = browser.post(reverse("escalation:decide", args=[had.pk]), form(had, told_sure=""))

    assert (asked.status_code, list(asked.context["errors"])) == (422, ["told_sure"])
    assert not Decision.objects.exists()
    assert posts(browser, "not_told", had, not_told_why="he reads her phone") == 302
    assert "he reads her phone" in shown(browser, had)
    assert browser.post(reverse("escalation:decide", args=[had.pk]), form(had, told_sure="")).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"young_person_told": "no", "young_person_not_told_why": "he reads it"},
        {"outcome": "internal_plan", "shared": "", "not_shared_why": "no need"},
    ],
)
def test_with_a_reason_or_where_nobody_else_hears_of_it_nothing_is_asked(
    signed_in: SignedIn, had: Escalation, lena: StaffMember, changed: dict[str, str]
) -> None:
    posted = form(had, **{"told_sure": "", **changed})

    assert signed_in(lena).post(reverse("escalation:decide", args=[had.pk]), posted).status_code == 302


def test_only_a_lead_and_only_on_their_own_escalation(
    signed_in: SignedIn, had: Escalation, lena: StaffMember, sam: StaffMember, olu: StaffMember
) -> None:
    posts(signed_in(lena), "tell", had, **TOLD)
    one, other = Telling.objects.get(), make_aisha()
    theirs = acknowledge(open_by_hand(other.conversation, "very_soon", "w", lena), acknowledged_by=lena)

    assert posts(signed_in(sam), "tell", had, **TOLD) == 404
    assert posts(signed_in(olu), "tell", had, **TOLD) == 404
    assert posts(signed_in(lena), "tell_back", theirs, one.pk) == 404
    assert posts(signed_in(lena), "tell_outcome", had, 10**20) == 404
    with pytest.raises(PermissionDenied):
        telling.not_tell(had, why="no", by=sam)
    assert Telling.objects.count() == 1
    assert posts(signed_in(lena), "tell_back", had, one.pk) == 302
    assert Telling.objects.get().taken_back_at is not None
