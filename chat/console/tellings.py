"""Before we tell anyone, from the console: by whoever has the conversation. Leads write theirs on the escalation."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chat.access import conversation_owned_by, counsellor_reads_since
from chat.console import board, frames_telling
from chat.models import Conversation, Telling
from chat.telling import engine
from chat.telling.access import of, telling_owned_by
from chat.telling.states import state_of
from rota.models import StaffMember


def write(staff: StaffMember, given: frames_telling.WriteTelling) -> Telling:
    conversation = conversation_owned_by(staff, given.conversation)
    words = {"to_whom": given.to_whom, "what": given.what, "why": given.why}
    return engine.write(conversation, escalation_id=_escalation_of(conversation), **words, by=staff)


def not_tell(staff: StaffMember, given: frames_telling.NotTelling) -> Telling:
    conversation = conversation_owned_by(staff, given.conversation)
    return engine.not_tell(conversation, escalation_id=_escalation_of(conversation), why=given.why, by=staff)


def safe_to_show(staff: StaffMember, given: frames_telling.SafeToShow) -> Telling:
    return engine.confirm_safe(_theirs(staff, given.conversation, given.telling), by=staff)


def take_back(staff: StaffMember, given: frames_telling.TakeBackTelling) -> Telling:
    return engine.take_back(_theirs(staff, given.conversation, given.telling), by=staff)


def telling_frames(conversation_id: int) -> list[frames_telling.TellingNow]:
    """All that a counsellor may read, oldest first."""
    since = counsellor_reads_since(Conversation.objects.get(pk=conversation_id))
    found = of(conversation_id)
    return [telling_now(one) for one in (found.filter(written_at__gte=since) if since else found)]


def telling_now(telling: Telling) -> frames_telling.TellingNow:
    return frames_telling.TellingNow(
        conversation=telling.conversation_id,
        telling=telling.pk,
        state=state_of(telling),
        name=telling.written_by.name,
        at=telling.written_at,
        to_whom=telling.to_whom or "",
        what=telling.what or "",
        why=telling.not_told_why or telling.why or "",
        agrees=telling.agrees,
        answer=telling.answer or "",
        outcome=telling.outcome or "",
    )


def _theirs(staff: StaffMember, conversation_id: int, telling_id: int) -> Telling:
    try:
        return telling_owned_by(staff, conversation_id, telling_id)
    except Telling.DoesNotExist:
        raise Conversation.DoesNotExist from None


def _escalation_of(conversation: Conversation) -> int:
    found = board.escalation_of([conversation.pk]).get(conversation.pk) if board.escalation_of else None
    if found is None:
        raise ValidationError(_("A lead has to have it first. Escalate this chat, and agree with them what to say."))
    return int(found["id"])
