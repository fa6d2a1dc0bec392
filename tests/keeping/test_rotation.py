"""A new key-encryption key each week: nothing is lost on the way, and no key dies while anything needs it."""

import os
import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from config import clock, rotation, sealing
from config.keys import KeyMissing
from config.models import DataKey, KeyProof, WrappingKey
from config.restore_proof import prove
from escalation import keys_watch
from escalation.watchdog import troubles
from moderation import incidents
from moderation.models import Incident
from rota.models import AuditRow
from tests.chat.people import at_once
from tests.folders import ROOT
from tests.keeping.people import body_of, is_over, wrapped_by
from tests.people import make_aisha

DAY = timedelta(days=1)


def test_everything_is_moved_under_the_new_key_and_still_opens(key_folder, aisha, capsys):
    messages = [aisha.says("one"), make_aisha().says("two")]

    call_command("rotate_keys", "--batch", "1")

    assert wrapped_by() == {"kek-0002": 2}
    assert [body_of(message) for message in messages] == ["one", "two"]
    assert WrappingKey.objects.get(name="kek-0002").rewrapped_at is not None
    assert "Re-wrapped 1 of 2." in capsys.readouterr().out
    assert AuditRow.objects.filter(action="key.made", about="key:2", ground="terminal").count() == 1


def test_keys_made_and_destroyed_meanwhile_are_no_trouble(key_folder, lena):
    young = [make_aisha() for _ in range(6)]
    key_ids = [one.conversation.key_id for one in young]
    rotation.begin()

    at_once(
        [
            lambda: [rotation.rewrap(at_once=1) for _ in range(6)],
            lambda: [rotation.rewrap(at_once=2) for _ in range(3)],
            lambda: [make_aisha() for _ in range(3)],
            lambda: DataKey.objects.filter(pk=key_ids[0]).delete(),
        ]
    )
    call_command("rotate_keys")

    assert set(wrapped_by()) == {key_folder.current_key_encryption_name()}
    for one in young[1:]:
        sealing.KEYS.clear()
        assert len(DataKey.objects.get(pk=one.conversation.key_id).unwrapped()) == 32


def test_killed_in_the_middle_it_goes_on_with_the_same_key(key_folder, servers, database):
    message = make_aisha().says("still here")
    for _ in range(30):
        DataKey.make("conversation")
    environ = {**os.environ, **servers.environment(database), "NIGHTLIGHT_KEYS": str(key_folder.folder)}
    command = [sys.executable, "-u", "manage.py", "rotate_keys", "--batch", "1"]
    with (
        psycopg.connect(servers.postgres.urls_of(database).superuser) as holder,
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as killed,
    ):
        # It cannot come to its end before it is killed.
        holder.execute("SELECT 1 FROM config_datakey WHERE id = (SELECT max(id) FROM config_datakey) FOR UPDATE")
        assert killed.stdout is not None
        for line in killed.stdout:
            if line.startswith("Re-wrapped 5 "):
                killed.kill()
    half = wrapped_by()
    assert set(half) == {"kek-0001", "kek-0002"}

    call_command("rotate_keys")

    assert wrapped_by() == {"kek-0002": 31}
    assert body_of(message) == "still here"


def test_three_generations_and_the_order_in_which_they_go(key_folder, restored_copy):
    message = make_aisha().says("kept through it all")
    call_command("rotate_keys")
    early_copy = restored_copy()
    call_command("rotate_keys")
    assert key_folder.key_encryption_names() == ["kek-0001", "kek-0002", "kek-0003"]

    prove(early_copy)  # it needs the second
    clock.move(31 * DAY)
    gone, stay = rotation.retire()
    assert gone == ["kek-0001"]
    assert [why.split(":")[0] for why in stay] == ["kek-0002"]
    assert "No restore was proven" in stay[0]

    prove(restored_copy())
    assert rotation.retire() == (["kek-0002"], [])
    assert key_folder.key_encryption_names() == ["kek-0003"]
    assert body_of(message) == "kept through it all"
    with pytest.raises(rotation.Refused, match="1 of 1 data keys"):
        prove(early_copy)  # that backup is noise now, as it has to be


def test_no_key_dies_while_a_row_a_proof_or_a_backup_needs_it(key_folder, restored_copy):
    aisha = make_aisha()
    before = restored_copy()
    newest = rotation.begin()
    assert "1 live data keys" in rotation.why_it_stays("kek-0001")
    with pytest.raises(SystemExit):
        call_command("rotate_keys", "--retire")

    call_command("rotate_keys")
    assert "No restore was proven" in rotation.why_it_stays("kek-0001")
    with pytest.raises(rotation.Refused, match="before its keys were re-wrapped"):
        prove(before)

    prove(restored_copy())
    assert "kept until" in rotation.why_it_stays("kek-0001")
    assert rotation.retire(at_once=True) == (["kek-0001"], [])
    assert len(DataKey.objects.get(pk=aisha.conversation.key_id).unwrapped()) == 32
    assert newest.name == "kek-0002"


def test_nothing_can_be_stored_under_a_key_that_was_destroyed(key_folder, restored_copy):
    make_aisha()
    late = DataKey(purpose="conversation")
    late.wrapped_by, late.wrapped = sealing.new_wrapped_key()
    call_command("rotate_keys")
    prove(restored_copy())
    rotation.retire(at_once=True)

    with pytest.raises(DatabaseError), transaction.atomic():
        late.save()
    with pytest.raises(KeyMissing):
        sealing.unwrap("kek-0001", bytes(late.wrapped))


def test_a_proof_is_refused_with_a_reason(key_folder, restored_copy, servers, database):
    make_aisha().says("x")
    here = servers.postgres.urls_of(database).environment()["DATABASE_URL"]
    for url, why in (
        (here, "live database itself"),
        (servers.postgres.urls_of("nowhere").environment()["DATABASE_URL"], "cannot be read"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("rotate_keys", "--prove-restore", url)
    with pytest.raises(CommandError, match="before its keys were re-wrapped"):
        call_command("rotate_keys", "--prove-restore", restored_copy())
    assert not KeyProof.objects.exists()


def test_a_proof_counts_what_it_opened_and_passes_by_what_was_erased(key_folder, restored_copy, aisha, capsys):
    aisha.says("one")
    DataKey.objects.filter(pk=is_over(make_aisha()).key_id).delete()
    call_command("rotate_keys")

    call_command("rotate_keys", "--prove-restore", restored_copy())

    assert "Opened all 1 data keys of the copy, and 2 sealed texts." in capsys.readouterr().out


def test_a_rotation_that_is_overdue_or_stalled_raises_an_alarm_and_ends_it(key_folder, aisha, monkeypatch):
    monkeypatch.setattr(type(key_folder), "may_be_written", lambda self: False)
    look()
    assert open_incidents() == []

    clock.move(9 * DAY)
    look()
    assert open_incidents() == ["keys_stalled"]
    assert "keys" in set(troubles(clock.now()))
    assert "not being renewed" in (incidents.words() or "")

    rotation.begin()
    look()
    assert open_incidents() == []
    clock.move(1.1 * DAY)
    look()
    assert (rotation.trouble(), open_incidents()) == ("stalled", ["keys_stalled"])

    call_command("rotate_keys")
    look()
    assert open_incidents() == []


def test_the_weekly_key_comes_by_itself_where_the_folder_may_be_written(key_folder, aisha):
    for days in (6, 2):
        clock.move(days * DAY)
        for _ in range(3):
            look()

    assert wrapped_by() == {"kek-0002": 1}
    assert open_incidents() == []


def test_a_key_file_that_is_missing_is_an_alarm_and_never_made_anew(key_folder, aisha):
    (key_folder.folder / "kek-0001.key").rename(key_folder.folder / "away")
    key_folder.create("kek-0002")

    look()

    assert open_incidents() == ["keys_stalled"]
    with pytest.raises(CommandError, match="not in the folder: kek-0001"):
        call_command("rotate_keys")
    assert key_folder.key_encryption_names() == ["kek-0002"]


def look() -> None:
    keys_watch._looked_at, keys_watch._is_moving = 0.0, False
    keys_watch.watch()


def open_incidents() -> list[str]:
    return list(Incident.objects.filter(closed_at=None, kind="keys_stalled").values_list("kind", flat=True))
