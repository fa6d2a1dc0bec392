"""H22, T9, T10: a backup is of use to us and to no thief, and what was erased stays erased after a restore."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat.keeping import replay
from chat.keeping.erase import erase_conversation
from chat.models import Conversation, Erasure, WordsShredded
from config import backup, clock, rotation
from config.models import BackupMade, KeyProof
from config.runner.roles import make_database
from rota import audit
from rota.models import AuditRow
from tests.keeping.people import body_of, is_over
from tests.keeping.test_replay import go_back, point_at  # noqa: F401
from tests.people import make_aisha

SECRET_WORDS = "juniper lantern 4471"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.fixture
def empty_database(database, servers):  # type: ignore[no-untyped-def]
    """The address of a new one, as its owner."""
    name = f"{database}_back"
    make_database(servers.superuser, name)
    yield str(servers.postgres.urls_of(name).migrator)
    point_at(database)
    servers.drop(name)


@pytest.fixture
def with_keys(key_folder, monkeypatch, settings, tmp_path, servers, database):  # type: ignore[no-untyped-def]
    """The keys and the database of this story, for backups and for the commands that a restore starts."""
    urls = servers.postgres.urls_of(database)
    settings.DATABASE_URLS = {**settings.DATABASE_URLS, "migrator": urls.migrator}
    settings.NIGHTLIGHT_KEYS = key_folder.folder
    monkeypatch.setattr(backup, "key_directory", lambda: key_folder)
    from config.management.commands import backup as command

    monkeypatch.setattr(command, "key_directory", lambda: key_folder)
    monkeypatch.setenv("NIGHTLIGHT_KEYS", str(key_folder.folder))
    monkeypatch.setenv("NIGHTLIGHT_DATA", str(tmp_path))
    return key_folder


def test_h22_the_drill_back_up_erase_restore_and_the_erased_stay_erased(
    with_keys, lena, folder, empty_database, database, capsys
):
    call_command("rotate_keys")
    aisha, stays = make_aisha(), make_aisha()
    message, other = aisha.says(SECRET_WORDS), stays.says("this stays")
    audit.record("conversation.read", f"conversation:{aisha.conversation.pk}", who=lena)
    audit.link_rows()
    call_command("backup", "--to", str(folder))
    [file] = folder.glob("*.backup")
    assert AuditRow.objects.filter(action="backup.made", ground="terminal").count() == 1
    erase_conversation(is_over(aisha), asked_by=lena)
    audit.link_rows()

    call_command("restore", str(file), "--into", empty_database, "--prove")

    said = capsys.readouterr().out
    assert "tables are back, as they were" in said
    assert "What was erased since: 1 of 1 erasures." in said
    assert "The audit: whole" in said
    assert "It is ready." in said
    assert KeyProof.objects.get().keys_opened >= 1
    point_at(empty_database.split("?")[0].rsplit("/", 1)[1])
    assert body_of(other) == "this stays"
    with pytest.raises(WordsShredded):
        body_of(message)
    assert Conversation.objects.get(pk=aisha.conversation.pk).close_reason == "erased"
    assert Erasure.objects.get().state == "replayed"
    assert not replay.is_behind()


def test_t9_a_stolen_backup_gives_nothing_away_and_dies_with_its_key(with_keys, lena, folder, tmp_path):
    make_aisha().says(SECRET_WORDS)
    call_command("backup", "--to", str(folder))
    [file] = folder.glob("*.backup")
    told = json.loads(file.with_suffix(".manifest.json").read_text())

    stolen = file.read_bytes()
    for clear in (SECRET_WORDS, lena.email, lena.name, "PGDMP", "chat_message_id_seq"):
        assert clear.encode() not in stolen
    assert not any((with_keys.folder / f"{name}.key").read_text().strip().encode() in stolen for name in told["keys"])
    assert told["rows"]["chat_message"] == 1
    assert told["key"] == "kek-0001"
    assert (told["sha256"], told["size"]) == (BackupMade.objects.get().sha256, len(stolen))
    call_command("restore", str(file), "--check")
    (with_keys.folder / "kek-0001.key").rename(tmp_path / "carried-away.key")
    with pytest.raises(CommandError, match="kek-0001, which is not in the folder"):
        call_command("restore", str(file), "--check")


@pytest.mark.parametrize("harm", ["cut", "changed", "head", "swapped"])
def test_t9_a_backup_that_was_changed_or_cut_is_not_restored(with_keys, folder, empty_database, harm, servers):
    make_aisha().says("hello")
    call_command("backup", "--to", str(folder))
    [file] = folder.glob("*.backup")
    whole = bytearray(file.read_bytes())
    if harm == "cut":
        whole = whole[: len(whole) - 40]
    elif harm == "changed":
        whole[len(whole) // 2] ^= 1
    elif harm == "head":
        whole = bytearray(bytes(whole).replace(b'"version": "0', b'"version": "9', 1))
    else:
        whole = bytearray(b"another file altogether")
    file.write_bytes(bytes(whole))

    with pytest.raises(CommandError):
        call_command("restore", str(file), "--into", empty_database)

    import psycopg

    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_t10_a_restore_never_writes_over_a_database_that_is_in_use(with_keys, folder, servers, database):
    call_command("backup", "--to", str(folder))
    [file] = folder.glob("*.backup")

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(file), "--into", servers.postgres.urls_of(database).migrator)


def test_backups_and_keys_never_lie_in_one_place_and_old_ones_go(with_keys, folder):
    with pytest.raises(CommandError, match="never lie in one place"):
        call_command("backup", "--to", str(with_keys.folder))
    for _ in range(5):
        call_command("backup", "--to", str(folder))
        clock.move(timedelta(days=20))

    assert BackupMade.objects.count() == 5
    assert len(list(folder.glob("*.backup"))) == len(list(folder.glob("*.manifest.json"))) == 3
    assert rotation.trouble() in {"", "overdue", "unproven"}


def test_a_backup_that_cannot_be_written_says_so_loudly_and_leaves_nothing_behind(with_keys, folder, tmp_path):
    """A disk that takes no more, as the system tells it: a file that may not grow."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    try:
        with pytest.raises(CommandError, match="THERE IS NO BACKUP"):
            call_command("backup", "--to", str(folder))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(folder.iterdir()) == []
    assert not BackupMade.objects.exists()
    with pytest.raises(CommandError, match="THERE IS NO BACKUP"):
        call_command("backup", "--to", str(tmp_path / "a share that is gone"))


def test_t10_the_service_is_not_ready_until_a_restored_database_was_told(key_folder, lena, go_back, client):  # noqa: F811
    from escalation.rights import clock as retention

    aisha = make_aisha()
    message = aisha.says("this must stay gone")
    back = go_back()
    erase_conversation(is_over(aisha), asked_by=lena)
    assert "erasures" not in missing(client)

    back()
    assert "erasures" in missing(client)
    assert body_of(message) == "this must stay gone"
    with pytest.raises(CommandError, match="first run erase --replay"):
        call_command("erase", "--due", "--yes")
    retention._glance_at = 0.0
    retention.watch()

    assert "erasures" not in missing(client)
    with pytest.raises(WordsShredded):
        body_of(message)


def missing(client) -> list[str]:  # type: ignore[no-untyped-def]
    return json.loads(client.get("/readyz", headers={"host": "localhost"}).content)["missing"]
