"""What was drawn of each week, how much of it was judged, and what was found. No person's figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from config.tuning import setting
from escalation.misses.intervals import Part
from moderation.blind.weeks import Week, last_weeks
from moderation.models import BlindDraw, BlindReading


@dataclass(frozen=True)
class Drawn:
    """One week. What was drawn is counted when it is drawn; what was judged goes when the words go."""

    week: Week
    drawn_unflagged: int
    drawn_flagged: int
    unflagged: Part
    flagged: Part

    @property
    def drawn(self) -> int:
        return self.drawn_unflagged + self.drawn_flagged

    @property
    def judged(self) -> int:
        return self.unflagged.judged + self.flagged.judged

    @property
    def is_enough(self) -> bool:
        """At least half of each kind were judged: of fewer, what people chose to leave would count for too much."""
        return (
            self.judged > 0
            and 2 * self.unflagged.judged >= self.drawn_unflagged
            and 2 * self.flagged.judged >= self.drawn_flagged
        )


def weeks() -> list[Drawn]:
    """Of the last weeks those that were drawn from, the newest first."""
    since = last_weeks(int(setting("blind.weeks_shown")))[-1]
    draws = list(BlindDraw.objects.filter(week__gte=since.monday).order_by("-week"))
    judged, risky = _counted(draws)
    return [
        Drawn(
            Week(one.week),
            one.drawn_unflagged,
            one.drawn_flagged,
            Part(one.unflagged, judged[one.pk, False], risky[one.pk, False]),
            Part(one.flagged, judged[one.pk, True], risky[one.pk, True]),
        )
        for one in draws
    ]


def _counted(draws: Iterable[BlindDraw]) -> tuple[Counter[tuple[int, bool]], Counter[tuple[int, bool]]]:
    """By week and kind: how many were judged, and how many of those Soon or sooner."""
    rows = BlindReading.objects.filter(draw__in=draws, judged_at__isnull=False).values_list("draw", "was_flagged")
    counted = rows.annotate(judged=Count("pk"), risky=Count("pk", filter=Q(verdict__in=BlindReading.RISKY))).order_by()
    judged, risky = Counter[tuple[int, bool]](), Counter[tuple[int, bool]]()
    for draw, was_flagged, all_of_it, found in counted:
        judged[draw, was_flagged], risky[draw, was_flagged] = all_of_it, found
    return judged, risky
