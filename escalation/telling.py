"""Before we tell anyone, on the side of the lead: written, or why not, and what came of it (chat/telling is the rest).

Each step, whoever takes it, is one of the escalation in which everything goes on: an open page asks again before it
decides, and what the young person answers is there at once.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from chat import live
from chat.models import Conversation, Telling
from chat.telling import engine
from chat.telling.engine import Step
from chat.telling.reading import Told, is_thought_of, told_of
from escalation import joined
from escalation.changing import changing
from escalation.history import note
from escalation.models import Decision, Escalation, EscalationEvent
from escalation.reasons import Reasons
from escalation.subjects import subjects_of
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

_Kind = EscalationEvent.Kind
# What tells nobody anything new to decide about: they have it on their screen.
QUIET = (Step.READ, Step.OUTCOME_READ)
TELLS_OTHERS = (Decision.Outcome.REFER, Decision.Outcome.EMERGENCY, Decision.Outcome.EMERGENCY_AGREED)


def chat_of(escalation: Escalation) -> Conversation | None:
    """In which they can be told: the one that goes on, or else the newest. None where nobody has a chat with them."""
    if escalation.is_allegation:
        return None
    chats = [one for one in subjects_of(escalation) if isinstance(one, Conversation) and one.key_id is not None]
    return max(chats, key=lambda chat: (not chat.is_over, chat.pk), default=None)


def may_tell(escalation: Escalation, staff: StaffMember) -> bool:
    goes_on = escalation.joined_to_id is None and escalation.state != Escalation.State.CLOSED
    return goes_on and bool(may(staff, Action.DECIDE, escalation)) and chat_of(escalation) is not None


def tellings_of(escalation: Escalation) -> list[Told]:
    """Newest first, those of escalations that joined it too."""
    found = [told for number in joined.numbers_of(escalation) for told in told_of(number)]
    return sorted(found, key=lambda told: (told.at, told.pk), reverse=True)


def is_told(escalation: Escalation) -> bool:
    """Was it shown to them, or is there a reason why telling is unsafe?"""
    return any(is_thought_of(number) for number in joined.numbers_of(escalation))


def write(
    escalation: Escalation, *, to_whom: str, what: str, why: str, by: StaffMember, seen: int | None = None
) -> Telling:
    """What will be said, to whom and why. Whoever talks to them shows it, once that is safe. Raises ValidationError."""
    chat = _chat(escalation, by)
    with changing(escalation.pk, seen=seen):
        return engine.write(chat, escalation_id=escalation.pk, to_whom=to_whom, what=what, why=why, by=by)


def not_tell(escalation: Escalation, *, why: str, by: StaffMember, seen: int | None = None) -> Telling:
    chat = _chat(escalation, by)
    with changing(escalation.pk, seen=seen):
        return engine.not_tell(chat, escalation_id=escalation.pk, why=why, by=by)


def tell_outcome(escalation: Escalation, telling_id: int, *, words: str, by: StaffMember) -> bool:
    """What came of it. False where no text could say it: a person has to. Raises ValidationError, DoesNotExist."""
    return engine.tell_outcome(_one(escalation, telling_id, by), words, by=by)


def take_back(escalation: Escalation, telling_id: int, *, by: StaffMember) -> Telling:
    return engine.take_back(_one(escalation, telling_id, by), by=by)


def ask_first(escalation: Escalation, reasons: Reasons) -> None:
    """Others hear of it, and it says that the young person heard it too: where, if not here? Raises ValidationError."""
    tells_others = reasons.outcome in TELLS_OTHERS or bool(reasons.shared)
    if not tells_others or not reasons.young_person_told or chat_of(escalation) is None or is_told(escalation):
        return
    raise ValidationError({
        "told_sure": _("Nothing was shown to them here. Tick that they were told in another way, or show it first.")
    })  # fmt: skip


def keep_record(telling: Telling, step: str, by: StaffMember | None) -> None:
    """Told by chat/telling in the transaction of each step."""
    known = Escalation.objects.filter(pk=telling.escalation_id).values_list("pk", "joined_to").first()
    if known is None:
        return
    with changing(known[1] or known[0]) as escalation:
        kind = _Kind.HEARD if step in QUIET else _Kind.NOT_TOLD if step == Step.NOT_TOLD else _Kind.TOLD
        note(escalation, kind, by=by, now=step, detail=f"telling.{step}")
        if by is None and step not in QUIET:  # a step of staff is a row already
            audit.record(f"telling.{step}", f"escalation:{escalation.pk}", who=None)
    live.nudge_staff("page", escalation=escalation.pk)


def _chat(escalation: Escalation, by: StaffMember) -> Conversation:
    if not may(by, Action.DECIDE, escalation):
        raise PermissionDenied
    chat = chat_of(escalation)
    if chat is None or not may_tell(escalation, by):
        raise ValidationError(_("There is no chat with them in which it could be said."))
    return chat


def _one(escalation: Escalation, telling_id: int, by: StaffMember) -> Telling:
    if not may(by, Action.DECIDE, escalation):
        raise PermissionDenied
    theirs = Telling.objects.filter(escalation_id__in=joined.numbers_of(escalation), conversation__key__isnull=False)
    return theirs.get(pk=telling_id)
