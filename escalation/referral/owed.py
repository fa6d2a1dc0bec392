"""Which escalations owe a step of a referral, or the designated officer a call: one condition, for many at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from config import clock
from escalation import still_open
from escalation.models import Chase, LadoRecord, Page, Referral

# The duty of a page about it (clock.py).
REFERRAL = "referral"


def owed(at: datetime) -> Q:
    """About a `Page`, whose column `escalation` says of which."""
    theirs = Q(escalation=OuterRef("escalation")) | Q(escalation__joined_to=OuterRef("escalation"))
    state = Referral.State
    late = Referral.objects.filter(
        theirs, Q(state=state.DRAFT, phone_due_at__lte=at) | Q(state=state.PHONED, written_due_at__lte=at)
    )
    theirs_to_ask = Q(referral__escalation=OuterRef("escalation")) | Q(
        referral__escalation__joined_to=OuterRef("escalation")
    )
    to_ask = Chase.objects.filter(theirs_to_ask, done_at=None, due_at__lte=at)
    untold = LadoRecord.objects.filter(theirs, notified_at=None, outcome="", notify_due_at__lte=at)
    return Q(Exists(late)) | Q(Exists(to_ask)) | Q(Exists(untold))


def calls_about_referrals(people: Iterable[int]) -> dict[int, list[Page]]:
    """By person, the last call about each escalation that owes a step yet."""
    pages = Page.objects.filter(owed(clock.now()), duty=REFERRAL, staff__in=list(people), escalation__key__isnull=False)
    pages = pages.filter(escalation__in=still_open.numbers())
    with_subject = ("conversation", "post__author", "concern__about_member", "about_staff")
    last = pages.select_related(*(f"escalation__{one}" for one in with_subject))
    found: dict[int, list[Page]] = {}
    for page in last.order_by("staff_id", "escalation_id", "-pk").distinct("staff_id", "escalation_id"):
        found.setdefault(page.staff_id, []).append(page)
    return found
