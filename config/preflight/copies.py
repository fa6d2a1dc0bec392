"""What is left when this machine is not: a backup that was restored once, the keys, and the audit's anchors."""

from collections.abc import Iterator
from datetime import timedelta

from config import clock, confirmed, rotation
from config.keys import key_directory
from config.models import BackupMade, KeyProof
from config.preflight.findings import Finding, found, missing, ok
from rota.audit import anchors
from rota.models import AuditCheck

BACKUP_WITHIN = timedelta(hours=26)
RESTORED_WITHIN = timedelta(days=31)
ANCHORS_WITHIN = timedelta(days=7)
CHECKED_WITHIN = timedelta(hours=2)
GUIDE = "docs/operations.md"


def backup() -> Iterator[Finding]:
    made = BackupMade.objects.filter(at__gt=clock.now() - BACKUP_WITHIN).order_by("-at").first()
    said = made or confirmed.newest("backup_taken", within=BACKUP_WITHIN)
    to_do = "manage.py backup --to FOLDER each day, carried away; your own way: confirm backup_taken --by cron"
    ill = "Nobody says that one was taken in the last day."
    yield ok("backup", f"Taken {said.at:%Y-%m-%d %H:%M} UTC.") if said else missing("backup", ill, to_do)
    proof = KeyProof.objects.filter(at__gt=clock.now() - RESTORED_WITHIN).order_by("-at").first()
    to_do = f"Restore the newest one beside the live database and run rotate_keys --prove-restore ({GUIDE}, Keys)."
    ill = "None was restored and opened in the last month: a backup that was never restored is a hope."
    yield ok("restore", f"Proven {proof.at:%Y-%m-%d}.") if proof else missing("restore", ill, to_do)


def keys() -> Iterator[Finding]:
    newest, said = key_directory().current_key_encryption_name(), confirmed.newest("keys_copied")
    yield found(
        "copy of the keys",
        said is not None and said.detail == newest,
        well=f"Made with {newest}.",
        ill=f"Nobody says that {newest} was copied away. Without the keys the database is noise, for ever.",
        to_do=f"Copy the key folder off this machine ({GUIDE}, Keys), then: manage.py confirm keys_copied --by ...",
    )
    trouble = rotation.trouble()
    ill = f"Something is wrong with them: {trouble}."
    yield found("keys", not trouble, well="All there, none overdue.", ill=ill, to_do="manage.py rotate_keys --status")


def audit() -> Iterator[Finding]:
    check = AuditCheck.objects.filter(at__gt=clock.now() - CHECKED_WITHIN).order_by("-at").first()
    to_do = "Start the jobs process, or: manage.py verify_audit"
    if check is None:
        yield missing("audit", "Nothing has checked it lately.", to_do)
    else:
        ill = f"{check.problems} things in it are not as they were written."
        yield found("audit", not check.problems, well=f"Whole: {check.links} links.", ill=ill, to_do=to_do)
    said = confirmed.newest("anchors_copied", within=ANCHORS_WITHIN)
    yield found(
        "copy of the anchors",
        said is not None and anchors.last() is not None,
        well="Somewhere else, and not old.",
        ill="An audit is worth what its anchors are, where those who run the database cannot write.",
        to_do=f"Copy anchors/audit-head.jsonl away ({GUIDE}, Backup), then: manage.py confirm anchors_copied --by ...",
    )


LOOKS = (backup, keys, audit)
