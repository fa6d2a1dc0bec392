"""Finding somebody whose life may be in danger: an address that is opened and read out, destroyed in time; a number of
the police that is searched for, and never silently (H19, H22, H25)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.conversations import come_back
from chat.keeping.erase import Stopped
from chat.keeping.holds import place_hold
from chat.models import Conversation, Hold, Whence
from chat.urgency import Urgency
from chat.whence.keep import Noted, note
from chat.whence.read import kept_of, opened
from chat.whence.source import Came
from config import clock
from escalation.finding import numbers, over
from escalation.finding.locating import locating
from escalation.finding.searches import see, unseen_by
from escalation.glass import breaking
from escalation.glass.shown import notices_for
from escalation.models import Escalation, Glass, NumberSearch
from escalation.open import open_about_staff, open_escalation
from escalation.rights.kinds import BY_CODE
from escalation.rights.sweep import sweep
from rota.models import AuditRow, Role, StaffMember
from tests.access.cast import with_a_number
from tests.access.looking import shows_who_they_are, signed_in
from tests.keeping.people import is_over, two_lift
from tests.people import YoungWriter, flagged, make_aisha, person

HERE, NUMBER = "203.0.113.77", "+447700900177"
WHY = "police are at the wrong house"
HOUR = timedelta(hours=1)
AT = datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)


@pytest.fixture
def ines(database: str) -> StaffMember:
    return person("Ines", Role.PRIVACY)


def connects(writer: YoungWriter, address: str = HERE, port: int | None = 40001, at: datetime | None = None) -> None:
    note([Noted(writer.conversation.pk, Came(address, port), at or clock.now())])


def rows(ground: str) -> list[tuple[str, str]]:
    found = AuditRow.objects.filter(ground=ground).order_by("pk")
    return [(row.action, row.who.name if row.who else "") for row in found.select_related("who")]


# Opening an address


def test_h19_the_address_is_opened_with_a_reason_read_out_in_utc_and_seen_by_the_privacy_officer(
    aisha, escalation, lena, marc, ines
):
    connects(aisha, at=AT)
    connects(aisha, port=41000, at=AT + 2 * HOUR)
    before = {row.pk for row in Whence.objects.all()}
    page = shows_who_they_are(signed_in(lena))
    url = f"/escalations/{escalation.pk}/contact/"
    assert "Open the number or the network address" in page.get(f"/escalations/{escalation.pk}/").content.decode()
    assert HERE not in page.get(url).content.decode()
    assert page.post(url, {"what": "address", "reason": " "}).status_code == 422
    page.post(url, {"what": "address", "reason": WHY})
    glass = Glass.objects.get()

    shown = page.post(f"{url}{glass.pk}/opening/")

    text = re.sub(r"<[^>]+>", "", shown.content.decode())
    assert f"IPv4 address {HERE}, source port 41000, at 29 Mar 2026 02:59:30 UTC" in text
    assert f"IPv4 address {HERE}, source port 40001, at 29 Mar 2026 00:59:30 UTC" in text
    assert "They connected to localhost, port" in text
    assert "no-store" in shown.headers["Cache-Control"]
    assert HERE not in page.get(url).content.decode()
    assert rows(f"glass:{glass.pk}") == [("whence.asked", "Lena"), ("whence.opened", "Lena")]
    assert glass.calls.get().staff == ines
    assert "A phone number or an address was asked for" in notices_for(ines, ines.roles_held())[0].words
    assert "for the network address" in signed_in(ines).get("/escalations/contacts/").content.decode()
    assert HERE not in signed_in(ines).get("/escalations/contacts/").content.decode()
    assert "review why" in notices_for(marc, marc.roles_held())[0].words
    assert {row.pk for row in Whence.objects.all()} == before


def test_h19_nobody_else_opens_it_and_nothing_behind_an_allegation(aisha, escalation, lena, sam, olu):
    connects(aisha)
    allegation = open_about_staff(sam, Urgency.NOW, "he asked for her address", lena, heard_in=aisha.conversation)

    for staff in (sam, olu):
        with pytest.raises(PermissionDenied):
            breaking.ask(escalation, reason=WHY, by=staff, what="address")
        assert signed_in(staff).get(f"/escalations/{escalation.pk}/contact/").status_code == 404
    with pytest.raises(PermissionDenied):
        breaking.ask(allegation, reason=WHY, by=lena, what="address")
    glass = breaking.ask(escalation, reason=WHY, by=lena, what="address")
    Whence.objects.update(address=None, address_hash="", destroyed_at=clock.now())
    with pytest.raises(ValidationError, match="destroyed since"):
        breaking.open_contact(glass, by=lena)
    assert rows(f"glass:{glass.pk}") == [("whence.asked", "Lena")]


def test_the_emergency_form_says_what_can_be_found_and_what_cannot(aisha, escalation, settings):
    assert said(escalation) == ["No network address of theirs is kept."]
    settings.KEEP_NETWORK_ADDRESSES = False
    assert said(escalation) == ["This service keeps no network addresses: whoever installed it switched that off."]
    settings.KEEP_NETWORK_ADDRESSES = True
    connects(aisha)
    assert any("without the port and the exact time" in words for words in said(escalation))
    Whence.objects.update(address=None, address_hash="", destroyed_at=clock.now())
    assert said(escalation) == ["The network address was destroyed: the chat has been over for too long."]
    with_a_number(escalation, NUMBER)
    assert any("Its number is sealed here" in words for _can, words in locating(escalation))


def said(escalation: Escalation) -> list[str]:
    return [words for _can, words in locating(escalation) if "address" in words or "VPN" in words]


# Destroyed in time


def swept() -> int:
    run = sweep(BY_CODE["whence"], clock.now())
    return run.gone if run else 0


def test_h22_it_is_destroyed_72_hours_after_the_end_and_a_chat_that_goes_on_again_starts_anew(aisha):
    connects(aisha)
    clock.move(200 * HOUR)
    assert swept() == 0  # it goes on
    is_over(aisha)
    clock.move(71 * HOUR)
    assert swept() == 0
    clock.move(HOUR)
    assert swept() == 1
    row = Whence.objects.get()
    assert (row.address, row.address_hash, row.destroyed_at is not None) == (None, "", True)
    assert kept_of([aisha.young_person.pk]).count() == 0
    assert swept() == 0

    Conversation.objects.filter(pk=aisha.conversation.pk).update(ended_at=clock.now())
    come_back(aisha.conversation, knows_code_word=True)
    connects(aisha)
    clock.move(100 * HOUR)
    assert swept() == 0
    assert [one.address for one in opened(kept_of([aisha.young_person.pk]))] == [HERE]


def test_h22_what_is_held_or_may_still_be_needed_to_find_them_stays_until_that_is_over(aisha, escalation, lena, marc):
    connects(aisha)
    conversation = is_over(aisha)
    hold = place_hold(conversation, why=Hold.Why.POLICE, placed_by=lena)
    clock.move(80 * HOUR)
    assert swept() == 0
    with pytest.raises(Stopped):
        over.destroy(Whence.objects.get(), clock.now())
    two_lift(hold, lena)
    assert swept() == 0
    Escalation.objects.filter(pk=escalation.pk).update(
        state="decided", decided_at=clock.now(), acknowledged_at=clock.now(), lead=lena, check_due_at=clock.now()
    )
    assert swept() == 0  # somebody still looks whether help arrived
    Escalation.objects.filter(pk=escalation.pk).update(state="closed", closed_at=clock.now(), check_due_at=None)
    allegation = open_about_staff(marc, Urgency.VERY_SOON, "he gave her his number", lena, heard_in=conversation)
    assert swept() == 0
    Escalation.objects.filter(pk=allegation.pk).update(
        state="closed", closed_at=clock.now(), acknowledged_at=clock.now(), lead=lena
    )

    assert swept() == 1
    assert AuditRow.objects.filter(action="whence.destroyed", about=f"conversation:{conversation.pk}").count() == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from("come come end again hold lift danger settle wait wait sweep sweep".split()),
        st.integers(0, 1),
    ),
    min_size=5,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_h22_nothing_goes_early_and_nothing_stays_without_a_reason(lena, marc, steps):
    """After each look of the clock: gone is exactly what is over for 72 hours, not held, and about nobody in danger."""
    clock.reset()
    two = [make_aisha() for _ in range(2)]
    for what, whom in steps:
        must_stay = {row.pk for writer in two for row in kept_of([writer.young_person.pk]) if is_needed(writer)}
        step(what, two[whom], lena, marc)
        gone = set(Whence.objects.filter(destroyed_at__isnull=False).values_list("pk", flat=True))
        assert not gone & must_stay, (what, steps)
        if what == "sweep":
            left = {writer.young_person.pk for writer in two if kept_of([writer.young_person.pk]).exists()}
            assert left <= {writer.young_person.pk for writer in two if is_needed(writer)}, steps


def is_needed(writer: YoungWriter) -> bool:
    ended = Conversation.objects.get(pk=writer.conversation.pk).ended_at
    held = Hold.objects.filter(conversation=writer.conversation, lifted_at=None)
    danger = Escalation.objects.filter(young_person=writer.young_person).exclude(state="closed")
    return ended is None or clock.now() - ended < 72 * HOUR or held.exists() or danger.exists()


def step(what: str, writer: YoungWriter, lena: StaffMember, marc: StaffMember) -> None:
    writer.conversation = Conversation.objects.get(pk=writer.conversation.pk)
    match what:
        case "come":
            connects(writer)
        case "end" if not writer.conversation.is_over:
            is_over(writer)
        case "again" if writer.conversation.is_over:
            come_back(writer.conversation, knows_code_word=True)
        case "hold":
            place_hold(writer.conversation, why=Hold.Why.POLICE, placed_by=lena)
        case "lift":
            for hold in Hold.objects.filter(conversation=writer.conversation, lifted_at=None):
                two_lift(hold, lena, marc)
        case "danger" if not writer.conversation.is_over:
            open_escalation(flagged(writer.says("i took them")))
        case "settle":
            open_ones = Escalation.objects.filter(young_person=writer.young_person).exclude(state="closed")
            open_ones.update(state="closed", closed_at=clock.now(), acknowledged_at=clock.now(), lead=lena)
        case "wait":
            clock.move(40 * HOUR)
        case "sweep":
            while swept():
                pass


# A number of the police


def search(browser: Client, **form: str) -> Any:
    given = {"number": "07700 900177", "reason": "police found a phone on a bridge", "reference": "CAD 77", **form}
    return browser.post("/staff/find/", given)


def test_h19_a_number_of_the_police_is_found_or_not_and_either_way_written_down_first(
    aisha, escalation, lena, ines, caplog
):
    with_a_number(escalation, NUMBER)
    caplog.set_level("DEBUG")
    browser = shows_who_they_are(signed_in(lena))

    found, nothing = search(browser), search(browser, number="07700 900178")
    refused = search(browser, number="12", reference="")

    text = found.content.decode()
    assert 'data-found="yes"' in text
    assert f'href="/escalations/{escalation.pk}/"' in text
    assert aisha.conversation.handle in text
    assert "no-store" in found.headers["Cache-Control"]
    assert 'data-found="no"' in nothing.content.decode()
    assert refused.status_code == 422
    assert 'value="12"' in refused.content.decode()
    kept = list(NumberSearch.objects.order_by("pk"))
    assert [(one.found_chats, one.found_escalations) for one in kept] == [(1, 1), (0, 0)]
    assert [one.reference for one in kept] == ["CAD 77", "CAD 77"]
    actions = AuditRow.objects.filter(action="number.searched").order_by("pk").values_list("about", "who__name")
    assert list(actions) == [(f"search:{one.pk}", "Lena") for one in kept]
    assert [verb for verb, _who in rows(f"search:{kept[0].pk}")] == ["number.found", "number.found"]
    everything = str(list(AuditRow.objects.values_list())) + caplog.text
    assert "7700900177" not in everything.replace(" ", "")
    for page in (found, nothing):
        assert "900177" not in page.content.decode().replace(" ", "")

    officer = signed_in(ines)
    assert [notice.url for notice in notices_for(ines, ines.roles_held())] == ["/staff/find/searches/"]
    listed = officer.get("/staff/find/searches/").content.decode()
    assert "police found a phone on a bridge" in listed
    assert "2, of them 2 in the last 24 hours; nothing found in 1" in listed
    assert aisha.conversation.handle not in listed
    for one in kept:
        officer.post(f"/staff/find/searches/{one.pk}/seen/")
    assert unseen_by(ines) == 0


def test_h19_h25_who_may_not_is_refused_and_an_allegation_is_never_found(aisha, lena, marc, sam, olu, ines):
    escalation = open_escalation(flagged(aisha.says("i took the packet")))
    with_a_number(escalation, NUMBER)
    allegation = open_about_staff(marc, Urgency.NOW, "he texts her at night", sam, heard_in=aisha.conversation)
    given = {"number": NUMBER, "reason": WHY, "reference": "not known"}

    for staff in (sam, olu, ines):
        assert signed_in(staff).get("/staff/find/").status_code == 404
        with pytest.raises(PermissionDenied):
            numbers.search(NUMBER, reason=WHY, reference="not known", by=staff)
    assert signed_in(lena).get("/staff/find/searches/").status_code == 404
    asked = signed_in(lena)
    asked.get("/staff/")
    clock.move(10 * timedelta(minutes=1))
    assert "data-found" not in asked.post("/staff/find/", given).content.decode()  # first show who you are
    assert not NumberSearch.objects.exists()

    for lead in (lena, marc):
        assert [one.pk for one in numbers.search(**given, by=lead).escalations] == [escalation.pk]
        assert allegation.pk != escalation.pk
    with pytest.raises(NumberSearch.DoesNotExist):
        see(NumberSearch.objects.latest("pk").pk, by=marc)
