"""Who searched for a number of the police, why and how often: for whoever watches over privacy."""

from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from config import clock, sealing
from config.models import DataKey
from escalation.models import NumberSearch
from escalation.rights.years import worried_before
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, open_to

WITH_PEOPLE = ("key", "by", "seen_by")


class HowOften(NamedTuple):
    """How often somebody searched lately, and how often nothing was found."""

    name: str
    day: int
    month: int
    nothing: int


def searches_for(staff: StaffMember) -> QuerySet[NumberSearch]:
    """Every search, the newest first."""
    known = open_to(staff, Action.LIST_SEARCHES, NumberSearch.objects.select_related(*WITH_PEOPLE))
    return known.order_by("-at", "-pk")


def how_often() -> list[HowOften]:
    """Of the last thirty days, who searched most first."""
    now = clock.now()
    month = NumberSearch.objects.filter(at__gt=now - timedelta(days=30)).values("by", "by__name")
    counted = month.annotate(
        month=Count("pk"),
        day=Count("pk", filter=Q(at__gt=now - timedelta(days=1))),
        nothing=Count("pk", filter=Q(found_chats=0, found_escalations=0)),
    ).order_by("-month", "by__name")
    return [HowOften(one["by__name"], one["day"], one["month"], one["nothing"]) for one in counted]


def unseen_by(staff: StaffMember) -> int:
    """How many nobody who watches over privacy has looked at."""
    return searches_for(staff).filter(seen_at=None).exclude(by=staff).count()


@transaction.atomic
def see(pk: int, *, by: StaffMember) -> None:
    """They looked at one that is somebody else's. Safe to repeat. Raises DoesNotExist."""
    searches_for(by).get(pk=pk)
    search = NumberSearch.objects.select_for_update(no_key=True).get(pk=pk)
    if search.seen_at is None and search.by_id != by.pk:
        search.seen_by, search.seen_at = by, clock.now()
        search.save(update_fields=["seen_by", "seen_at"])
        audit.record("number.search_seen", f"search:{pk}", who=by, ground=f"search:{pk}")


def past_searches(at: datetime) -> QuerySet[NumberSearch]:
    """Words of searches from longer ago than a worry is kept."""
    return NumberSearch.objects.filter(key__isnull=False, at__lt=worried_before(at)).order_by("pk")


@transaction.atomic
def erase_words(search: NumberSearch) -> None:
    """Why, and how the police call it. That there was a search stays."""
    key_id = NumberSearch.objects.select_for_update(no_key=True).values_list("key_id", flat=True).get(pk=search.pk)
    DataKey.objects.filter(pk=key_id).delete()
    if key_id is not None:
        transaction.on_commit(partial(sealing.KEYS.forget, key_id))
