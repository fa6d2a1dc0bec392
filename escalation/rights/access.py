"""Proposals, packs and what is in them, on somebody's behalf. To everybody else they do not exist."""

from django.db.models import QuerySet

from chat.models import AccessPack, Conversation, Hold, Redaction, RetentionProposal, RetentionRun
from escalation.doors import LARGEST_ID
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, roles_for

SEE_RETENTION = roles_for(Action.PROPOSE_ERASING)
MAKE_PACKS = roles_for(Action.MAKE_PACK)
AGREE_PACKS = roles_for(Action.AGREE_PACK)
SEE_PACKS = (*MAKE_PACKS, *AGREE_PACKS)


def proposal_for(staff: StaffMember, pk: int) -> RetentionProposal:
    """Raises DoesNotExist."""
    if not may(staff, Action.PROPOSE_ERASING) or pk > LARGEST_ID:
        raise RetentionProposal.DoesNotExist
    return RetentionProposal.objects.get(pk=pk)


def open_proposals() -> QuerySet[RetentionProposal]:
    return RetentionProposal.objects.filter(done_at=None).exclude(agreed=False).select_related("proposed_by")


def receipts(most: int) -> list[RetentionRun]:
    """The newest first."""
    return list(RetentionRun.objects.select_related("proposal").order_by("-pk")[:most])


def holds_in_force() -> QuerySet[Hold]:
    held = Hold.objects.filter(lifted_at=None).select_related("placed_by", "conversation", "young_person")
    return held.order_by("placed_at")


def pack_for(staff: StaffMember, pk: int) -> AccessPack:
    """One pack. Raises DoesNotExist, also for those whose business it is not."""
    if pk > LARGEST_ID or not (may(staff, Action.MAKE_PACK) or may(staff, Action.AGREE_PACK)):
        raise AccessPack.DoesNotExist
    return AccessPack.objects.select_related("young_person", "made_by", "lead").get(pk=pk)


def words_of_pack(staff: StaffMember, pack: AccessPack) -> None:
    """They are about to be shown all of it: each chat and each author is written down, as any reading is."""
    chats = Conversation.objects.filter(young_person=pack.young_person, key__isnull=False).order_by("pk")
    for number in chats.values_list("pk", flat=True):
        audit.record("conversation.read", f"conversation:{number}", who=staff, ground=f"pack:{pack.pk}")
    member = getattr(pack.young_person, "member", None)
    if member is not None and member.key_id is not None:
        audit.record("member.read", f"member:{member.pk}", who=staff, ground=f"pack:{pack.pk}")


def redaction_of(pack: AccessPack, pk: int) -> Redaction:
    """Raises DoesNotExist."""
    return pack.redactions.filter(lifts=None).get(pk=min(pk, LARGEST_ID))


def chat_to_ask_about(pk: int) -> Conversation:
    """Whose it is asks for their pack. Raises DoesNotExist."""
    return Conversation.objects.select_related("young_person").get(pk=min(pk, LARGEST_ID))
