"""The record of an escalation: the quotes, the reasons, the decisions. Its own key, and its own years."""

import logging
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from chat.concern.keeping import shred_concerns
from chat.keeping.erase import Stopped, wanted_of
from chat.keeping.holds import holds_on
from chat.models import Hold
from config import sealing
from config.models import DataKey
from escalation.keeping import SETTLED, open_escalations
from escalation.models import Escalation, Subject
from escalation.rights.years import old_enough, was_referred, worried_before
from escalation.subjects import subjects_of
from escalation.subjects import whose as whose_is
from rota import audit

log = logging.getLogger(__name__)

# Where an escalation may lead to a young person.
WHOSE = ("young_person", "conversation__young_person", "post__author__young_person", "heard_in__young_person")


def past_records(at: datetime) -> QuerySet[Escalation]:
    """Settled, and the years after the last decision are over."""
    until = worried_before(at)
    kept = Escalation.objects.filter(key__isnull=False, state__in=SETTLED).annotate(
        last=Greatest("opened_at", Coalesce("decided_at", "opened_at"))
    )
    heard = kept.annotate(age=Coalesce("conversation__age_band", "heard_in__age_band", "post__author__age_band"))
    over = heard.filter(last__lt=until)
    return over.exclude(was_referred() & ~old_enough(at, "age", "opened_at")).order_by("pk")


def due_records(at: datetime) -> QuerySet[Escalation]:
    """Without those where anything of the young person is held."""
    held = Hold.objects.filter(lifted_at=None)
    about = Q()
    for whose in WHOSE:
        about |= Q(Exists(held.filter(young_person=OuterRef(whose))))
        about |= Q(Exists(held.filter(conversation__young_person=OuterRef(whose))))
    return past_records(at).exclude(about)


@transaction.atomic
def erase_record(escalation: Escalation, *, at: datetime) -> None:
    """Destroys its key. Raises Stopped, and says what stands against it: holds and open escalations win."""
    for young_person_id in _whose(escalation):
        wanted = wanted_of(young_person_id, None)  # locks what placing a hold and opening an escalation lock
        codes = list(open_escalations(wanted))
        if holds_on(wanted.young_person, wanted.conversations).exists():
            codes.append("held")
        if codes:
            raise Stopped(list(dict.fromkeys(codes)))
    Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)
    if not due_records(at).filter(pk=escalation.pk).exists():
        raise Stopped(["not_due"])
    key_id = Escalation.objects.values_list("key_id", flat=True).get(pk=escalation.pk)
    DataKey.objects.filter(pk=key_id).delete()
    shred_concerns(_concerns_of(escalation))
    if key_id is not None:
        transaction.on_commit(partial(sealing.KEYS.forget, key_id))
    audit.record("record.erased", f"escalation:{escalation.pk}", who=None)
    log.info("record.erased", extra={"escalation": escalation.pk})


def _concerns_of(escalation: Escalation) -> set[int]:
    """What somebody outside said that led to this record, and to no other that is kept."""
    found = {escalation.concern_id, *Subject.objects.filter(escalation=escalation).values_list("concern_id", flat=True)}
    theirs = {one for one in found if one is not None}
    others = Escalation.objects.filter(key__isnull=False).exclude(pk=escalation.pk)
    kept = set(others.filter(concern__in=theirs).values_list("concern_id", flat=True))
    rows = Subject.objects.filter(escalation__in=others, concern__in=theirs)
    return theirs - kept - set(rows.values_list("concern_id", flat=True))


def _whose(escalation: Escalation) -> list[UUID]:
    found = set(Escalation.objects.filter(pk=escalation.pk).values_list(*(F(name) for name in WHOSE)).get())
    found |= {whose_is(subject) for subject in subjects_of(escalation)}  # of whom a lead found that they are the same
    return sorted({one for one in found if one is not None}, key=str)
