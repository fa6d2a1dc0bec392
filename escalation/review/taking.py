"""Somebody takes the record: who they are, why, and what it was, written down before a word of it is shown."""

import logging
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from escalation.history import note
from escalation.models import Escalation, EscalationEvent
from escalation.referral.document import sha256_of, text_of
from escalation.review.bundle import record_of
from escalation.review.scope import family_of
from escalation.subjects import WITH_SUBJECT
from escalation.written import said
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, open_to

log = logging.getLogger(__name__)

# As the audit knows it.
TAKEN, ASKED = "chronology.taken", "chronology.looked"


class Taken(NamedTuple):
    """The very text, and its SHA-256."""

    number: int
    text: str
    sha256: str


def escalation_to_take(staff: StaffMember, pk: int, *, action: str = ASKED) -> Escalation:
    """For somebody who may take the record of it and of all that was joined to it. Raises DoesNotExist."""
    known = open_to(staff, Action.TAKE_RECORD, Escalation.objects.filter(key__isnull=False))
    escalation = known.select_related("key", "opened_by", "lead", *WITH_SUBJECT).get(pk=pk)
    ground = may(staff, Action.TAKE_RECORD, escalation).ground
    if not all(may(staff, Action.TAKE_RECORD, one) for one in family_of(escalation)):
        raise Escalation.DoesNotExist
    audit.record(action, f"escalation:{escalation.pk}", who=staff, ground=ground)
    return escalation


def take(staff: StaffMember, pk: int, *, why: str) -> Taken:
    """Raises ValidationError without a reason, Escalation.DoesNotExist, PermissionDenied."""
    why = said(why, "why", _("Say what it is for: which review, asked for by whom."))
    if not staff.is_active:
        raise PermissionDenied
    with transaction.atomic():
        escalation = escalation_to_take(staff, pk, action=TAKEN)
        document = record_of(escalation, by=staff, why=why)
        text = text_of(document)
        taken = Taken(document["escalation"]["number"], text, sha256_of(text))
        # Quiet: nothing that somebody decides about has changed. What was taken is known by its hash.
        note(escalation, EscalationEvent.Kind.READ, by=staff, detail=f"chronology {taken.sha256}", why=why)
    log.info("chronology.taken", extra={"escalation": escalation.pk})
    return taken
