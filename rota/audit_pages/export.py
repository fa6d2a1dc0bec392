"""Rows of the audit as a file: with a reason that is kept, and a mark of who took them."""

import csv
from io import StringIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota import audit
from rota.audit_pages.filters import Wanted, rows_of
from rota.audit_pages.rows import Shown, shown
from rota.models import AuditExport, StaffMember
from rota.policy import veiled_from

SHORTEST_WHY, LONGEST_WHY = 10, 200
MOST_LOOKED_AT = 50
HEADINGS = ("number", "at_utc", "person", "person_number", "action", "thing", "called", "ground")
# What a program for tables would take for a sum to do.
_DOES_SOMETHING = ("=", "+", "-", "@", "\t", "\r")


def exports_seen_by(reader: StaffMember) -> list[AuditExport]:
    """The newest first. None by others that asked for what must not exist for `reader`."""
    veiled = veiled_from(reader)
    found = AuditExport.objects.select_related("by").order_by("-pk")[:MOST_LOOKED_AT]
    return [one for one in found if one.by_id == reader.pk or _thing(one) not in veiled]


def _thing(taken: AuditExport) -> str:
    return f"{taken.wanted.get('kind', '')}:{taken.wanted.get('number', '')}"


@transaction.atomic
def export(wanted: Wanted, *, by: StaffMember, why: str) -> tuple[AuditExport, str]:
    """The file, and the row that says it was taken. Raises ValidationError in words."""
    why = " ".join(why.split())
    if not SHORTEST_WHY <= len(why) <= LONGEST_WHY:
        raise ValidationError(_("Say in a sentence what you need these rows for."))
    rows, most = rows_of(wanted, by), int(setting("audit.rows_an_export"))
    count = rows.count()
    if count > most:
        raise ValidationError(_("These are %(count)d rows. One file takes %(most)d: choose fewer days.") % {
            "count": count, "most": most
        })  # fmt: skip
    taken = AuditExport.objects.create(by=by, why=why, wanted=wanted.as_query(), rows=count)
    audit.record("audit.exported", f"export:{taken.pk}", who=by, ground="privacy")
    found = list(rows.select_related("who"))
    return taken, _written(taken, [(row.action, row.ground, one) for row, one in zip(found, shown(found), strict=True)])


def _written(taken: AuditExport, rows: list[tuple[str, str, Shown]]) -> str:
    file = StringIO()
    table = csv.writer(file)
    mark = _("Taken by %(name)s at %(at)s UTC, export %(number)d. Do not pass it on.")
    at = taken.at.strftime("%Y-%m-%d %H:%M")
    table.writerow([plain(mark % {"name": taken.by.name, "at": at, "number": taken.pk})])
    table.writerow(HEADINGS)
    # Counted anew in each file: a number that went missing would tell of a row that is not theirs to know of.
    for number, (action, ground, row) in enumerate(rows, start=1):
        at = row.at.astimezone(clock.now().tzinfo).isoformat()
        cells = (number, at, row.who, row.person, action, row.about, row.name, ground)
        table.writerow([plain(str(cell)) for cell in cells])
    return file.getvalue()


def plain(cell: str) -> str:
    """A cell that no program for tables takes for a formula."""
    return f"'{cell}" if cell.startswith(_DOES_SOMETHING) else cell
