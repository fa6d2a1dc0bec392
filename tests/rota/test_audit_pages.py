"""H19. The privacy officer sees who looked at what, when and why; nobody else does, and looking is written down."""

import csv
from datetime import timedelta

import pytest
from django.test import Client

from chat.models import Conversation
from config import clock
from config.tuning import change_setting
from rota import audit
from rota.audit.watch import broken_since, check_now
from rota.models import AuditCheck, AuditExport, AuditRow, Role, Shift, StaffMember
from rota.people import add_staff
from tests.people import make_aisha, on_shift, person

NICKNAME = "Marmalade"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "quiet river lantern"


@pytest.fixture(autouse=True)
def _as_new():
    yield
    clock.reset()


def signed_in(staff: StaffMember) -> Client:
    """Through the form: what asks who one is counts from there."""
    client = Client(headers={"host": "localhost"})
    answer = client.post("/staff/sign-in/", {"login": staff.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def page_of(client: Client, **query: object) -> str:
    answer = client.get("/audit/", query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def conversation(database) -> Conversation:
    return make_aisha(NICKNAME).conversation


@pytest.fixture
def sam(database) -> StaffMember:
    sam = person("Sam", Role.COUNSELLOR)
    on_shift(sam, Shift.Duty.COUNSELLOR)
    return sam


@pytest.fixture
def noor(database) -> StaffMember:
    return add_staff("noor@example.org", "Noor", [Role.PRIVACY], "trained", PASSWORD)


def test_it_says_who_looked_at_what_and_why_and_names_no_young_person(noor, sam, conversation):
    audit.record("conversation.opened", f"conversation:{conversation.pk}", who=sam, ground="owner")

    page = page_of(signed_in(noor))

    assert "Opened a conversation" in page
    assert f"Conversation {conversation.pk}" in page
    assert conversation.handle in page
    assert "it was theirs" in page
    assert NICKNAME not in page
    assert AuditRow.objects.filter(action="audit.read", who=noor, ground="privacy").count() == 1


def test_looking_for_one_person_or_thing_is_written_down_with_it(noor, sam, conversation):
    client = signed_in(noor)
    audit.record("conversation.opened", f"conversation:{conversation.pk}", who=sam, ground="owner")
    audit.record("conversation.opened", "conversation:999", who=noor, ground="shift_lead")

    page = page_of(client, person=sam.pk, kind="conversation", number=conversation.pk)

    assert "Conversation 999" not in page
    searched = AuditRow.objects.filter(action="audit.searched", who=noor)
    assert set(searched.values_list("about", flat=True)) == {f"staff:{sam.pk}", f"conversation:{conversation.pk}"}


@pytest.mark.parametrize(
    "query",
    [
        {"person": "7 OR 1=1"}, {"person": "99999999"}, {"kind": "conversation", "number": "x"}, {"since": "yesterday"},
        {"since": "2026-05-02", "until": "2026-05-01"}, {"before": "-3"}, {"action": "<script>"}, {"number": "7"},
        {"since": "0001-01-01"}, {"until": "9999-12-31"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_breaks_nothing(noor, query):
    client = Client(headers={"host": "localhost"})
    client.force_login(noor, backend=BACKEND)

    assert "<script>" not in page_of(client, **query)


def test_pages_follow_each_other_without_a_gap(noor, sam):
    change_setting("audit.rows_a_page", 5, why="a short page", set_by=noor)
    client = Client(headers={"host": "localhost"})
    client.force_login(noor, backend=BACKEND)
    for number in range(1, 13):
        audit.record("conversation.opened", f"conversation:{number}", who=sam)
    seen, query = [], {"person": sam.pk, "action": "conversation.opened"}
    for _ in range(3):
        page = client.get("/audit/", query).context["page"]
        seen += [row.about for row in page.rows]
        if page.older:
            query = dict(pair.split("=") for pair in page.older.lstrip("?").split("&"))

    assert seen == [f"conversation:{number}" for number in range(12, 0, -1)]
    assert page.older == ""


def test_what_is_unusual_is_pointed_out_and_what_is_theirs_is_not(noor, sam):
    grace = person("Grace", Role.SHIFT_LEAD)
    on_shift(grace, Shift.Duty.SHIFT_LEAD)
    marc = person("Marc", Role.SAFEGUARDING_LEAD)
    for number in range(1, 13):
        audit.record("conversation.opened", f"conversation:{number}", who=sam, ground="owner")
        audit.record("conversation.opened", f"conversation:{number}", who=grace, ground="shift_lead")
    audit.record("conversation.read", "conversation:3", who=marc, ground="escalation:4")
    client = Client(headers={"host": "localhost"})
    client.force_login(noor, backend=BACKEND)

    page = page_of(client)

    assert "Grace opened 12 conversations that were never theirs." in page
    assert "Marc read what was said in 1 place while on no shift." in page
    assert "Sam opened" not in page
    assert "Sam read what was said" not in page


def test_the_state_of_the_chain_stands_on_top(noor, sam, tmp_path, monkeypatch):
    monkeypatch.setattr("rota.audit.anchors.file", lambda: tmp_path / "audit-head.jsonl")
    client = Client(headers={"host": "localhost"})
    client.force_login(noor, backend=BACKEND)
    assert "Not checked yet" in page_of(client)
    audit.link_rows(force_anchor=True)
    check_now()
    assert "The audit is whole" in page_of(client)
    assert broken_since() is None

    audit.link_rows(force_anchor=True)
    clock.move(timedelta(minutes=61))
    assert audit.is_due()
    # An anchor that the chain does not have: its end was cut off.
    with (tmp_path / "audit-head.jsonl").open("a") as anchors:
        anchors.write('{"place": 99999, "signature": "00", "at": "2026-05-01T10:00:00+00:00"}\n')
    check = check_now()

    assert check.problems == 1
    client = Client(headers={"host": "localhost"})
    client.force_login(noor, backend=BACKEND)
    page = page_of(client)
    assert "The audit was changed" in page
    assert "the end was cut off" in page
    assert AuditCheck.objects.count() == 2


def test_a_file_needs_a_reason_says_who_took_it_and_is_a_row_itself(noor, sam, conversation):
    audit.record("conversation.opened", f"conversation:{conversation.pk}", who=sam, ground="owner")
    StaffMember.objects.filter(pk=sam.pk).update(name="=cmd()")
    client = signed_in(noor)

    refused = client.post("/audit/export/", {"why": "because"})
    taken = client.post(f"/audit/export/?person={sam.pk}", {"why": "The yearly check of who reads what."})

    assert refused.status_code == 422
    assert "what you need these rows for" in refused.content.decode()
    lines = list(csv.reader(taken.content.decode().splitlines()))
    kept = AuditExport.objects.get()
    assert "Taken by Noor" in lines[0][0]
    assert {line[5] for line in lines[2:]} >= {f"conversation:{conversation.pk}"}
    assert {line[2] for line in lines[2:]} == {"'=cmd()"}
    assert (kept.by, kept.why, kept.rows) == (noor, "The yearly check of who reads what.", len(lines) - 2)
    assert AuditRow.objects.filter(action="audit.exported", about=f"export:{kept.pk}", who=noor).exists()
    assert NICKNAME not in taken.content.decode()


def test_a_file_asks_first_who_it_is_when_that_was_long_ago(noor, sam):
    client = signed_in(noor)
    clock.move(timedelta(minutes=9))

    answer = client.post("/audit/export/", {"why": "The yearly check of who reads what."})

    assert "text/csv" not in answer.headers["Content-Type"]
    assert not AuditExport.objects.exists()


def test_nobody_else_reads_it_nor_their_own_rows_in_it(database):
    for role in set(Role.values) - {Role.PRIVACY}:
        client = Client(headers={"host": "localhost"})
        client.force_login(person(role.title().replace("_", ""), role), backend=BACKEND)
        assert [client.get(path).status_code for path in ("/audit/", "/audit/export/")] == [403, 403], role


def test_a_setting_that_somebody_changes_is_a_row(noor):
    version = change_setting("audit.unusual_a_day", 9, why="quieter", set_by=noor)

    assert AuditRow.objects.filter(action="setting.changed", about=f"setting:{version.pk}", who=noor).exists()
