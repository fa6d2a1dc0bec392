"""Once a second the clock asks whether the audit has to be checked; the check itself is a job, because it reads all."""

from config.jobs import defer_once
from moderation import incidents
from rota.audit import is_due
from rota.audit.watch import is_sure


def watch() -> None:
    """Says that it is broken for as long as the newest checks found it so."""
    incidents.tell(incidents.Kind.AUDIT_BROKEN, is_wrong=is_sure())
    if is_due():
        defer_once("escalation.check_audit", once="audit-check", lock="audit-check")
