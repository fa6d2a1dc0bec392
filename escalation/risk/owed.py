"""Promises that are late, of young people in danger: whoever was called about one is called until it is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from config import clock
from config.tuning import setting
from escalation import still_open
from escalation.models import Page, Promise, Subject

# The duty of a page about it (clock.py).
PROMISE = "promise"


def late(at: datetime) -> QuerySet[Promise]:
    """Due so long ago that leads are told."""
    due = at - timedelta(minutes=setting("risk.promise_late_minutes"))
    return Promise.objects.filter(ended_at=None, due_at__lte=due, conversation__key__isnull=False)


def late_of(escalation: OuterRef, at: datetime) -> Exists:
    chats = Subject.objects.filter(escalation=OuterRef(escalation), conversation=OuterRef("conversation"))
    return Exists(late(at).filter(Exists(chats)))


def owed(at: datetime) -> Q:
    """About a `Page`: of an escalation that is open, with a promise that is late."""
    return Q(late_of(OuterRef("escalation"), at)) & ~Q(escalation__state="closed")


def calls_about_promises(people: Iterable[int]) -> dict[int, list[Page]]:
    """By person, the last call about each escalation of which a promise is late."""
    if not late(clock.now()).exists():
        return {}
    pages = Page.objects.filter(owed(clock.now()), duty=PROMISE, staff__in=list(people), escalation__key__isnull=False)
    pages = pages.filter(escalation__in=still_open.numbers())
    with_subject = ("conversation", "post__author", "concern__about_member", "about_staff")
    found: dict[int, list[Page]] = {}
    for page in (
        pages.select_related(*(f"escalation__{one}" for one in with_subject))
        .order_by("staff_id", "escalation_id", "-pk")
        .distinct("staff_id", "escalation_id")
    ):
        found.setdefault(page.staff_id, []).append(page)
    return found
