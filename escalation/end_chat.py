"""A safeguarding lead ends a chat that nobody else may end, once it is decided what will happen."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat.conversations import HasEnded, end_conversation
from chat.models import Conversation
from escalation.models import Escalation
from escalation.reasons import LONGEST
from moderation.flags import judge
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

REASON = "safeguarding_lead"


def may_end_chat(escalation: Escalation, *, by: StaffMember) -> bool:
    """Is this somebody who may, and is there a chat that goes on and a decision about it?"""
    conversation = escalation.conversation
    return (
        conversation is not None
        and not conversation.is_over
        and escalation.decided_at is not None
        and not escalation.is_undecided
        and bool(may(by, Action.END_CHAT))
    )


@transaction.atomic
def end_chat(escalation: Escalation, *, why: str, is_sure: bool, ended_by: StaffMember) -> Conversation:
    """Raises ValidationError, field by field, and where somebody has to decide first; HasEnded where it is over.

    What was noticed below Very soon is answered by the decision; what is urgent and open belongs to an escalation.
    """
    if not may(ended_by, Action.END_CHAT):
        raise PermissionDenied
    if escalation.conversation_id is None:
        raise ValidationError(_("This is about a post: there is no chat to end."))
    _check(why, is_sure)
    conversation = Conversation.objects.select_for_update().get(pk=escalation.conversation_id)
    if conversation.is_over:
        raise HasEnded
    _check_decided(escalation, conversation)
    judge(conversation, agrees=True, judged_by=ended_by)
    conversation = end_conversation(conversation, ended_by=ended_by, reason=REASON, summary=why.strip(), at_once=True)
    audit.record("conversation.ended", f"conversation:{conversation.pk}", who=ended_by)
    return conversation


def _check(why: str, is_sure: bool) -> None:
    wrong: dict[str, str] = {}
    if not why.strip():
        wrong["end_why"] = _("Say why the chat ends.")
    elif len(why) > LONGEST or "\0" in why:
        wrong["end_why"] = _("Say it in fewer words, without odd characters.")
    if not is_sure:
        wrong["end_sure"] = _("Tick that you are sure: the young person cannot write into it any more.")
    if wrong:
        raise ValidationError(wrong)


def _check_decided(escalation: Escalation, conversation: Conversation) -> None:
    decided = Escalation.objects.filter(pk=escalation.pk).exclude(decided_at=None)
    if not decided.exclude(state__in=Escalation.UNDECIDED).exists():
        raise ValidationError(_("Record a decision first: what will happen, and why."))
    if Escalation.objects.filter(conversation=conversation, state__in=Escalation.UNDECIDED).exists():
        raise ValidationError(_("Something came up in this chat after that. Decide about it first."))
