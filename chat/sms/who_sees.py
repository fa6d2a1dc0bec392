"""Who else sees this phone? Asked by whoever talks to them, anew in each conversation, because it changes."""

from django.db import transaction
from django.utils.translation import override

from chat.models import Conversation, IncomingText, Phone
from chat.saying import say_as_service
from chat.sms.wording import words
from config import clock

ANSWERS = {"a": Phone.SeenBy.ONLY_THEM, "b": Phone.SeenBy.OTHERS, "c": Phone.SeenBy.NOT_SURE}
ENDS = " .,;:!?\"'’)"


@transaction.atomic
def ask(conversation: Conversation) -> bool:
    """Asks by text. False where we may not text them. What was answered before counts no more."""
    phone = Phone.objects.select_for_update(no_key=True).filter(young_person=conversation.young_person_id).first()
    if phone is None or not phone.may_be_texted or conversation.is_over:
        return False
    phone.asked_who_sees_at, phone.seen_by = clock.now(), Phone.SeenBy.NOT_SAID
    phone.save(update_fields=["asked_who_sees_at", "seen_by"])
    with override(conversation.locale):
        say_as_service(conversation, words("sms.safe_ask"))
    return True


def take_answer(incoming: IncomingText, conversation: Conversation) -> bool:
    """A, B or C after that question is its answer. The phone is locked by the caller."""
    phone = incoming.phone
    is_asked = phone.asked_who_sees_at is not None and phone.asked_who_sees_at >= conversation.opened_at
    if not is_asked or phone.seen_by != Phone.SeenBy.NOT_SAID:
        return False
    answer = answer_in(incoming.message.body or "")
    if answer is None:
        return False
    phone.seen_by = answer
    phone.save(update_fields=["seen_by"])
    return True


def answer_in(body: str) -> Phone.SeenBy | None:
    """What these words answer, if they are an answer to that question."""
    return ANSWERS.get(body.strip().rstrip(ENDS).casefold())


def only_they_see(conversation: Conversation) -> bool:
    """Did they say so in this conversation? Words about danger go to no other phone."""
    return Phone.objects.filter(
        young_person=conversation.young_person_id,
        seen_by=Phone.SeenBy.ONLY_THEM,
        asked_who_sees_at__gte=conversation.opened_at,
    ).exists()
