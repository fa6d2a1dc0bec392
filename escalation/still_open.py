"""Of which escalations somebody may still be called: a few hundred, whatever lies behind them after years.

Whether a call stands is asked of pages (reaching.py, banners.py), by conditions that look at each page's escalation.
Without this they would look at every page there ever was, each second. Each arm below is read from an index that holds
open rows alone; what is in none of them has nothing that anybody could be called about.
"""

from django.db.models import QuerySet

from escalation.models import Chase, Dissent, Escalation, LadoRecord, Promise, Referral, SecondLook, Subject


def numbers() -> QuerySet[Escalation, tuple[int]]:
    """For `escalation__in=numbers()`: more than those of which a call stands, and never fewer."""
    undecided = Escalation.objects.filter(state__in=Escalation.UNDECIDED).values_list("pk")
    awaited = Escalation.objects.filter(check_due_at__isnull=False).values_list("pk")
    referrals = Referral.objects.filter(state__in=Referral.OWES_A_STEP)
    chases = Chase.objects.filter(done_at=None)
    untold = LadoRecord.objects.filter(notified_at=None, outcome="")
    promised = Promise.objects.filter(ended_at=None).values("conversation")
    return undecided.union(
        awaited,
        referrals.values_list("escalation"),
        chases.values_list("referral__escalation"),
        untold.values_list("escalation"),
        # What was joined to another is owed there.
        *(owed.filter(**{f"{path}__isnull": False}).values_list(path) for owed, path in (
            (referrals, "escalation__joined_to"), (chases, "referral__escalation__joined_to"),
            (untold, "escalation__joined_to"),
        )),
        Dissent.objects.filter(state=Dissent.State.OPEN).values_list("escalation"),
        SecondLook.objects.filter(at=None).values_list("decision__escalation"),
        Subject.objects.filter(conversation__in=promised).values_list("escalation"),
        all=True,
    )  # fmt: skip
