"""A young person wants theirs gone: one person asks on their behalf, another agrees, and then the clock does it.

What stands against it is asked in the transaction that erases: a hold, an open escalation or an unread word wins over
two people as well, and the receipt says so. Pages hold no right to destroy keys; the jobs process does.
"""

import logging
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chat.keeping.dry_run import look
from chat.keeping.erase import MayNotErase, erase_conversation, erase_young_person
from chat.models import Conversation, Erasure, ErasureAsked
from config import clock
from escalation.rights.pack.asking import ways_to_know
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)


def ask(
    conversation: Conversation, *, is_everything: bool, shown_by: str, asked_on: date, by: StaffMember
) -> ErasureAsked:
    """One chat, or everything of whoever wrote in it. Raises ValidationError in words."""
    if not may(by, Action.ERASE):
        raise PermissionDenied
    young_person = conversation.young_person
    if shown_by not in ways_to_know(young_person):
        raise ValidationError(_("We have not seen that in the last 30 days. Ask them to write to us, from their chat."))
    if not 0 <= (clock.now().date() - asked_on).days <= 365:
        raise ValidationError(_("Say on which day they asked."))
    found = look(young_person if is_everything else conversation)
    try:
        with transaction.atomic():
            asked = ErasureAsked.objects.create(
                young_person=young_person,
                conversation=None if is_everything else conversation,
                shown_by=shown_by,
                asked_on=asked_on,
                chats=found.chats,
                messages=found.messages,
                posts=found.posts,
                asked_by=by,
                asked_at=clock.now(),
            )
            audit.record("erasure.asked", f"erasure_asked:{asked.pk}", who=by)
    except IntegrityError:
        raise ValidationError(_("Somebody has asked for that already.")) from None
    return asked


def decide(asked: ErasureAsked, *, by: StaffMember, agrees: bool) -> ErasureAsked:
    """Another person agrees or does not. Safe to repeat; the first answer counts."""
    with transaction.atomic():
        asked = ErasureAsked.objects.select_for_update(no_key=True).get(pk=asked.pk)
        if not may(by, Action.AGREE_ERASURE, asked):
            raise PermissionDenied
        if asked.decided_by_id is None:
            asked.agreed, asked.decided_by, asked.decided_at = agrees, by, clock.now()
            asked.save(update_fields=["agreed", "decided_by", "decided_at"])
            audit.record("erasure.agreed" if agrees else "erasure.refused", f"erasure_asked:{asked.pk}", who=by)
    return asked


def to_carry_out() -> QuerySet[ErasureAsked]:
    return ErasureAsked.objects.filter(agreed=True, erasure=None).order_by("pk")


def carry_out(asked: ErasureAsked) -> Erasure:
    """Erases, or finds out what stands against it; either is the receipt. A crash in between erases once."""
    erasure = _done_before(asked) or _erased(asked)
    ErasureAsked.objects.filter(pk=asked.pk, erasure=None).update(erasure=erasure)
    log.info("erasure.carried_out", extra={"id": asked.pk})
    return erasure


def _erased(asked: ErasureAsked) -> Erasure:
    # Two people agreed while they might: that one of them has left since changes nothing.
    by = asked.asked_by if may(asked.asked_by, Action.ERASE) else None
    try:
        if asked.conversation is not None:
            return erase_conversation(asked.conversation, asked_by=by)
        return erase_young_person(asked.young_person, asked_by=by)
    except MayNotErase as refused:
        return refused.erasure


def _done_before(asked: ErasureAsked) -> Erasure | None:
    done = Erasure.objects.filter(
        young_person=asked.young_person,
        conversation=asked.conversation,
        why=Erasure.Why.ASKED,
        asked_at__gte=asked.decided_at,
        asked=None,
    )
    return done.order_by("pk").first()
