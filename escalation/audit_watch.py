"""Once a second the clock asks whether the audit has to be checked; the check itself is a job, because it reads all."""

from config.jobs import defer_once
from moderation import incidents
from rota.audit import is_due
from rota.audit.watch import broken_since


def watch() -> None:
    """Says that it is broken for as long as the newest check found it so."""
    incidents.tell(incidents.Kind.AUDIT_BROKEN, is_wrong=broken_since() is not None)
    if is_due():
        defer_once("escalation.check_audit", once="audit-check", lock="audit-check")
