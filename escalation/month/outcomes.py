"""What safeguarding leads decided."""

from django.db.models import OuterRef, Subquery

from escalation.models import Decision, Escalation
from escalation.month.months import Month
from rota.models import StaffMember
from rota.policy.veils import hidden_from

UNDECIDED = "undecided"


def by_outcome(month: Month, reader: StaffMember) -> dict[str, int]:
    """Escalations that were opened in the month, by what was decided last; also those that wait for a decision.

    One that does not exist for whoever reads is not in any of the counts."""
    last = Decision.objects.filter(escalation=OuterRef("pk")).order_by("-decided_at", "-pk")
    opened = Escalation.objects.filter(opened_at__gte=month.begins, opened_at__lt=month.ends)
    hidden = hidden_from(Escalation, reader)
    if hidden is not None:
        opened = opened.exclude(hidden)
    found = dict.fromkeys([*Decision.Outcome.values, UNDECIDED], 0)
    for outcome in opened.annotate(outcome=Subquery(last.values("outcome")[:1])).values_list("outcome", flat=True):
        found[outcome or UNDECIDED] += 1
    return found
