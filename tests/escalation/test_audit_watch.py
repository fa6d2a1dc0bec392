"""People are called about a broken audit when it is broken, and not when rows of an outage wait to be linked."""

from datetime import timedelta
from pathlib import Path

import pytest

from config import clock
from escalation.audit_watch import watch
from moderation.models import Incident
from rota import audit
from rota.audit.watch import check_now
from rota.models import AuditCheck, StaffMember


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "audit-head.jsonl"
    monkeypatch.setattr("rota.audit.anchors.file", lambda: file)
    return file


def is_open() -> bool:
    return Incident.objects.filter(kind=Incident.Kind.AUDIT_BROKEN, closed_at=None).exists()


def test_rows_that_waited_through_an_outage_call_nobody(sam: StaffMember) -> None:
    audit.record("conversation.opened", "conversation:1", who=sam, ground="owner")
    clock.move(timedelta(hours=2))

    assert check_now().problems
    watch()
    audit.link_rows(force_anchor=True)
    clock.move(timedelta(minutes=1))
    assert audit.is_due()
    assert check_now().problems == 0
    watch()

    assert not Incident.objects.filter(kind=Incident.Kind.AUDIT_BROKEN).exists()
    assert not audit.is_due()


def test_what_is_still_broken_a_minute_later_calls_until_it_is_whole(sam: StaffMember, anchors: Path) -> None:
    audit.record("conversation.opened", "conversation:1", who=sam, ground="owner")
    audit.link_rows(force_anchor=True)
    whole = anchors.read_text()
    anchors.write_text(whole + '{"place": 99999, "signature": "00", "at": "2026-05-01T10:00:00+00:00"}\n')

    check_now()
    watch()
    assert not is_open()
    clock.move(timedelta(minutes=1))
    assert audit.is_due()
    check_now()
    watch()
    assert is_open()

    anchors.write_text(whole)
    clock.move(timedelta(minutes=1))
    check_now()
    watch()
    assert not is_open()
    assert AuditCheck.objects.count() == 3
