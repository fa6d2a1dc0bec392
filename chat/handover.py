"""Handing a conversation over: a note, two minutes, and no moment in which nobody has it.

Whoever hands over stays its owner until somebody accepts. One person may be asked first; after their time it is
anybody's with room. Nobody in time: the top of the queue. A lead may take over at any moment. The young person is
told who is there each time that changes.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chat import live, queue, silence
from chat.models import Conversation, ConversationEvent, HelpCall, StaffNote
from chat.moves import HasEnded, IllegalMove, Kind, Move, TakenBySomebody, given_to, may_move, move, note
from chat.saying import say
from config import clock
from config.tuning import setting
from rota.access import may_lead, may_take_conversations
from rota.models import StaffMember

State = Conversation.State

LONGEST_NOTE = 4000
TELL_A_LEAD_AFTER = 2


class NotOffered(Exception):
    """This conversation is not being handed over to this person."""


@transaction.atomic
def offer(conversation: Conversation, *, to: StaffMember | None, note: str, by: StaffMember) -> Conversation:
    """`by`, who has it, asks `to` or everybody to take it on. Raises ValidationError, IllegalMove, TakenBySomebody."""
    words = _checked(note)
    conversation = _locked(conversation)
    _must_own(conversation, by)
    if conversation.state == State.SAFETY_HOLD:
        raise ValidationError(_("A lead has to take this chat over: nobody has reached the young person yet."))
    if to is not None and (to.pk == by.pk or not may_take_conversations(to)):
        raise ValidationError(_("Choose somebody else who is on shift."))
    if not may_move(conversation, Move.HAND_OVER):
        raise IllegalMove(conversation.state, Move.HAND_OVER)
    _keep_note(conversation, words, by)
    move(conversation, Move.HAND_OVER, by=by, **_asked(to))
    if to is not None:
        _note(conversation, Kind.OFFERED, by=by, to=to)
    live.nudge_staff("offer", conversation=conversation.pk)
    return conversation


@transaction.atomic
def accept(conversation: Conversation, *, by: StaffMember) -> Conversation:
    """`by` has it from now on. Raises PermissionDenied, NotOffered, queue.CarriesEnough, TakenBySomebody, HasEnded."""
    by = StaffMember.objects.select_for_update(no_key=True).get(pk=by.pk)  # before the conversation, as in take_next
    if not may_take_conversations(by):
        raise PermissionDenied(_("You can take people while you are on shift."))
    conversation = _locked(conversation)
    _must_be_handing_over(conversation, by)
    if conversation.owner_id == by.pk or not _is_offered_to(conversation, by):
        raise NotOffered
    if not queue.may_carry(by, conversation):
        raise queue.CarriesEnough
    old = conversation.owner
    move(conversation, Move.ACCEPT, by=by, **given_to(by), **silence.anew(conversation))
    _say_who_is_here(conversation, by, old, "person_change")
    live.nudge_staff("offer", conversation=conversation.pk)
    return conversation


@transaction.atomic
def decline(conversation: Conversation, *, by: StaffMember) -> Conversation:
    """`by` cannot: it is anybody's now, in the time that is left. Twice, and a lead is told. Safe to repeat."""
    conversation = _locked(conversation)
    _must_be_handing_over(conversation, by)
    if by.pk in _declined(conversation):
        return conversation
    if conversation.owner_id == by.pk or not _is_offered_to(conversation, by):
        raise NotOffered
    move(conversation, Move.DECLINE, by=by, offered_to=None, offer_until=None)
    if len(_declined(conversation)) == TELL_A_LEAD_AFTER:
        _call_a_lead(conversation)
    live.nudge_staff("offer", conversation=conversation.pk)
    return conversation


@transaction.atomic
def keep(conversation: Conversation, *, by: StaffMember) -> Conversation:
    """Whoever hands over changes their mind. Raises TakenBySomebody where it was accepted meanwhile."""
    conversation = _locked(conversation)
    _must_own(conversation, by)
    move(conversation, Move.KEEP, by=by, **given_to(by), **silence.anew(conversation))
    live.nudge_staff("offer", conversation=conversation.pk)
    return conversation


@transaction.atomic
def take_over(conversation: Conversation, *, by: StaffMember) -> Conversation:
    """A lead has it from now on, whoever had it; the caps are not for leads. Raises PermissionDenied, HasEnded.

    Safe to repeat. In a safety hold it stays held, until somebody is reached or a lead stands down.
    """
    if not may_lead(by):
        raise PermissionDenied(_("Only a lead can take a chat over."))
    conversation = _locked(conversation)
    if conversation.owner_id == by.pk and conversation.state != State.HANDING_OVER:
        return conversation
    old = conversation.owner
    move(conversation, Move.TAKE_OVER, by=by, **given_to(by), **silence.anew(conversation))
    _say_who_is_here(conversation, by, old, "taken_over")
    live.nudge_staff("offer", conversation=conversation.pk)
    return conversation


def tick() -> int:
    """Called each second: offers to one person run out, and what nobody accepted goes to the top of the queue."""
    now = clock.now()
    is_due = Q(offer_until__lte=now) | Q(reply_due_at__lte=now)
    due = Conversation.objects.filter(is_due, ended_at=None, state=State.HANDING_OVER)
    return queue.each_by_itself(_time_is_over, list(due.values_list("pk", flat=True)))


def offered_to(staff: StaffMember) -> QuerySet[Conversation]:
    """What `staff` may accept now, soonest over first. Whether they have room is asked when they do."""
    if not may_take_conversations(staff):
        return Conversation.objects.none()
    running = Conversation.objects.filter(ended_at=None, state=State.HANDING_OVER, reply_due_at__gt=clock.now())
    handed = running.exclude(owner=staff)
    theirs = [one.pk for one in handed if _is_offered_to(one, staff) and staff.pk not in _declined(one)]
    return Conversation.objects.filter(pk__in=theirs).select_related("owner", "key").order_by("reply_due_at")


def handover_note(conversation: Conversation) -> StaffNote | None:
    """The newest note for whoever takes it on."""
    notes = conversation.staff_notes.filter(kind=StaffNote.Kind.HANDOVER).select_related("by")
    return notes.order_by("-pk").first()


@transaction.atomic
def _time_is_over(conversation_id: int) -> bool:
    conversation = (
        Conversation.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=conversation_id, state=State.HANDING_OVER)
        .first()
    )
    if conversation is None:
        return False
    now = clock.now()
    if conversation.reply_due_at is not None and conversation.reply_due_at <= now:
        move(conversation, Move.NOBODY_ACCEPTED, **queue.at_the_top(conversation))
        say(conversation, "cut_off")
    elif conversation.offer_until is not None and conversation.offer_until <= now:
        conversation.offered_to = conversation.offer_until = None
        conversation.save(update_fields=["offered_to", "offer_until"])
    else:
        return False
    live.nudge_staff("offer", conversation=conversation.pk)
    return True


def _locked(conversation: Conversation) -> Conversation:
    # Nothing is joined: whoever waited for the lock would get the new row with the old owner beside it.
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def _must_own(conversation: Conversation, by: StaffMember) -> None:
    if conversation.is_over:
        raise HasEnded
    if conversation.owner_id != by.pk:
        raise TakenBySomebody(conversation.owner.name if conversation.owner else "")


def _must_be_handing_over(conversation: Conversation, by: StaffMember) -> None:
    if conversation.is_over:
        raise HasEnded
    if conversation.state == State.HANDING_OVER and _time_runs(conversation):
        return
    if conversation.owner is not None and conversation.state != State.HANDING_OVER and conversation.owner_id != by.pk:
        raise TakenBySomebody(conversation.owner.name)
    raise NotOffered


def _time_runs(conversation: Conversation) -> bool:
    return conversation.reply_due_at is not None and conversation.reply_due_at > clock.now()


def _is_offered_to(conversation: Conversation, staff: StaffMember) -> bool:
    """To nobody, or no longer to one person alone: to everybody."""
    is_over = conversation.offer_until is not None and conversation.offer_until <= clock.now()
    return conversation.offered_to_id in (None, staff.pk) or is_over


def _asked(to: StaffMember | None) -> dict[str, Any]:
    seconds = setting("handover.seconds")
    now = clock.now()
    return {
        "reply_due_at": now + timedelta(seconds=seconds["all"]),
        "offered_to": to,
        "offer_until": now + timedelta(seconds=seconds["one"]) if to is not None else None,
    }


def _declined(conversation: Conversation) -> set[int]:
    """Who said no since it was last offered."""
    begun = conversation.history.filter(kind=Kind.HANDING_OVER).order_by("-pk").values_list("pk", flat=True).first()
    declined = conversation.history.filter(kind=Kind.DECLINED, pk__gt=begun or 0)
    return {staff_id for staff_id in declined.values_list("by_id", flat=True) if staff_id is not None}


def _checked(words: str) -> str:
    if not words.strip():
        raise ValidationError(_("Write a short note for whoever takes this on."))
    if len(words) > LONGEST_NOTE or "\0" in words:
        raise ValidationError(_("Say it in fewer words, without odd characters."))
    return words.strip()


def _keep_note(conversation: Conversation, words: str, by: StaffMember) -> None:
    kept = StaffNote(conversation=conversation, client_id=uuid4(), kind=StaffNote.Kind.HANDOVER, by=by)
    kept.body = words
    kept.save(force_insert=True)


def _note(conversation: Conversation, kind: ConversationEvent.Kind, *, by: StaffMember, to: StaffMember) -> None:
    note(conversation, kind, by=by, now=str(to.pk))


def _say_who_is_here(conversation: Conversation, by: StaffMember, old: StaffMember | None, key: str) -> None:
    name = by.name.split()[0]
    if old is None or old.pk == by.pk:
        say(conversation, "person_came", name=name)
    else:
        say(conversation, key, name=name, old=old.name.split()[0])


def _call_a_lead(conversation: Conversation) -> None:
    """Nobody wants it: whoever hands over gets help, as if they had pressed for it."""
    assert conversation.owner is not None
    if HelpCall.objects.filter(conversation=conversation, answered_at=None).exists():
        return
    now = clock.now()
    everybody_at = now + timedelta(seconds=setting("help.everybody_seconds"))
    call = HelpCall.objects.create(conversation=conversation, by=conversation.owner, at=now, everybody_at=everybody_at)
    note(conversation, Kind.CALLED_FOR_HELP, by=conversation.owner)
    live.nudge_staff("help", call=call.pk, conversation=conversation.pk)
