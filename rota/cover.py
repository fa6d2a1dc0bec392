"""Is there enough cover to open? From shifts and from who is really there, never from the rota alone.

Open: enough people to talk (`cover.least_people`) and a lead on shift or on call. Narrowed: fewer, or no lead;
only the most urgent are taken. Closed: nobody is there. Source: domain reference, rota rules and nobody on duty.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from config import clock
from config.tuning import setting
from rota.models import ConsoleSeen, CoverChange, StaffMember

State = CoverChange.State

PRESENT = """
INSERT INTO rota_consoleseen (staff_id, seen_at) SELECT id, %s FROM unnest(%s::bigint[]) AS id
ON CONFLICT (staff_id) DO UPDATE SET seen_at = excluded.seen_at
"""

COUNT = """
SELECT count(*) FILTER (WHERE talks), count(*) FILTER (WHERE talks AND is_there),
    coalesce(bool_or(leads AND is_silent IS NOT TRUE), false)
FROM (
    SELECT s.duty IN ('counsellor', 'shift_lead') AND r.roles && ARRAY['counsellor', 'shift_lead'] AS talks,
        ((c.seen_at > %(since)s AND c.seen_at <= %(until)s) OR p.id = %(also)s)
            AND s.on_break_since IS NULL AS is_there,
        (s.duty = 'shift_lead' AND 'shift_lead' = ANY(r.roles))
            OR (s.duty IN ('on_call_1', 'on_call_2') AND 'safeguarding_lead' = ANY(r.roles)) AS leads,
        s.test_page_answered_at IS NULL AND s.test_page_at <= %(answered_by)s AS is_silent
    FROM rota_shift s JOIN rota_staffmember p ON p.id = s.staff_id AND p.is_active
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(g.role::text), '{}') AS roles FROM rota_rolegrant g
        WHERE g.staff_id = p.id AND g.ended_at IS NULL
    ) r
    LEFT JOIN rota_consoleseen c ON c.staff_id = p.id
    WHERE s.during @> %(at)s::timestamptz AND s.released_at IS NULL
) everybody
"""


class Cover(NamedTuple):
    """What the service can do at this moment, and for how many people who talk that is true."""

    state: str
    present: int
    on_shift: int


def now(*, also: StaffMember | None = None) -> Cover:
    """The cover at this moment. `also`: somebody who is plainly there, because they are asking."""
    at = clock.now()
    since, until = _around(at)
    # A lead who did not answer the test page at the start is called all the same, and is no cover.
    answered_by = at - timedelta(minutes=setting("rota.test_page_minutes"))
    numbers = {"at": at, "since": since, "until": until, "also": also.pk if also else None, "answered_by": answered_by}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, numbers)
        on_shift, present, has_lead = cursor.fetchone()
    return Cover(_state(present, has_lead), present, on_shift)


def _state(present: int, has_lead: bool) -> str:
    if not present:
        return State.CLOSED
    is_led = has_lead or not setting("cover.needs_lead")
    return State.OPEN if is_led and present >= setting("cover.least_people") else State.NARROWED


def who_is_there() -> set[int]:
    """The ids of everybody whose console is open, on shift or not."""
    since, until = _around(clock.now())
    seen = ConsoleSeen.objects.filter(seen_at__gt=since, seen_at__lte=until)
    return set(seen.values_list("staff_id", flat=True))


def _around(at: datetime) -> tuple[datetime, datetime]:
    """Between which moments somebody was seen who is there now. A clock that was put back makes nobody present."""
    seconds = timedelta(seconds=setting("cover.present_seconds"))
    return at - seconds, at + seconds


def say_present(staff_ids: list[int]) -> None:
    """The consoles of these people are open. Said by the process that holds their sockets, every few seconds."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT, [clock.now(), sorted(set(staff_ids))])


@transaction.atomic
def note_change() -> tuple[Cover, datetime]:
    """Writes a row when the cover is another than at the last look. Gives the cover, and since when it is that."""
    cover = now()
    last = CoverChange.objects.order_by("-pk").first()
    if last is None or last.state != cover.state:
        last = CoverChange.objects.create(state=cover.state, present=cover.present, on_shift=cover.on_shift)
    return cover, last.at
