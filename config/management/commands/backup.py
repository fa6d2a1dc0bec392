"""A backup of the database: `python manage.py backup`."""

import json
import logging
import secrets
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.migrations.recorder import MigrationRecorder
from psycopg import Connection, connect, sql

from config import backup, clock
from config.keys import key_directory
from config.models import BackupMade, DataKey
from config.tuning import setting
from rota import audit

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = """Writes a backup of the database into a folder, sealed, with a manifest beside it.

The keys are not in it: without the key folder it is noise. Keep them in another place. Backups of ours in that folder
that are older than backup.keep_days are removed, the newest three never.

Example: python manage.py backup --to /backups"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._write(options["to"])
        except OSError as trouble:
            # A full disk, a share that is gone, a folder somebody else owns: nothing half-written stays, and who runs
            # this each night is told by its exit status, by the log and, after 26 hours, by /readyz.
            log.error("backup.failed", extra={"error": type(trouble).__name__})
            why = trouble.strerror or type(trouble).__name__
            raise CommandError(f"THERE IS NO BACKUP. It could not be written into {options['to']}: {why}.") from None

    def _write(self, folder: Path) -> None:
        if not folder.is_dir():
            raise CommandError(f"THERE IS NO BACKUP. There is no folder {folder}.")
        if _is_inside(Path(settings.NIGHTLIGHT_KEYS), folder):
            raise CommandError("Backups and keys never lie in one place: whoever has both can read everything.")
        at = clock.now()
        file = folder / f"{backup.name_of(at)}{backup.SUFFIX}"
        url = settings.DATABASE_URLS["migrator"]
        with _looked_into(url) as connection:
            snapshot = _snapshot(connection)
            manifest = _manifest(connection, at.isoformat())
            size, sha256 = self._dump(url, snapshot, manifest, file)
        told = {**asdict(manifest), "file": file.name, "size": size, "sha256": sha256}
        file.with_suffix(backup.MANIFEST).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")
        rows = sum(manifest.rows.values())
        made = {"name": file.name, "size": size, "sha256": sha256, "key_name": manifest.key, "rows": rows}
        row = BackupMade.objects.create(at=at, **made)
        audit.record("backup.made", f"backup:{row.pk}", who=None, ground="terminal")
        self.stdout.write(f"Wrote {file}: {rows} rows of {len(manifest.rows)} tables, {size} bytes.")
        self.stdout.write(f"To open it one needs {', '.join(manifest.keys)} of the key folder. They are NOT in it.")
        for old in backup.too_old(folder, now=at, days=int(setting("backup.keep_days"))):
            old.unlink()
            old.with_suffix(backup.MANIFEST).unlink(missing_ok=True)
            self.stdout.write(f"Removed {old.name}: it is older than {setting('backup.keep_days')} days.")

    def _dump(self, url: str, snapshot: str, manifest: backup.Manifest, file: Path) -> tuple[int, str]:
        to, environ = backup.connection_of(url)
        command = [backup.program("pg_dump"), *to, "--format=custom", "--no-owner", "--no-privileges"]
        try:
            dumping = backup.run([*command, f"--snapshot={snapshot}"], environ, stdout=subprocess.PIPE)
        except OSError:
            raise CommandError("There is no pg_dump on this machine.") from None
        assert dumping.stdout is not None
        draft = file.with_name(f"{file.name}.part")
        try:
            size, sha256 = backup.write(manifest, dumping.stdout, draft)
            if dumping.wait() != 0:
                raise CommandError("pg_dump could not read all of it. Nothing was kept.")
            draft.rename(file)
        finally:
            dumping.kill()
            dumping.wait()
            draft.unlink(missing_ok=True)
        return size, sha256


def _looked_into(url: str) -> Connection:
    from config.settings import database

    told = database(url, pool=False)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return connect(**{names[name]: told[name] for name in names if told[name]})


def _snapshot(connection: Connection) -> str:
    """One moment of the database, for the counts and for the dump alike."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    return str(row[0])


def _manifest(connection: Connection, at: str) -> backup.Manifest:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    rows = {name: _count(connection, name) for (name,) in tables}
    newest = key_directory().current_key_encryption_name()
    needed = set(DataKey.objects.order_by().values_list("wrapped_by", flat=True).distinct()) | {newest}
    row = connection.execute("SHOW server_version").fetchone()
    return backup.Manifest(
        at=at,
        version=backup.service_version(),
        postgres=str(row[0]) if row else "",
        migrations=_newest_migrations(),
        key=newest,
        keys=sorted(needed, reverse=True),
        rows=rows,
        audit_links=rows.get("rota_auditlink", 0),
        salt=secrets.token_hex(32),
    )


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _newest_migrations() -> dict[str, str]:
    applied = MigrationRecorder.Migration.objects.order_by("app", "name").values_list("app", "name")
    return dict(applied)


def _is_inside(keys: Path, folder: Path) -> bool:
    return keys.resolve() in {folder.resolve(), *folder.resolve().parents}
