"""Texts of ours: what became of them, how many parts they had, what that cost."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from chat.models import OutgoingText, SendAttempt
from config.tuning import setting
from escalation.month.months import Month


def by_state(month: Month) -> dict[str, int]:
    """Texts that were written in the month, by where they stand now."""
    found = dict.fromkeys(OutgoingText.State.values, 0)
    rows = OutgoingText.objects.filter(created_at__gte=month.begins, created_at__lt=month.ends)
    return found | dict(rows.values_list("state").annotate(texts=Count("pk")).order_by())


@dataclass(frozen=True)
class Bill:
    """What the carrier took from us in the month."""

    texts: int
    parts: int
    pence_a_part: float


def bill(month: Month) -> Bill:
    """Every time the carrier accepted a text in the month, a second try too, in parts; each costs
    `month.pence_a_part`. Their own bill counts: this one is for knowing in time."""
    accepted = SendAttempt.objects.filter(
        outcome=SendAttempt.Outcome.ACCEPTED, started_at__gte=month.begins, started_at__lt=month.ends
    )
    found = accepted.aggregate(texts=Count("pk"), parts=Sum("text__segments"))
    parts = int(found["parts"] or 0)
    return Bill(int(found["texts"]), parts, float(setting("month.pence_a_part")))
