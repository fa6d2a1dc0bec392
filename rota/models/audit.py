"""Who looked at or did what, in a chain that shows what was changed."""

import pgtrigger
from django.db import models

from config import clock
from rota.models.people import StaffMember


class AuditRow(models.Model):
    """Who looked at or did what, when. Ids and verbs only. Added to, never changed.

    The row carries its own signature and is inserted unlinked, so that no two people wait for each
    other; `rota.audit.link_rows` chains the rows a moment later.
    """

    at = models.DateTimeField(default=clock.now)
    who = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    # On what ground somebody could look: "owner", "shift_lead", "escalation:7", "glass:3". Empty for what needs none.
    ground = models.CharField(max_length=40, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    signature = models.BinaryField()
    # Which transaction wrote the row: the linker waits until none older is still open.
    written_in = models.BigIntegerField()

    class Meta:
        indexes = [
            # What the linker reads every second: the rows after the last one it linked.
            models.Index(fields=["written_in", "id"], name="audit_in_order"),
            # Who looked at one thing, and what was done in a few days.
            models.Index(fields=["about", "id"], name="audit_by_thing"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_audit_rows", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_audit_whole",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the audit is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.about}"


class AuditLink(models.Model):
    """The place of one audit row in the chain. Each link signs the one before it."""

    place = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(AuditRow, on_delete=models.PROTECT, related_name="link")
    signature = models.BinaryField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="keep_audit_links", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_audit_chain_whole",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the audit is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.place}"


class AuditCheck(models.Model):
    """The service checked the whole chain: how long it was, and what was wrong with it. Added to, never changed."""

    at = models.DateTimeField(default=clock.now)
    links = models.BigIntegerField()
    problems = models.PositiveIntegerField()
    # Our own sentence about the first of them: places and numbers of rows.
    first_problem = models.CharField(max_length=200, blank=True, default="")
    # The newest line of the file outside the database, as it was read then.
    anchored_place = models.BigIntegerField(null=True)
    anchored_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_audit_checks", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"check {self.pk}"


class AuditExport(models.Model):
    """Somebody took rows of the audit away as a file: who, which, why. Added to, never changed."""

    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    # Which rows: the filters as the page has them, ids and days only.
    wanted = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_audit_exports", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"export {self.pk}"
