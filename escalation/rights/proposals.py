"""More than the clock may do alone: one person proposes, another agrees, and then the clock does it in small batches.

Holds, open escalations and whatever came up since are asked for each thing in the transaction that erases it: an
agreement overrules none of them.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chat.models import RetentionProposal
from config import clock
from escalation.rights.kinds import BY_CODE
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

SHORTEST_WHY, LONGEST_WHY = 10, 200


def propose(kind: str, *, by: StaffMember, why: str) -> RetentionProposal:
    """All of one kind that is over by now. Raises ValidationError in words."""
    if not may(by, Action.PROPOSE_ERASING):
        raise PermissionDenied
    if kind not in BY_CODE or not BY_CODE[kind].is_theirs:
        raise ValidationError(_("Choose what is to go."))
    why = " ".join(why.split())
    if not SHORTEST_WHY <= len(why) <= LONGEST_WHY:
        raise ValidationError(_("Say in a sentence why it goes now."))
    now = clock.now()
    counted = BY_CODE[kind].due(now).count()
    if not counted:
        raise ValidationError(_("Nothing of that is over."))
    try:
        with transaction.atomic():
            made = RetentionProposal.objects.create(
                kind=kind, over_by=now, counted=counted, why=why, proposed_by=by, proposed_at=now
            )
            audit.record("erasing.proposed", f"proposal:{made.pk}", who=by)
    except IntegrityError:
        raise ValidationError(_("Somebody has proposed that already.")) from None
    return made


def decide(proposal: RetentionProposal, *, by: StaffMember, agrees: bool) -> RetentionProposal:
    """Another person agrees or does not. Safe to repeat; the first answer counts."""
    with transaction.atomic():
        proposal = RetentionProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
        if not may(by, Action.AGREE_ERASING, proposal):
            raise PermissionDenied
        if proposal.decided_by_id is None:
            proposal.agreed, proposal.decided_by, proposal.decided_at = agrees, by, clock.now()
            proposal.save(update_fields=["agreed", "decided_by", "decided_at"])
            audit.record("erasing.agreed" if agrees else "erasing.refused", f"proposal:{proposal.pk}", who=by)
    return proposal


def to_carry_out() -> QuerySet[RetentionProposal]:
    return RetentionProposal.objects.filter(agreed=True, done_at=None).order_by("pk")


def is_done(proposal: RetentionProposal) -> None:
    RetentionProposal.objects.filter(pk=proposal.pk, done_at=None).update(done_at=clock.now())
