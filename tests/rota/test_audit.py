"""The audit: what goes in, how it is chained, and that nothing can be changed unseen."""

import io
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import clock
from config.headers import new_request_id
from rota import audit
from rota.audit import anchors
from rota.models import AuditLink, AuditRow, StaffMember
from tests.servers import Servers

Owner = psycopg.Connection


@pytest.fixture(autouse=True)
def _anchors_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "file", lambda: tmp_path / "anchors" / "audit-head.jsonl")


def look(staff: StaffMember | None, times: int = 1, first: int = 1) -> None:
    for number in range(first, first + times):
        audit.record("conversation.opened", f"conversation:{number}", who=staff)


def test_a_row_says_who_did_what_to_what_when_and_in_which_request(sam: StaffMember) -> None:
    AuditRow.objects.count()
    request = new_request_id()

    row = audit.record("conversation.opened", "conversation:7", who=sam)

    stored = AuditRow.objects.get(pk=row.pk)
    assert (stored.who, stored.action, stored.about) == (sam, "conversation.opened", "conversation:7")
    assert stored.request_id == request
    assert abs(stored.at - clock.now()) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("action", "about"),
    [
        ("conversation.opened", "conversation:seven"),
        ("conversation.opened", "conversation:7 took tablets"),
        ("conversation.opened", "07700 900123"),
        ("conversation.opened", "conversation:7\n"),
        ("conversation.opened", ""),
        ("opened", "conversation:7"),
        ("conversation.opened by Sam", "conversation:7"),
        ("Conversation.Opened", "conversation:7"),
        ("a.b.c.d.e", "conversation:7"),
        ("a" * 29 + "." + "b" * 29 + "." + "c" * 29, "conversation:7"),
    ],
)
def test_nothing_but_verbs_and_ids_goes_in(database: str, action: str, about: str) -> None:
    with pytest.raises(ValueError, match="The audit takes a verb like") as refused:
        audit.record(action, about, who=None)

    assert not {"seven", "tablets", "07700", "Sam"} & set(str(refused.value).split())
    assert not AuditRow.objects.exists()


def test_a_row_shares_the_fate_of_what_it_is_about(sam: StaffMember) -> None:
    before = AuditRow.objects.count()

    def look_and_fail() -> None:
        with transaction.atomic():
            look(sam)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        look_and_fail()

    assert AuditRow.objects.count() == before


def test_rows_are_chained_without_gaps_in_the_order_they_were_written(sam: StaffMember) -> None:
    look(sam, 5)

    linked = audit.link_rows()

    rows = list(AuditRow.objects.order_by("written_in", "id").values_list("pk", flat=True))
    assert linked == len(rows)
    assert list(AuditLink.objects.order_by("place").values_list("place", "row_id")) == list(enumerate(rows, start=1))
    assert audit.link_rows() == 0
    assert audit.verify() == []


def test_more_rows_than_one_transaction_takes_are_linked_too(sam: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rota.audit.chain.MOST_AT_ONCE", 3)
    look(sam, 8)

    audit.link_rows()

    assert AuditLink.objects.count() == AuditRow.objects.count()
    assert audit.verify() == []


@contextmanager
def a_long_transaction(staff: StaffMember) -> Iterator[Callable[[], None]]:
    """Somebody whose transaction wrote an audit row and stays open until told to commit."""
    written, may_commit = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            look(staff, first=100)
            written.set()
            may_commit.wait(20)
        connection.close()

    thread = Thread(target=write)
    thread.start()
    assert written.wait(10)

    def commit() -> None:
        may_commit.set()
        thread.join(10)

    try:
        yield commit
    finally:
        commit()


def test_a_transaction_that_wrote_early_and_commits_late_is_linked_and_nobody_waits(
    sam: StaffMember, lena: StaffMember
) -> None:
    audit.link_rows()
    with a_long_transaction(sam) as commit:
        look(lena, 3)
        assert audit.link_rows() == 0  # they come after a row that is not there yet
        assert AuditRow.objects.filter(who=lena).count() == 3
        commit()

    assert audit.link_rows() == 4

    chained = AuditLink.objects.order_by("place").values_list("row__about", flat=True)
    assert list(chained)[-4:] == ["conversation:100", "conversation:1", "conversation:2", "conversation:3"]
    assert audit.verify() == []


def test_one_linker_at_a_time_and_the_other_goes_home(sam: StaffMember, servers: Servers, database: str) -> None:
    look(sam)
    with psycopg.connect(servers.postgres.urls_of(database).superuser) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s::bigint)", [0x61756469])

        assert audit.link_rows() == 0

    assert audit.link_rows() > 0


def test_linkers_that_run_together_make_one_chain(sam: StaffMember) -> None:
    def link() -> None:
        for _ in range(10):
            audit.link_rows()
        connection.close()

    threads = [Thread(target=link) for _ in range(3)]
    for thread in threads:
        thread.start()
    look(sam, 30)
    for thread in threads:
        thread.join()
    audit.link_rows()

    assert AuditLink.objects.count() == AuditRow.objects.count()
    assert audit.verify() == []


def test_rows_restored_from_another_server_are_linked(sam: StaffMember, owner_without_triggers: Owner) -> None:
    from rota.audit.signatures import Content, sign_row

    row = AuditRow.objects.order_by("pk").last()
    assert row
    theirs = Content(row.pk, row.at, row.who_id, row.action, row.about, row.request_id, 10**12)
    owner_without_triggers.execute(
        "UPDATE rota_auditrow SET written_in = %s, signature = %s WHERE id = %s",
        [theirs.written_in, sign_row(theirs), row.pk],
    )

    audit.link_rows()
    look(sam, 3)
    audit.link_rows()

    assert AuditLink.objects.count() == AuditRow.objects.count()
    assert audit.verify() == []


def test_not_even_the_owner_changes_the_audit_by_accident(sam: StaffMember, servers: Servers, database: str) -> None:
    look(sam)
    audit.link_rows()
    urls = servers.postgres.urls_of(database)
    for url in (urls.superuser, urls.migrator):
        with psycopg.connect(url, autocommit=True) as owner:
            for table in ("rota_auditrow", "rota_auditlink"):
                for statement in ("UPDATE {} SET signature = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                    with pytest.raises(psycopg.Error):
                        owner.execute(statement.format(table).encode())


def test_the_app_may_add_to_the_audit_and_nothing_else(sam: StaffMember) -> None:
    look(sam)
    for statement in ("UPDATE rota_auditrow SET about = 'x'", "DELETE FROM rota_auditrow", "TRUNCATE rota_auditlink"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


# Tampering


def copy_tables(owner: Owner) -> None:
    owner.execute("CREATE TABLE IF NOT EXISTS kept_row AS TABLE rota_auditrow")
    owner.execute("CREATE TABLE IF NOT EXISTS kept_link AS TABLE rota_auditlink")


def restore_tables(owner: Owner) -> None:
    owner.execute("DELETE FROM rota_auditlink")
    owner.execute("DELETE FROM rota_auditrow")
    owner.execute("INSERT INTO rota_auditrow SELECT * FROM kept_row")
    owner.execute("INSERT INTO rota_auditlink SELECT * FROM kept_link")


def change_a_row(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    row = dice.choice(rows)
    change = dice.choice(
        [
            "at = at + interval '1 microsecond'",
            "who_id = coalesce(who_id, 0) + 1",
            "action = 'conversation.closed'",
            "about = 'conversation:999'",
            "request_id = 'other'",
            "ground = 'shift_lead'",
            "written_in = written_in + 1",
            "signature = sha256('guess')",
        ]
    )
    owner.execute(f"UPDATE rota_auditrow SET {change} WHERE id = %s", [row])
    return row


def remove_a_row(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    row = dice.choice(rows)
    owner.execute("DELETE FROM rota_auditrow WHERE id = %s", [row])
    return row


def remove_a_row_and_its_link(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    row = dice.choice(rows)
    owner.execute("DELETE FROM rota_auditlink WHERE row_id = %s", [row])
    owner.execute("DELETE FROM rota_auditrow WHERE id = %s", [row])
    return 0


def remove_and_close_the_gap(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    place = dice.randrange(1, len(rows))
    owner.execute("DELETE FROM rota_auditrow WHERE id IN (SELECT row_id FROM rota_auditlink WHERE place = %s)", [place])
    owner.execute("DELETE FROM rota_auditlink WHERE place = %s", [place])
    for later in range(place + 1, len(rows) + 1):
        owner.execute("UPDATE rota_auditlink SET place = %s WHERE place = %s", [later - 1, later])
    return 0


def put_in_a_row(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    row = max(rows) + dice.randrange(1, 50)
    owner.execute(
        "INSERT INTO rota_auditrow (id, at, who_id, action, about, request_id, signature, written_in, ground)"
        " SELECT %s, at, who_id, action, 'conversation:5', request_id, sha256('guess'), written_in, ground"
        " FROM rota_auditrow WHERE id = %s",
        [row, dice.choice(rows)],
    )
    return row


def copy_a_row(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    row = max(rows) + dice.randrange(1, 50)
    columns = "at, who_id, action, about, request_id, signature, written_in, ground"
    owner.execute(
        f"INSERT INTO rota_auditrow (id, {columns}) SELECT %s, {columns} FROM rota_auditrow WHERE id = %s",
        [row, dice.choice(rows)],
    )
    return row


def swap_two(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    one, other = sorted(dice.sample(rows, 2))
    column = dice.choice(["row_id", "signature"])
    values: dict[int, object] = dict(owner.execute(f"SELECT row_id, {column} FROM rota_auditlink").fetchall())
    places: dict[int, int] = dict(owner.execute("SELECT row_id, place FROM rota_auditlink").fetchall())
    owner.execute("ALTER TABLE rota_auditlink DROP CONSTRAINT IF EXISTS rota_auditlink_row_id_key")
    for place, value in ((places[one], values[other]), (places[other], values[one])):
        owner.execute(f"UPDATE rota_auditlink SET {column} = %s WHERE place = %s", [value, place])
    return 0


def cut_the_end_off(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    last = len(rows) - dice.randrange(1, len(rows))
    owner.execute("DELETE FROM rota_auditrow WHERE id IN (SELECT row_id FROM rota_auditlink WHERE place > %s)", [last])
    owner.execute("DELETE FROM rota_auditlink WHERE place > %s", [last])
    return 0


def empty_it(owner: Owner, dice: random.Random, rows: list[int]) -> int:
    owner.execute("DELETE FROM rota_auditlink")
    owner.execute("DELETE FROM rota_auditrow")
    return 0


TAMPERINGS = [
    change_a_row,
    remove_a_row,
    remove_a_row_and_its_link,
    remove_and_close_the_gap,
    put_in_a_row,
    copy_a_row,
    swap_two,
    cut_the_end_off,
    empty_it,
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tampering=st.sampled_from(TAMPERINGS), seed=st.integers(0, 10_000))
def test_every_single_tampering_is_found(
    sam: StaffMember,
    lena: StaffMember,
    owner_without_triggers: Owner,
    tampering: Callable[[Owner, random.Random, list[int]], int],
    seed: int,
) -> None:
    owner = owner_without_triggers
    if not AuditLink.objects.exists():
        look(sam, 6)
        look(lena, 6)
        audit.link_rows(force_anchor=True)
        copy_tables(owner)
    restore_tables(owner)
    assert audit.verify() == []
    rows = list(AuditRow.objects.values_list("pk", flat=True))

    bad_row = tampering(owner, random.Random(seed), rows)

    problems = audit.verify()
    assert problems
    if bad_row:
        assert f"Row {bad_row} " in problems[0]

    # Nor does the linker make it good by linking what is left.
    audit.link_rows()
    assert audit.verify()


def test_an_older_state_put_back_is_found_by_the_anchor(sam: StaffMember, owner_without_triggers: Owner) -> None:
    look(sam, 3)
    audit.link_rows(force_anchor=True)
    copy_tables(owner_without_triggers)
    look(sam, 3)
    audit.link_rows(force_anchor=True)

    restore_tables(owner_without_triggers)

    assert "the end was cut off" in audit.verify()[0]


def test_a_whole_new_chain_needs_the_key_and_still_does_not_match_the_anchors(
    sam: StaffMember, owner_without_triggers: Owner
) -> None:
    look(sam, 3)
    audit.link_rows(force_anchor=True)
    owner_without_triggers.execute("DELETE FROM rota_auditlink")
    owner_without_triggers.execute("DELETE FROM rota_auditrow WHERE about = 'conversation:2'")

    audit.link_rows()  # even our own linker, with the key, cannot make it look as it was

    assert any("is gone" in problem or "replaced" in problem for problem in audit.verify())


def test_a_row_that_nobody_links_is_noticed(sam: StaffMember) -> None:
    look(sam)
    assert audit.verify() == []

    clock.move(timedelta(minutes=2))

    assert "not linked" in audit.verify()[0]


def test_the_head_is_anchored_at_most_once_a_minute(sam: StaffMember) -> None:
    audit.link_rows()
    look(sam)
    audit.link_rows()
    assert len(list(anchors.read())) == 1

    clock.move(timedelta(seconds=61))
    audit.link_rows()
    audit.link_rows()

    assert [anchor.place for _, anchor in anchors.read() if anchor] == [
        AuditLink.objects.count() - 1,
        AuditLink.objects.count(),
    ]


def test_a_missing_or_spoilt_anchor_file_is_a_problem_and_the_next_anchor_stands_on_its_own_line(
    sam: StaffMember,
) -> None:
    audit.link_rows()
    with anchors.file().open("a") as file:
        file.write('{"place": 1, "signa')
    look(sam)
    audit.link_rows(force_anchor=True)

    assert audit.verify() == ["Anchor line 2 cannot be read."]
    anchors.file().unlink()
    assert "No anchor can be read" in audit.verify()[0]


def test_a_disk_that_takes_no_anchor_stops_neither_the_chain_nor_the_worker(
    sam: StaffMember, caplog: pytest.LogCaptureFixture
) -> None:
    anchors.file().parent.parent.joinpath("anchors").write_text("a file where the folder should be")

    assert audit.link_rows() > 0

    assert "audit.not_anchored" in caplog.messages


def test_the_command_says_so_with_its_exit_status(sam: StaffMember, owner_without_triggers: Owner) -> None:
    audit.link_rows()
    printed = io.StringIO()
    call_command("verify_audit", json=True, stdout=printed)
    assert json.loads(printed.getvalue()) == {"whole": True, "links": AuditLink.objects.count(), "problems": []}

    owner_without_triggers.execute("UPDATE rota_auditrow SET about = 'shift:1000'")
    printed = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_audit", stdout=printed)

    assert left.value.code == 1
    assert "was changed" in printed.getvalue().splitlines()[0]


def test_an_account_that_is_changed_from_a_terminal_is_written_down_and_its_sign_ins_end(
    sam: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "quiet river lantern")
    epoch = sam.epoch

    call_command("changepassword", sam.email, stdout=io.StringIO())

    sam.refresh_from_db()
    assert sam.check_password("quiet river lantern")
    assert sam.epoch > epoch
    rows = AuditRow.objects.filter(about=f"staff:{sam.pk}", who=None)
    assert ("staff.password_set", "terminal") in rows.values_list("action", "ground")
    with pytest.raises(CommandError, match="create_staff"):
        call_command("createsuperuser")
    assert not StaffMember.objects.filter(is_superuser=True).exists()
