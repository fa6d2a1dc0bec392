"""A conversation begins, comes back, and ends. Every move writes its row of history."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import handoffs, live, queue
from chat.consents import note_consent
from chat.models import Consent, Conversation, ConversationEvent, Message, Phone, YoungPerson
from chat.moves import HasEnded as HasEnded  # also for the doors
from chat.moves import Move, TakenBySomebody, move, note, reply_within
from chat.saying import say, say_as_service
from chat.sms import wording
from chat.sms.who_sees import only_they_see
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from config.tuning import setting
from rota.models import StaffMember
from rota.policy import Action, may

ANIMALS = (
    "badger", "beaver", "bison", "crane", "curlew", "dolphin", "dove", "eider", "falcon", "ferret", "finch", "gannet",
    "gecko", "hare", "heron", "ibis", "jay", "kestrel", "lapwing", "lark", "lynx", "marten", "newt", "otter", "owl",
    "petrel", "plover", "puffin", "robin", "seal", "sparrow", "starling", "stoat", "swallow", "swift", "tern",
    "thrush", "vole", "whale", "willow", "wren",
)  # fmt: skip
"""What staff call somebody on screen. Ours, not theirs, so it gives nobody away."""

GOES_ON_WITHOUT_THEM = (Conversation.State.ACTIVE, Conversation.State.QUIET, Conversation.State.ENDING)
"""Where they left the page, there may be nobody to say goodbye to."""

may_not_end: list[Callable[[Conversation], str]] = []
"""Reasons from the apps above why this conversation cannot end yet; an empty text where it can."""


class TooLongAgo(Exception):
    """It ended so long ago that more words begin another conversation."""


@transaction.atomic
def start_conversation(
    young_person: YoungPerson,
    *,
    nickname: str = "",
    age_band: str = "",
    locale: str = "en-gb",
    channel: str = Conversation.Channel.WEB,
) -> Conversation:
    """A young person wants to talk: they are in the queue from this moment, with a clock running."""
    now = clock.now()
    conversation = Conversation(
        key=DataKey.make("conversation"),
        young_person=young_person,
        channel=channel,
        handle=f"{secrets.choice(ANIMALS)}-{secrets.randbelow(98) + 2}",
        age_band=age_band,
        locale=locale,
        opened_at=now,
        waiting_since=now,
        reply_due_at=now + reply_within(Urgency.ROUTINE),
    )
    conversation.nickname = nickname or None
    conversation.save(force_insert=True)
    note(conversation, ConversationEvent.Kind.OPENED, now=conversation.state)
    live.nudge_staff("queue")
    return conversation


@transaction.atomic
def come_back(conversation: Conversation, *, knows_code_word: bool = False) -> Conversation:
    """A young person writes into a conversation that is over: it waits again. Safe to repeat. Raises TooLongAgo.

    What was said before is theirs to bring in: a counsellor reads it if they agree, and their page shows it only to
    somebody who knows the code word. Who left the queue before anybody came has said nothing to anybody yet.
    """
    conversation = _locked(conversation)
    # One that was erased stays over: words stored in it now could be read by nobody.
    if not conversation.is_over or conversation.key_id is None:
        return conversation
    if not knows_code_word and not may_come_back(conversation):
        raise TooLongAgo
    last = conversation.last_place
    before: dict[str, Any] = {} if knows_code_word else {"page_shows_from": last}
    if conversation.channel == Conversation.Channel.SMS:
        before = {}  # a text soon after is the same talk on the same phone: it goes on where it was
    elif conversation.state != Conversation.State.ABANDONED or conversation.first_human_at is not None:
        before |= {"returned_at_place": last, "history_agreed": False}
    return move(conversation, Move.COME_BACK, page_seen_at=clock.now(), left_at=None, **before)


def may_come_back(conversation: Conversation) -> bool:
    """Did it end so lately that more words go on with it?"""
    kind = "paused" if conversation.state == Conversation.State.PAUSED else "closed"
    kept = timedelta(hours=setting("chat.return_hours")[kind])
    return conversation.ended_at is not None and clock.now() - conversation.ended_at < kept


@transaction.atomic
def agree_history(conversation: Conversation, agrees: bool) -> Conversation:
    """They came back, and say whether the counsellor may read what was said before."""
    conversation = _locked(conversation)
    refused = 0 if agrees else conversation.returned_at_place
    if (conversation.history_agreed, conversation.history_refused_up_to) != (agrees, refused):
        conversation.history_agreed, conversation.history_refused_up_to = agrees, refused
        conversation.save(update_fields=["history_agreed", "history_refused_up_to"])
        note_consent(
            conversation.young_person,
            Consent.What.HISTORY,
            agreed=agrees,
            conversation=conversation,
            up_to=conversation.returned_at_place,
        )
        live.nudge_conversation(conversation.pk, "state")
        live.nudge_staff("queue")
    return conversation


@transaction.atomic
def says_not_safe(conversation: Conversation) -> Conversation:
    """"I’m not safe": they are in front from this moment, and a lead is called. Safe to repeat."""
    conversation = _locked(conversation)
    if conversation.says_safe != Conversation.Safe.NO:
        conversation.says_safe = Conversation.Safe.NO
        conversation.save(update_fields=["says_safe"])
        note(conversation, ConversationEvent.Kind.SAYS_NOT_SAFE)
    if not conversation.is_over:
        queue.raise_urgency(conversation, Urgency.NOW)
        handoffs.says_not_safe(conversation.pk)
    return conversation


@transaction.atomic
def start_ending(conversation: Conversation, *, by: StaffMember) -> Conversation:
    """Nothing ends at once: the young person is told that about ten minutes are left."""
    conversation = _locked(conversation)
    _must_own(conversation, by)
    say(conversation, "end_soon")
    return move(conversation, Move.START_ENDING, by=by, ending_from=conversation.last_place)


@transaction.atomic
def carry_on(conversation: Conversation, *, by: StaffMember) -> Conversation:
    """There is more to say after all: not ending now."""
    conversation = _locked(conversation)
    _must_own(conversation, by)
    return move(conversation, Move.CARRY_ON, by=by)


@transaction.atomic
def end_conversation(
    conversation: Conversation, *, ended_by: StaffMember, reason: str, summary: str, at_once: bool = False
) -> Conversation:
    """A counsellor ends it, after a goodbye. Refused (ValidationError, in words) while somebody may be in danger.

    `at_once`: a safeguarding lead ends it, from wherever it stands.
    """
    conversation = _locked(conversation)
    if conversation.is_over:
        raise HasEnded
    is_lead = bool(may(ended_by, Action.END_ANY_CHAT))
    if not (at_once and is_lead):
        _must_own(conversation, ended_by)
    if not is_lead and conversation.urgency in {Urgency.NOW, Urgency.VERY_SOON}:
        raise ValidationError(_("Only a safeguarding lead can end this chat, because it is urgent."))
    for obstacle in filter(None, (ask(conversation) for ask in may_not_end)):
        raise ValidationError(obstacle)
    if not reason.strip():
        raise ValidationError(_("Say why the chat ends."))
    how = Move.END_AT_ONCE if at_once and is_lead else _without_being_abrupt(conversation)
    _say_that_it_is_over(conversation)
    return move(conversation, how, by=ended_by, close_reason=reason.strip()[:40], **_summed_up(summary))


def _without_being_abrupt(conversation: Conversation) -> Move:
    """Told that the end is near, then a goodbye. Nobody is there to hear it where they left or went quiet."""
    if conversation.left_at is not None and conversation.state in GOES_ON_WITHOUT_THEM:
        return Move.END_AT_ONCE
    if conversation.state == Conversation.State.QUIET:
        return Move.END
    if conversation.state != Conversation.State.ENDING:
        raise ValidationError(_("Say first that the chat will end soon."))
    spoke = Message.objects.filter(
        conversation=conversation, by=Message.By.COUNSELLOR, place__gt=conversation.ending_from or 0
    )
    if not spoke.exists():
        raise ValidationError(_("Say goodbye first."))
    return Move.END


def _summed_up(summary: str) -> dict[str, str]:
    return {"summary": summary.strip()} if summary.strip() else {}


@transaction.atomic
def leave(conversation: Conversation) -> Conversation:
    """The young person ends it. Always allowed; leaving in danger opens an escalation."""
    conversation = _locked(conversation)
    if conversation.is_over:
        return conversation
    if Urgency(conversation.urgency).opens_escalation:
        handoffs.somebody_left_in_danger(conversation.pk)
    return move(conversation, Move.LEAVE, close_reason="young_person")


def _say_that_it_is_over(conversation: Conversation) -> None:
    """A page shows that a chat is over. To a telephone it has to be said, while it still can be."""
    phones = Phone.objects.filter(young_person_id=conversation.young_person_id, texts=Phone.Texts.OPEN)
    if conversation.channel == Conversation.Channel.SMS and phones.exists():
        # We asked, nobody answered, and others may see the phone.
        says_nothing = conversation.silence_step > 0 and not only_they_see(conversation)
        say_as_service(conversation, wording.words("sms.ended_quietly" if says_nothing else "sms.ended"))


def _locked(conversation: Conversation) -> Conversation:
    # Nothing is joined: whoever waited for the lock would get the new row with the old owner beside it.
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def _must_own(conversation: Conversation, by: StaffMember) -> None:
    if conversation.is_over:
        raise HasEnded
    if conversation.owner_id != by.pk:
        raise TakenBySomebody(conversation.owner.name if conversation.owner else "")


@transaction.atomic
def left_the_page(conversation: Conversation) -> None:
    """The young person used Exit. The conversation stays with us: somebody may have to reach them.

    In danger, a lead decides how.
    """
    conversation = _locked(conversation)
    if conversation.is_over:
        return
    conversation.left_at = clock.now()
    conversation.save(update_fields=["left_at"])
    note(conversation, ConversationEvent.Kind.LEFT)
    if Urgency(conversation.urgency).opens_escalation:
        handoffs.somebody_left_in_danger(conversation.pk)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
