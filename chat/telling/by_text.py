"""The same to somebody who texts: only to a phone of which they said in this chat that nobody else sees it.

To any other goes the neutral nudge, which says nothing; whoever talks to them asks who sees the phone first.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from chat.models import Conversation, IncomingText, Message, Phone, Telling
from chat.saying import say, say_as_service
from chat.sms import segments
from chat.sms.who_sees import only_they_see
from chat.sms.wording import words
from config import clock
from config.tuning import setting

AGREES = {"a": True, "b": False}
ENDS = " .,;:!?\"'’)"


class OthersMaySee(Exception):
    """They did not say in this chat that only they see this phone."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(f"conversation {conversation.pk}")
        self.conversation = conversation


def tell(telling: Telling) -> None:
    """Who, what and why, in one text. Raises OthersMaySee; ValidationError with words to show."""
    conversation = telling.conversation
    if not _may_be_texted(conversation):
        raise ValidationError(_("This phone gets no texts from us."))
    if not only_they_see(conversation):
        raise OthersMaySee(conversation)
    _say(conversation, "sms.tell", to_whom=telling.to_whom, what=telling.what, why=telling.why)


def tell_outcome(telling: Telling) -> bool:
    """False where the phone may be seen by others by now: then nothing goes out."""
    conversation = telling.conversation
    if conversation.is_over or not _may_be_texted(conversation) or not only_they_see(conversation):
        return False
    _say(conversation, "sms.told", outcome=telling.outcome)
    telling.outcome_read_at = clock.now()
    telling.save(update_fields=["outcome_read_at"])
    return True


def take_answer(incoming: IncomingText, conversation: Conversation) -> bool:
    """A or B after that text is their answer. Whatever else they write is in the chat, where it is read anyway."""
    from chat.telling import engine

    if incoming.phone.seen_by != Phone.SeenBy.ONLY_THEM:
        return False  # it was never sent there; most texts cost no more words to the database than before
    agrees = AGREES.get((incoming.message.body or "").strip().rstrip(ENDS).casefold())
    if agrees is None:
        return False
    asked = Telling.objects.filter(conversation=conversation, safe_at__isnull=False, taken_back_at=None)
    telling = asked.filter(agrees=None, outcome_at=None).order_by("-safe_at").first()
    if telling is None:
        return False
    return engine.answer(telling, words=telling.answer or "", agrees=agrees)


def _say(conversation: Conversation, key: str, **given: object) -> None:
    """One thing said, in as few parts as anything else that staff say."""
    with override(conversation.locale):
        body = words(key, **given)
    if segments.count(body).parts > int(setting("texts.most_parts")):
        raise ValidationError(_("That is too long for a text. Write it shorter."))
    say_as_service(conversation, body)


def nudge_once(conversation: Conversation) -> None:
    """Not again where it was the last thing they got from us."""
    last = Message.objects.filter(conversation=conversation).order_by("-place").first()
    with override(conversation.locale):
        is_said = last is not None and last.by == Message.By.SYSTEM and last.body == words("sms.nudge")
    if not is_said:
        say(conversation, "nudge")


def _may_be_texted(conversation: Conversation) -> bool:
    return Phone.objects.filter(young_person=conversation.young_person_id, texts=Phone.Texts.OPEN).exists()
