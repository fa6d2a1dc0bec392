"""Which post is read next, and how many wait. Nobody picks: a moderator says which lane, and gets the next one.

Order: the most urgent, then what is due first, then what has waited longest.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from chat.urgency import Urgency
from config import clock
from moderation.models import Review
from rota.models import StaffMember

# Whoever asked for a second opinion about a post does not give it, whichever wording of it comes.
_NOT_ASKED_BY = """NOT EXISTS (
    SELECT 1 FROM moderation_reviewdecision d
    JOIN moderation_review r2 ON r2.id = d.review_id JOIN chat_postversion v2 ON v2.id = r2.version_id
    WHERE v2.post_id = p.id AND d.action = 'second_opinion' AND d.decided_by_id = %(staff)s)"""

# A wording that its author has changed or taken back is read by nobody.
_WAITING = """FROM moderation_review r
JOIN chat_postversion v ON v.id = r.version_id JOIN chat_post p ON p.id = v.post_id
WHERE r.state IN ('waiting', 'second_opinion') AND p.state IN ('held', 'second_opinion')
    AND v.number = p.newest_version"""

_RANK = """CASE r.urgency WHEN 'now' THEN 4 WHEN 'very_soon' THEN 3 WHEN 'not_checked' THEN 3
    WHEN 'soon' THEN 2 ELSE 1 END"""

# Both rows at once and without waiting for either: two moderators get two posts, and nobody waits in a ring with
# the worker. A post whose row is held at this instant is being changed, read or decided.
NEXT = f"""
SELECT r.id {_WAITING} AND r.lane = %(lane)s AND {_NOT_ASKED_BY}
ORDER BY {_RANK} DESC, r.look_due_at, r.waiting_since, r.id
LIMIT 1 FOR NO KEY UPDATE OF p, r SKIP LOCKED
"""

COUNTS = f"""
SELECT r.lane, r.urgency, {_NOT_ASKED_BY} AS may_take, count(*), min(r.waiting_since) {_WAITING} GROUP BY 1, 2, 3
"""


@dataclass
class LaneCount:
    """How many posts wait in one lane for this moderator, by urgency, and since when the oldest has."""

    lane: str
    label: str
    waiting: int = 0
    longest_seconds: int = 0
    by_urgency: dict[str, int] = field(default_factory=dict)
    longest_of: dict[str, int] = field(default_factory=dict)

    def add(self, urgency: str, count: int, seconds: int) -> None:
        self.waiting += count
        self.longest_seconds = max(self.longest_seconds, seconds)
        self.by_urgency[urgency] = self.by_urgency.get(urgency, 0) + count
        self.longest_of[urgency] = max(self.longest_of.get(urgency, 0), seconds)

    @property
    def rows(self) -> list[tuple[str, int, str]]:
        """Urgency, how many, how long the longest has waited: the most urgent first."""
        known = sorted(self.by_urgency, key=lambda name: (-Urgency(name).rank, name == "not_checked"))
        return [(name, self.by_urgency[name], lasting(self.longest_of[name])) for name in known]

    @property
    def is_mixed(self) -> bool:
        """Is there more to say than how many?"""
        return bool(set(self.by_urgency) - {Urgency.ROUTINE})

    @property
    def longest(self) -> str:
        return lasting(self.longest_seconds)


@dataclass
class Counts:
    """Both lanes, and what waits for somebody else than this moderator."""

    lanes: list[LaneCount]
    for_somebody_else: int

    @property
    def waiting(self) -> int:
        return sum(lane.waiting for lane in self.lanes)


def next_waiting(lane: str, staff: StaffMember) -> Review | None:
    """The next post of this lane that `staff` may read, its row and its post's locked. Call it in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"lane": lane, "staff": staff.pk})
        row = cursor.fetchone()
    return Review.objects.select_related("version__post").get(pk=row[0]) if row else None


def counts_for(staff: StaffMember) -> Counts:
    now = clock.now()
    lanes = {value: LaneCount(value, str(label)) for value, label in Review.Lane.choices}
    others = 0
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"staff": staff.pk})
        for lane, urgency, may_take, count, since in cursor.fetchall():
            if may_take:
                lanes[lane].add(urgency, count, _seconds(since, now))
            else:
                others += count
    return Counts(list(lanes.values()), others)


def lasting(seconds: int) -> str:
    """How long something has lasted, as staff read it: "50 s", "4 min", "3 h", "2 days"."""
    if seconds < 60:
        return _("%(count)d s") % {"count": seconds}
    if seconds < 2 * 3600:
        return _("%(count)d min") % {"count": seconds // 60}
    if seconds < 48 * 3600:
        return _("%(count)d h") % {"count": seconds // 3600}
    return _("%(count)d days") % {"count": seconds // 86_400}


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()))
