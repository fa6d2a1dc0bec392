"""Writing one row of the audit."""

import re

from django.db import connection, transaction

from config import clock
from config.headers import request_id
from config.models import SettingVersion
from rota.audit.signatures import Content, sign_row
from rota.models import AuditRow, StaffMember

# A verb of ours ("conversation.opened") and the id of one thing ("conversation:7"). Nothing longer
# than an id fits in, so no words, number or address can come into the audit by mistake.
_ACTION = re.compile(r"[a-z][a-z_]{0,28}(\.[a-z][a-z_]{0,28}){1,3}")
_ABOUT = re.compile(r"[a-z][a-z_]{0,28}:[0-9]{1,19}")
_GROUND = re.compile(r"|[a-z][a-z_]{0,20}(:[0-9]{1,18})?")
_REQUEST = re.compile(r"[A-Za-z0-9-]{0,64}")


def record(action: str, about: str, *, who: StaffMember | None, ground: str = "") -> AuditRow:
    """Writes down that `who` (nobody: the service itself) did `action` to `about`, in the running transaction.

    `ground`: on what ground they could, "owner" or "escalation:7". The row is signed but not yet in the chain, so that
    no two people wait for each other. Raises ValueError for anything but a verb, an id and a ground.
    """
    is_sound = _ACTION.fullmatch(action) and len(action) <= 60 and _ABOUT.fullmatch(about) and _GROUND.fullmatch(ground)
    if not is_sound:
        raise ValueError("The audit takes a verb like conversation.opened and an id like conversation:7.")
    request = request_id() if _REQUEST.fullmatch(request_id()) else ""
    with transaction.atomic():
        row_id, transaction_id = _next_number()
        who_id = who.pk if who else None
        content = Content(row_id, clock.now(), who_id, action, about, request, transaction_id, ground)
        return AuditRow.objects.create(**content._asdict(), signature=sign_row(content))


def note_setting(version: SettingVersion) -> None:
    """A number of the service was changed: which version by whom; what for stands in the version itself."""
    record("setting.changed", f"setting:{version.pk}", who=version.set_by)


def _next_number() -> tuple[int, int]:
    """The row's number and its transaction's: asked for first, because the signature covers both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('rota_auditrow', 'id')), pg_current_xact_id()::text::bigint"
        )
        row_id, transaction_id = cursor.fetchone()
    return row_id, transaction_id
