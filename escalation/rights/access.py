"""Proposals, packs and what is in them, on somebody's behalf. To everybody else they do not exist."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from chat.models import AccessPack, Conversation, ErasureAsked, Hold, Redaction, RetentionProposal, RetentionRun
from escalation.doors import LARGEST_ID
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, roles_for, unveiled

SEE_RETENTION = roles_for(Action.PROPOSE_ERASING)
SEE_HOLDS = roles_for(Action.HOLD)
SEE_ERASURES = roles_for(Action.ERASE)
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


def holds_in_force(staff: StaffMember) -> list[Hold]:
    """Those that somebody has to look at again first. One because of an allegation about them does not exist."""
    held = _holds(staff).filter(lifted_at=None)
    return list(held.order_by(F("review_on").asc(nulls_first=True), "placed_at"))


def holds_lifted(staff: StaffMember, most: int) -> list[Hold]:
    """The last first."""
    return list(_holds(staff).exclude(lifted_at=None).order_by("-lifted_at")[:most])


def _holds(staff: StaffMember) -> QuerySet[Hold]:
    named = Hold.objects.select_related("placed_by", "lift_asked_by", "lifted_by", "conversation")
    return unveiled(named.annotate(known_as=_known_as()), staff)


def _known_as() -> Subquery:
    """What staff see of whoever it is about, for what is about all of theirs."""
    theirs = Conversation.objects.filter(young_person=OuterRef("young_person")).order_by("-opened_at")
    return Subquery(theirs.values("handle")[:1])


def hold_for(staff: StaffMember, pk: int) -> Hold:
    """Raises DoesNotExist, also where it is because of an allegation about them."""
    if pk > LARGEST_ID or not may(staff, Action.HOLD):
        raise Hold.DoesNotExist
    return _holds(staff).get(pk=pk)


def _erasures() -> QuerySet[ErasureAsked]:
    named = ErasureAsked.objects.select_related("asked_by", "decided_by", "conversation", "young_person", "erasure")
    return named.annotate(known_as=_known_as())


def erasures_open() -> list[ErasureAsked]:
    """Those that wait for a second person, or for the clock."""
    return list(_erasures().filter(erasure=None).exclude(agreed=False).order_by("asked_at"))


def erasures_done(most: int) -> list[ErasureAsked]:
    return list(_erasures().filter(Q(agreed=False) | Q(erasure__isnull=False)).order_by("-decided_at")[:most])


def erasure_for(staff: StaffMember, pk: int) -> ErasureAsked:
    """Raises DoesNotExist."""
    if pk > LARGEST_ID or not may(staff, Action.ERASE):
        raise ErasureAsked.DoesNotExist
    return _erasures().get(pk=pk)


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
