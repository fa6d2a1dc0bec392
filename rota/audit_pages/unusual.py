"""What somebody should ask about: many conversations that were never theirs, and words read on no shift.

A sentence is a question and no verdict: there may be every reason. Nobody is stopped by it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import ngettext

from config.tuning import setting
from rota.audit.reading import GIVEN, READING, THEIRS
from rota.audit_pages.filters import Wanted, moments
from rota.models import StaffMember
from rota.policy import veiled_from

# Days are those of London. What an escalation, a review or a hand-over gave to somebody was theirs to read.
READ_A_DAY = """
SELECT person.id, person.name, looked.day,
    count(DISTINCT looked.about) FILTER (WHERE looked.is_chat AND NOT looked.was_given),
    count(DISTINCT looked.about) FILTER (WHERE NOT looked.was_on)
FROM (
    SELECT who_id, about, (at AT TIME ZONE 'Europe/London')::date AS day, about LIKE 'conversation:%%' AS is_chat,
        ground = ANY(%(theirs)s::text[]) OR ground LIKE ANY(%(given)s::text[]) AS was_given,
        EXISTS (
            SELECT FROM rota_shift s WHERE s.staff_id = who_id AND s.released_at IS NULL
                AND at >= lower(s.during) - %(beside)s::interval AND at < upper(s.during) + %(beside)s::interval
        ) AS was_on
    FROM rota_auditrow
    WHERE at >= %(begin)s AND at < %(end)s AND action = ANY(%(reading)s::text[]) AND who_id IS NOT NULL
        AND NOT about = ANY(%(veiled)s::text[]) AND NOT ground = ANY(%(veiled)s::text[])
) looked JOIN rota_staffmember person ON person.id = looked.who_id
GROUP BY 1, 2, 3 ORDER BY 3 DESC, 2, 1
"""
MOST_SHOWN = 20


@dataclass(frozen=True)
class Unusual:
    """One sentence, and whose rows of which day it is about."""

    words: str
    person: int
    day: date


def unusual(wanted: Wanted, reader: StaffMember) -> list[Unusual]:
    """In the days that are shown, the newest first."""
    begin, end = moments(wanted)
    given: dict[str, Any] = {
        "begin": begin,
        "end": end,
        "reading": list(READING),
        "theirs": list(THEIRS),
        "given": [f"{prefix}%" for prefix in GIVEN],
        "veiled": list(veiled_from(reader)),
        "beside": timedelta(minutes=setting("audit.beside_shift_minutes")),
    }
    with connection.cursor() as cursor:
        cursor.execute(READ_A_DAY, given)
        found = cursor.fetchall()
    return [one for row in found for one in _sentences(*row)][:MOST_SHOWN]


def _sentences(person: int, name: str, day: date, not_theirs: int, off_shift: int) -> list[Unusual]:
    said = []
    if not_theirs >= setting("audit.unusual_a_day"):
        words = ngettext(
            "%(name)s opened %(count)d conversation that was never theirs.",
            "%(name)s opened %(count)d conversations that were never theirs.",
            not_theirs,
        )
        said.append(Unusual(words % {"name": name, "count": not_theirs}, person, day))
    if off_shift:
        words = ngettext(
            "%(name)s read what was said in %(count)d place while on no shift.",
            "%(name)s read what was said in %(count)d places while on no shift.",
            off_shift,
        )
        said.append(Unusual(words % {"name": name, "count": off_shift}, person, day))
    return said
