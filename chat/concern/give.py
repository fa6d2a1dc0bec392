"""Somebody is worried, or has more to say. Whatever comes is stored; what one source says of one child is one concern.

Every way through here takes the same: one lock, one or two rows, one hand-off. Whether we know the young person is
found out later, by a person.
"""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from chat import handoffs
from chat.concern.given import Given
from chat.concern.references import hash_of, reference_of
from chat.concern.sources import child_named, child_of_member, source_of_member
from chat.models import Concern, ConcernWords, Member
from chat.urgency import Urgency, highest
from config import clock
from config.models import DataKey
from config.tuning import setting

log = logging.getLogger(__name__)


@transaction.atomic
def give(given: Given, *, source: str, about: Member | None = None, by: Member | None = None) -> str:
    """The reference. Safe to repeat: a form that is sent twice is one concern.

    `source` is a hash (sources.py), empty where nobody knows it. `about` and `by` are members of the forum, where it
    is known whom somebody means.
    """
    source = source_of_member(by) if by else source
    child = child_of_member(about) if about else child_named(given.who)
    _one_at_a_time(source or str(given.client_id))
    known = _the_same_form(given.client_id)
    if known is not None and _says_the_same(known, given):
        return reference_of(known)
    known = known or _that_it_goes_with(source, child)
    if known is not None:
        add(known, given.whole, given.how_urgent, client_id=given.client_id)
        return reference_of(known)
    concern = _new(given, source, child, about, by)
    log.info("concern.given", extra={"id": concern.pk, "urgency": concern.urgency})
    handoffs.concern_given(concern.pk)
    return reference_of(concern)


@transaction.atomic
def add(concern: Concern, words: str, urgency: Urgency, *, client_id: UUID) -> None:
    """More of it. Never less urgent; what is not more urgent and comes all the time is looked at a little later."""
    concern = Concern.objects.select_for_update(of=("self",)).select_related("key").get(pk=concern.pk)
    earlier = concern.added.filter(client_id=client_id).first()
    if earlier is not None and earlier.words == words and urgency.rank <= Urgency(earlier.urgency).rank:
        return  # pressed twice
    after = 0 if urgency.rank > Urgency(concern.urgency).rank else _slowed(concern)
    added = ConcernWords(concern=concern, client_id=uuid4() if earlier else client_id, urgency=urgency, at=clock.now())
    added.words = words
    added.save(force_insert=True)
    Concern.objects.filter(pk=concern.pk).update(urgency=highest(Urgency(concern.urgency), urgency))
    log.info("concern.added", extra={"id": concern.pk, "urgency": urgency})
    handoffs.concern_given(concern.pk, after=after)


def concern_with(reference: str) -> Concern | None:
    """Which concern somebody wants to add to. None where nobody has it, or its words are gone."""
    known = Concern.objects.filter(reference_hash=hash_of(reference), key__isnull=False)
    return known.select_related("key").first()


def _new(given: Given, source: str, child: str, about: Member | None, by: Member | None) -> Concern:
    concern = Concern(
        key=DataKey.make("concern"),
        sealed_under=given.client_id,
        given_by=Concern.From.MEMBER if by else given.given_by or Concern.From.OTHER,
        urgency=given.how_urgent,
        source_hash=source,
        child_hash=child,
        about_member=about,
        by_member=by,
        at=clock.now(),
    )
    concern.reference_hash = hash_of(reference_of(concern))
    concern.what = given.what
    concern.who = given.about or None
    concern.contact = given.contact or None
    concern.save(force_insert=True)
    return concern


def _the_same_form(client_id: UUID) -> Concern | None:
    """Sent twice, or sent again after going back."""
    same = reference_of(Concern(sealed_under=client_id))
    return concern_with(same)


def _that_it_goes_with(source: str, child: str) -> Concern | None:
    """What the same source said of the same child. From a source that speaks of very many: what it said last."""
    if not source:
        return None
    since = clock.now() - timedelta(hours=setting("concern.merge_hours"))
    theirs = Concern.objects.filter(source_hash=source, at__gt=since, key__isnull=False).select_related("key")
    newest = theirs.order_by("-at", "-pk")
    same_child = newest.filter(child_hash=child).first()
    if same_child is not None:
        return same_child
    return newest.first() if theirs.count() >= setting("concern.most_a_source") else None


def _says_the_same(concern: Concern, given: Given) -> bool:
    said = (concern.what, concern.who or "", concern.contact or "")
    return said == (given.what, given.about, given.contact) and given.how_urgent.rank <= Urgency(concern.urgency).rank


def _slowed(concern: Concern) -> float:
    hour_ago = clock.now() - timedelta(hours=1)
    is_many = concern.added.filter(at__gt=hour_ago).count() >= setting("concern.added_an_hour")
    return float(setting("concern.slowed_seconds")) if is_many else 0


def _one_at_a_time(source: str) -> None:
    """Two at the same moment from one source: the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [source])
