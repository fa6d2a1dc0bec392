"""The end of a safety hold: a lead says that somebody was reached, or stands down, and why. No clock does either.

(The young person ends it by writing: that is the journal's.)
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import queue
from chat.models import Conversation
from chat.moves import HasEnded, IllegalMove, Move, move
from chat.saying import say
from chat.silence import words_of_pause
from escalation.models import Escalation
from escalation.reasons import LONGEST
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

HELD = Conversation.State.SAFETY_HOLD


def may_end_hold(escalation: Escalation, *, by: StaffMember) -> bool:
    """Is this a lead, and somebody whom nobody has reached?"""
    conversation = escalation.conversation
    return conversation is not None and conversation.state == HELD and bool(may(by, Action.END_HOLD))


@transaction.atomic
def reached(escalation: Escalation, *, why: str, by: StaffMember) -> Conversation:
    """Somebody spoke with them, and how: back to whoever has the chat, or to the top of the queue.

    Raises ValidationError, field by field, IllegalMove where nobody is held, HasEnded where it is over.
    """
    _check({"reached_why": why}, sure=None, by=by)
    conversation = _locked(escalation)
    no_silence = {"silent_since": None, "silence_step": 0}
    if conversation.owner_id is None:
        at_the_top = queue.at_the_top(conversation)
        move(conversation, Move.REACH_FOR_QUEUE, by=by, why=why.strip(), **at_the_top, **no_silence)
    else:
        move(conversation, Move.REACH, by=by, why=why.strip(), **no_silence)
    audit.record("conversation.reached", f"conversation:{conversation.pk}", who=by)
    return conversation


@transaction.atomic
def stand_down(escalation: Escalation, *, why: str, is_sure: bool, by: StaffMember) -> Conversation:
    """Nobody waits for an answer any longer, for a reason: the chat is paused, and they may write again at any time."""
    _check({"stand_down_why": why}, sure=is_sure, by=by)
    conversation = _locked(escalation)
    if conversation.state == HELD:
        say(conversation, words_of_pause(conversation))
    move(conversation, Move.STAND_DOWN, by=by, why=why.strip(), close_reason="stood_down")
    audit.record("conversation.stood_down", f"conversation:{conversation.pk}", who=by)
    return conversation


def _locked(escalation: Escalation) -> Conversation:
    if escalation.conversation_id is None:
        raise ValidationError(_("This is about a post: there is no chat."))
    conversation = Conversation.objects.select_for_update().get(pk=escalation.conversation_id)
    if conversation.is_over:
        raise HasEnded
    if conversation.state != HELD:
        raise IllegalMove(conversation.state, Move.REACH)
    return conversation


def _check(given: dict[str, str], *, sure: bool | None, by: StaffMember) -> None:
    if not may(by, Action.END_HOLD):
        raise PermissionDenied
    wrong: dict[str, str] = {}
    for name, why in given.items():
        if not why.strip():
            wrong[name] = _("Say how, or why.")
        elif len(why) > LONGEST or "\0" in why:
            wrong[name] = _("Say it in fewer words, without odd characters.")
    if sure is False:
        wrong["stand_down_sure"] = _("Tick that you are sure: nobody tries to reach them any more.")
    if wrong:
        raise ValidationError(wrong)
