"""An allegation does not exist for whoever it is about, and nobody can stop it (H25)."""

import csv
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import AccessPack, Conversation
from chat.urgency import Urgency
from config import clock
from escalation.access import escalations_open_to
from escalation.banners import pages_of as standing_pages
from escalation.decide import acknowledge, decide
from escalation.models import Escalation, EscalationEvent, Page
from escalation.open import open_about_staff
from escalation.page import page_all_due, page_next
from escalation.queries import escalations_of
from escalation.rights.pack.asking import lead_says
from rota import audit
from rota.audit.watch import check_now
from rota.audit_pages.filters import hidden_from
from rota.models import AuditLink, AuditRow, Role, RoleGrant, Shift, StaffMember
from rota.people import add_staff
from rota.policy import veiled_from
from tests.access.cast import (
    a_glass,
    a_public_post,
    a_review,
    an_escalation,
    referral_things,
    rights_things,
    rota_things,
    staff_member,
)
from tests.access.looking import body_of, pages_of, same_each_time, shows_who_they_are, signed_in
from tests.escalation.words import reasons
from tests.people import make_aisha, on_shift, person

HOUR = timedelta(hours=1)
DUTIES = {Role.SAFEGUARDING_LEAD: Shift.Duty.ON_CALL_1, Role.SHIFT_LEAD: Shift.Duty.SHIFT_LEAD}
WHY = "he asked a girl for her picture marmalade"
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _the_clock_is_put_right() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def olu(database: str) -> StaffMember:
    return person("Olu", Role.ROTA)


@pytest.fixture
def lena(database: str) -> StaffMember:
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    on_shift(lena, Shift.Duty.ON_CALL_1)
    return lena


@pytest.fixture
def marc(database: str) -> StaffMember:
    return person("Marc", Role.SAFEGUARDING_LEAD)


def about(subject: StaffMember, by: StaffMember, **more) -> Escalation:
    return open_about_staff(subject, Urgency.NOW, WHY, opened_by=by, **more)


@pytest.mark.parametrize("roles", [list(Role.values), [Role.SAFEGUARDING_LEAD]], ids=["all of them", "lead"])
def test_h25_whoever_it_is_about_finds_no_trace_on_any_page(database, roles, marc):
    """Every address they can open says after it what it said before, letter by letter."""
    subject = add_staff("somebody@example.org", "Somebody", roles)
    if duty := next((DUTIES[role] for role in roles if role in DUTIES), None):
        on_shift(subject, duty)
    heard_in = make_aisha().conversation
    acknowledge(about(person("Robin", Role.COUNSELLOR), marc), acknowledged_by=marc)  # about somebody else
    things, reporter = things_there(), staff_member(Role.COUNSELLOR)
    browser = shows_who_they_are(signed_in(subject))
    things["pack"] = AccessPack.objects.create(
        young_person=heard_in.young_person, shown_by="in_chat", asked_on=clock.now().date(), made_by=reporter
    ).pk
    moment = clock.now()
    pages_of(browser, things, moment)  # what is written down at the first look is there before
    first, before = pages_of(browser, things, moment), pages_of(browser, things, moment)
    # What is another page at each look anyhow (a new secret, one's own looks) is asked for traces alone.
    steady = [name for name in before if same_each_time(first[name]) == same_each_time(before[name])]
    assert len(steady) > 0.8 * len(before)

    escalation = about(subject, reporter, heard_in=heard_in)
    page_next(escalation)
    acknowledge(escalation, acknowledged_by=marc)
    reader = signed_in(marc)
    assert reader.get(f"/escalations/{escalation.pk}/").status_code == 200
    assert reader.get(f"/escalations/{escalation.pk}/conversation/").status_code == 200
    decide(escalation, **reasons(), decided_by=marc)
    audit.link_rows()
    after = pages_of(browser, things, moment)

    changed = [name for name in steady if same_each_time(before[name]) != same_each_time(after[name])]
    assert changed == []
    traces = (f"escalation:{escalation.pk}", f"/escalations/{escalation.pk}/", "marmalade")
    assert {name: one for name, page in after.items() for one in traces if one in page} == {}


def things_there() -> dict[str, int]:
    escalation, post, review = an_escalation(), a_public_post(), a_review()
    return {
        "escalation": escalation.pk, "thread": post.thread_id, "post": post.pk, "review": review.pk, "incident": 0,
        "glass": a_glass(escalation), **rota_things(), **rights_things(), **referral_things(escalation),
    }  # fmt: skip


def test_h25_in_the_numbers_of_all_others_none_is_missing(lena, marc, olu):
    first = an_escalation()

    allegation = about(lena, olu)

    assert an_escalation().pk == first.pk + 1
    assert len(str(allegation.pk)) == 9


@pytest.mark.parametrize("role", [Role.PRIVACY, Role.SAFEGUARDING_LEAD])
def test_h25_whoever_looks_at_a_pack_is_told_of_no_allegation_about_themselves(marc, olu, role):
    """Also where somebody else makes it, and before any lead said whether they are in it."""
    subject, heard_in = person("Robin", role), make_aisha().conversation
    pack = AccessPack.objects.create(
        young_person=heard_in.young_person, shown_by="in_chat", asked_on=clock.now().date(),
        made_by=person("Noor", Role.PRIVACY),
    )  # fmt: skip
    browser = shows_who_they_are(signed_in(subject))
    before = same_each_time(browser.get(f"/packs/{pack.pk}/").content.decode())

    allegation = about(subject, olu, heard_in=heard_in)

    after = browser.get(f"/packs/{pack.pk}/").content.decode()
    assert same_each_time(after) == before
    lead_says(pack, by=marc, agrees=True)
    taken = body_of(browser.post(f"/packs/{pack.pk}/file/")) + body_of(browser.get(f"/packs/{pack.pk}/"))
    assert {one for one in (str(allegation.pk), "marmalade", "about somebody who works here") if one in taken} == set()
    assert str(allegation.pk) in shows_who_they_are(signed_in(marc)).get(f"/packs/{pack.pk}/").content.decode()


def test_h25_the_audit_counts_lists_and_numbers_without_what_must_not_exist_for_its_reader(
    marc, olu, tmp_path, monkeypatch
):
    """A privacy officer who is its subject: no verb, no total, no missing number, no search that went missing."""
    monkeypatch.setattr("rota.audit.anchors.file", lambda: tmp_path / "audit-head.jsonl")
    noor = person("Noor", Role.PRIVACY)
    browser = shows_who_they_are(signed_in(noor))
    audit.link_rows(force_anchor=True)
    looks_at_the_audit(browser)

    escalation = about(noor, olu)
    reader = signed_in(marc)
    for _twice in range(2):
        assert reader.get(f"/escalations/{escalation.pk}/").status_code == 200
    browser.get("/audit/", {"kind": "escalation", "number": escalation.pk})
    browser.get("/audit/", {"kind": "escalation", "number": 987654321})
    audit.link_rows(force_anchor=True)
    page, rows = looks_at_the_audit(browser)

    assert "Told about a colleague" not in page
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    assert [row[4:6] for row in rows if row[4] == "audit.searched"] == [
        ["audit.searched", "escalation:987654321"], ["audit.searched", f"escalation:{escalation.pk}"],
    ]  # fmt: skip
    assert f": {AuditLink.objects.count() - hidden_from(noor).count()} of them" in page
    assert "Told about a colleague" in looks_at_the_audit(signed_in(person("Ines", Role.PRIVACY)), export=False)[0]


def looks_at_the_audit(browser: Client, *, export: bool = True) -> tuple[str, list[list[str]]]:
    """The page, checked just now, and all rows as a file."""
    check_now()
    page = browser.get("/audit/").content.decode()
    if not export:
        return page, []
    file = body_of(browser.post("/audit/export/", {"why": "the yearly check of who reads"}))
    return page, list(csv.reader(file.splitlines()))[2:]


def test_h25_to_its_subject_its_number_is_a_number_that_was_never_given(lena, marc, olu):
    escalation = about(lena, olu)
    browser = signed_in(lena)

    for path in ("", "acknowledgement/", "conversation/", "decisions/", "contact/", "end-chat/",
                 "allegation/", "referrals/", "referrals/1/", "referrals/1/print/", "shares/1/notice/"):  # fmt: skip
        for method in ("GET", "POST"):
            theirs = browser.generic(method, f"/escalations/{escalation.pk}/{path}")
            nobodys = browser.generic(method, f"/escalations/987654/{path}")
            assert theirs.status_code == nobodys.status_code, path
            known, unknown = (same_each_time(one.content.decode()) for one in (theirs, nobodys))
            assert known.replace(str(escalation.pk), "987654") == unknown
    assert AuditRow.objects.filter(who=lena, about=f"escalation:{escalation.pk}").count() == 0


def test_h25_the_only_lead_on_call_is_not_paged_about_themselves_and_somebody_else_is(lena, marc, olu):
    escalation = about(lena, olu)

    page_all_due()

    assert set(Page.objects.values_list("staff__name", flat=True)) == {"Marc"}
    assert standing_pages(lena) == []
    assert [frame["escalation"] for _call, frame in standing_pages(marc)] == [escalation.pk]
    assert escalations_open_to(lena).count() == 0


@SLOW
@given(
    held=st.lists(st.sets(st.sampled_from(Role.values), min_size=1, max_size=3), min_size=2, max_size=5),
    duties=st.lists(st.sampled_from([None, *Shift.Duty.values]), min_size=5, max_size=5),
    subject=st.integers(0, 4),
)
def test_h25_whoever_works_here_and_is_on_its_subject_is_never_called_or_told(database, held, duties, subject):
    Shift.objects.update(during=DateTimeTZRange(clock.now() - 9 * HOUR, clock.now() - 8 * HOUR))
    RoleGrant.objects.update(ended_at=clock.now())
    number = StaffMember.objects.count()
    people = [add_staff(f"p{number}-{n}@example.org", f"P{n}", roles) for n, roles in enumerate(held)]
    for one, duty in zip(people, duties, strict=False):
        if duty:
            during = DateTimeTZRange(clock.now() - HOUR, clock.now() + HOUR)
            Shift.objects.create(staff=one, duty=duty, during=during)
    whom = people[subject % len(people)]
    may_know = {p.pk for p in people if p != whom and p.has_role(Role.SAFEGUARDING_LEAD, Role.MANAGER)}

    escalation = about(whom, people[0])
    for _step in range(5):
        page_next(escalation)

    paged = set(escalation.pages.values_list("staff_id", flat=True))
    assert paged == may_know
    told = {
        one.pk for one in people if any(frame["escalation"] == escalation.pk for _call, frame in standing_pages(one))
    }
    known = {one.pk for one in people if escalations_open_to(one).filter(pk=escalation.pk).exists()}
    assert told == known == may_know


def test_h25_who_sent_it_and_everybody_else_find_nothing_either(lena, marc):
    sam = person("Sam", Role.COUNSELLOR)
    rosa = person("Rosa", Role.SHIFT_LEAD, Role.MODERATOR, Role.PRIVACY, Role.ROTA)
    on_shift(rosa, Shift.Duty.SHIFT_LEAD)
    aisha = make_aisha().conversation
    Conversation.objects.filter(pk=aisha.pk).update(owner=sam, state=Conversation.State.ACTIVE, waiting_since=None)

    escalation = about(lena, sam, heard_in=aisha)

    assert not escalations_open_to(sam).exists()
    assert not escalations_open_to(rosa).exists()
    assert escalations_of([aisha.pk]) == {}
    assert signed_in(sam).get(f"/escalations/{escalation.pk}/").status_code == 404
    assert signed_in(marc).get(f"/escalations/{escalation.pk}/").status_code == 200


def test_h25_anybody_may_send_one_and_its_page_says_only_that_it_went(lena, marc, olu):
    browser = signed_in(olu)
    assert browser.get("/escalations/about-staff/").status_code == 200

    refused = browser.post("/escalations/about-staff/", {"about_staff": "", "urgency": "", "why": WHY})
    assert refused.status_code == 422
    assert WHY in refused.content.decode()
    for _twice in range(2):
        sent = browser.post(
            "/escalations/about-staff/",
            {"about_staff": lena.pk, "urgency": "very_soon", "why": WHY, "conversation": "999"},
        )

    escalation = Escalation.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, "/escalations/about-staff/sent/")
    assert (escalation.about_staff, escalation.kind, escalation.opened_by) == (lena, "lado", olu)
    assert "It is sent" in browser.get(sent["Location"]).content.decode()


def test_h25_a_manager_decides_where_the_only_lead_is_its_subject(lena, olu):
    maya = person("Maya", Role.MANAGER)
    escalation = about(lena, olu)

    acknowledge(escalation, acknowledged_by=maya)
    decide(escalation, **reasons(), decided_by=maya)

    page = signed_in(maya).get(f"/escalations/{escalation.pk}/").content.decode()
    assert "marmalade" in page
    assert "Lena" in page
    assert escalation.history.filter(kind=EscalationEvent.Kind.DECIDED, by=maya).exists()


def test_h25_no_figure_of_the_service_counts_it_and_the_audit_knows_what_to_leave_out(lena, olu):
    before = figures()

    escalation = about(lena, olu)

    assert figures() == before
    assert veiled_from(lena) == {f"escalation:{escalation.pk}"}
    assert veiled_from(olu) == frozenset()


def figures() -> list[str]:
    page = Client().get("/metrics").content.decode()
    return [line for line in page.splitlines() if "escalations" in line]
