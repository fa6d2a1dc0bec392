"""An installation as it was, with what was written into it then, becomes one of this version and loses nothing.

`before.sql`, its keys and its anchors were written by the service itself at that version: three young people by page,
text and forum, counsellors, leads, notes, escalations, an audit. Nothing older can be brought up.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from config import sealing
from config.keys import KeyDirectory, key_directory
from config.runner.roles import make_database
from tests.servers import Servers

HERE = Path(__file__).parent
STATE = {"config": "0003", "rota": "0002", "chat": "0015", "moderation": "0010", "escalation": "0005"}
NAME = "before"


@pytest.fixture(scope="module")
def brought_up(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database of then, filled by then's service, after `migrate` of today. Gives its key folder."""
    folder = tmp_path_factory.mktemp("keys-of-then")
    for name, content in json.loads((HERE / "before-keys.json").read_text()).items():
        (folder / name).write_bytes(bytes.fromhex(content))
    (folder / "anchors").mkdir()
    (folder / "anchors" / "audit-head.jsonl").write_bytes((HERE / "before-anchors.jsonl").read_bytes())
    assert servers.template
    make_database(servers.superuser, NAME, template="template0")
    _as_it_was(servers)
    servers.manage("migrate", "--verbosity", "0", role="migrator", database=NAME)
    yield folder
    servers.drop(NAME)


def _as_it_was(servers: Servers) -> None:
    url = servers.postgres.urls_of(NAME).superuser
    # In one process: to start one costs seconds.
    steps = [*STATE.items(), ("procrastinate",)]
    migrate = f"[call_command('migrate', *step, verbosity=0) for step in {steps}]"
    code = f"from django.core.management import call_command; {migrate}"
    servers.manage("shell", "--verbosity", "0", "-c", code, role="migrator", database=NAME)
    with psycopg.connect(url) as connection:
        # As a restore does it: rows in any order, and no trigger in the way.
        connection.execute("SET session_replication_role = replica")
        for line in (HERE / "before.sql").read_text().splitlines():
            if not line.startswith("--"):
                connection.execute(line.encode())


@pytest.fixture
def then(brought_up: Path, database: str, settings: Any) -> Iterator[None]:
    """Django looks at the old installation, with its keys and anchors, for one story."""
    settings.NIGHTLIGHT_DATA = brought_up
    with looking_at(NAME, brought_up):
        yield


@contextmanager
def looking_at(name: str, keys: Path) -> Iterator[None]:
    connection, directory = connections["default"], key_directory()
    before, folder, may_create = connection.settings_dict["NAME"], directory.folder, directory.may_create

    def turn_to(database: str, folder: Path, may_create: bool) -> None:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict["NAME"] = database
        directory.folder, directory.may_create = folder, may_create
        sealing.KEYS.clear()

    turn_to(name, keys, False)
    try:
        yield
    finally:
        turn_to(before, folder, may_create)


def test_every_word_can_still_be_read(then: None) -> None:
    from chat.models import Conversation, Message, Phone, PostVersion, StaffNote
    from escalation.models import EscalationEvent, Quote

    assert {message.body for message in Message.objects.all()} >= {
        "hello, it is me from before",
        "i want to hurt myself",
        "can i talk to you",
    }
    assert {note.body for note in StaffNote.objects.all()} == {"a note from before"}
    assert "how do you all sleep before exams" in {version.body for version in PostVersion.objects.all()}
    assert {one.nickname for one in Conversation.objects.exclude(nickname=None)} == {"Robin"}
    assert all(phone.number.startswith("+44") for phone in Phone.objects.all())
    assert "worried then" in {row.why for row in EscalationEvent.objects.all()}
    assert Quote.objects.exists()
    assert all(quote.body for quote in Quote.objects.all())


def test_the_audit_is_whole_and_goes_on(then: None) -> None:
    from rota import audit
    from rota.models import AuditLink, AuditRow, StaffMember

    assert AuditRow.objects.count() == AuditLink.objects.count() > 20
    assert audit.verify() == []

    audit.record("conversation.opened", "conversation:1", who=StaffMember.objects.first(), ground="owner")
    audit.link_rows(force_anchor=False)
    assert audit.verify() == []


def test_people_roles_and_shifts_are_there(then: None) -> None:
    from rota.models import Role, RoleGrant, Shift, StaffMember

    assert StaffMember.objects.filter(email="okafor@demo.example", is_active=True).exists()
    assert RoleGrant.objects.filter(role=Role.SAFEGUARDING_LEAD, ended_at=None).count() == 2
    assert Shift.objects.count() > 30
    assert not Shift.objects.exclude(slot=None).exists()
    assert all(member.works_as for member in StaffMember.objects.all())


def test_what_was_open_is_open_and_has_its_clock(then: None) -> None:
    from chat.models import Conversation
    from escalation.models import Escalation

    assert Conversation.objects.filter(ended_at=None, reply_due_at__isnull=False).count() == 3
    assert Escalation.objects.filter(state__in=Escalation.UNDECIDED, page_due_at__isnull=False).count() == 3


def test_each_process_has_its_rights_in_it(brought_up: Path, servers: Servers) -> None:
    """Tables of then and tables that came since: grants are those of today."""
    for process, may in (("jobs", "SELECT count(*) FROM rota_gapalarm"), ("watchdog", "SELECT 1")):
        with psycopg.connect(getattr(servers.postgres.urls_of(NAME), process)) as line:
            assert line.execute(may.encode()).fetchone() is not None
    with (
        psycopg.connect(servers.postgres.urls_of(NAME).worker) as line,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        line.execute("SELECT * FROM rota_signin")


def test_nothing_is_left_to_migrate(brought_up: Path, servers: Servers) -> None:
    servers.manage("migrate", "--check", "--verbosity", "0", role="migrator", database=NAME)


def test_with_other_keys_it_is_noise(then: None, tmp_path: Path) -> None:
    from chat.models import Message

    KeyDirectory(tmp_path, may_create=True).create("kek-0001")
    with looking_at(NAME, tmp_path), pytest.raises(sealing.CannotOpen):
        assert Message.objects.earliest("pk").body


def test_its_keys_are_of_no_other_installation() -> None:
    keys = json.loads((HERE / "before-keys.json").read_text())

    assert not [name for name in keys if (Path(os.environ["NIGHTLIGHT_KEYS"]) / name).read_bytes().hex() == keys[name]]
