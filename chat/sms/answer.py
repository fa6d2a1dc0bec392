"""What a text makes us do and say at once, besides being stored: for one word, for a greeting, for a picture.

The words were taken in already, whatever happens here. What is said is limited for each phone, so that two machines
do not talk to each other for ever; what is done is not.
"""

from datetime import datetime, timedelta

from django.utils.translation import override

from chat import handoffs, live, queue, waits
from chat.conversations import leave
from chat.models import Conversation, IncomingText, Message, OutgoingText, Phone
from chat.sms.access import Place
from chat.sms.keywords import MEANINGS, Meaning
from chat.sms.who_sees import take_answer
from chat.sms.wording import words
from chat.telling import by_text
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from rota.access import Duty, may_take_conversations, who_is_on


def act_on(incoming: IncomingText, place: Place) -> None:
    """The table of `docs/texts.md`, one line a word. Locks are held, and `incoming.phone` is saved by the caller."""
    phone, conversation = incoming.phone, place.conversation
    was_stopped = phone.texts == Phone.Texts.STOPPED
    _is_alive(incoming)
    with override(conversation.locale):
        match MEANINGS.get(incoming.keyword):
            case Meaning.STOP:
                _stop(incoming, place)
            case Meaning.END if place.was_open:
                handoffs.stop_word_came(incoming.pk)
                _say(phone, conversation, "sms.stopcheck")
            case Meaning.START:
                _start(incoming, place, was_stopped=was_stopped)
            case Meaning.HELP:
                _say(phone, conversation, "sms.help" if _somebody_reads(conversation) else "sms.closed")
            case Meaning.NOW:
                _move_up(incoming, place)
            case Meaning.LEAVE if place.earlier is not None:
                _say(phone, conversation, "sms.left")
                leave(conversation)
                return
            case _ if take_answer(incoming, conversation) or by_text.take_answer(incoming, conversation):
                pass
            case _:
                _greet(phone, place)
        if incoming.pictures:
            _say(phone, conversation, "sms.picture")


def _stop(incoming: IncomingText, place: Place) -> None:
    """No more texts. We cannot say so: the carrier does, and blocks whatever we send from that moment.

    Somebody is told where a chat is cut off by it, where it is the first we hear of somebody, and where there was
    danger. To stop our texts a day after everything was said is nothing to wake a lead for.
    """
    _change(incoming, place, Phone.Texts.STOPPED)
    if place.was_open or place.earlier is None or Urgency(place.conversation.urgency).opens_escalation:
        handoffs.stop_word_came(incoming.pk)


def _start(incoming: IncomingText, place: Place, *, was_stopped: bool) -> None:
    phone, conversation = incoming.phone, place.conversation
    _change(incoming, place, Phone.Texts.OPEN)
    if place.earlier is not None:
        queue.raise_urgency(conversation, place.earlier)  # what was known before they left is known still
    if was_stopped and place.was_open:
        _say(phone, conversation, *(("sms.started", {}) if conversation.owner_id is not None else _greeting()))
    else:
        _greet(phone, place)


def _move_up(incoming: IncomingText, place: Place) -> None:
    conversation = place.conversation
    queue.raise_urgency(conversation, Urgency.VERY_SOON)
    handoffs.asked_for_now(incoming.pk)
    _say(incoming.phone, conversation, "sms.now" if _somebody_reads(conversation) else "sms.closed")


def _greet(phone: Phone, place: Place) -> None:
    """Once, as somebody comes in. Whoever is in the queue or in a chat was greeted."""
    if not place.was_open:
        _say(phone, place.conversation, *_greeting())


def _greeting() -> tuple[str, dict[str, object]]:
    """Honest: nobody is promised a person who is not there, nor a wait that nobody measured."""
    if not _somebody_is_on():
        return "sms.closed", {}
    minutes = waits.about_minutes()
    if minutes is None:
        return "sms.welcome_plain", {}
    return ("sms.welcome_one", {}) if minutes == 1 else ("sms.welcome", {"minutes": minutes})


def _somebody_reads(conversation: Conversation) -> bool:
    return conversation.owner_id is not None or _somebody_is_on()


def _somebody_is_on() -> bool:
    return any(may_take_conversations(person) for person in who_is_on(Duty.COUNSELLOR, Duty.SHIFT_LEAD))


def _say(phone: Phone, conversation: Conversation, key: str, given: dict[str, object] | None = None) -> None:
    if phone.may_be_texted and not _has_heard_enough(phone):
        queue.say_as_service(conversation, words(key, **(given or {})))


def _has_heard_enough(phone: Phone) -> bool:
    hour_ago = clock.now() - timedelta(hours=1)
    said = OutgoingText.objects.filter(phone=phone, created_at__gt=hour_ago, message__by=Message.By.SYSTEM)
    return said.count() >= int(setting("texts.automatic_replies_an_hour"))


def _is_alive(incoming: IncomingText) -> None:
    """A number that does not exist has just texted us: it exists, from when it said so and not from now."""
    phone = incoming.phone
    if phone.texts == Phone.Texts.DEAD:
        phone.texts, phone.texts_changed_at = Phone.Texts.OPEN, _said_at(incoming)


def _said_at(incoming: IncomingText) -> datetime:
    return incoming.provider_at or incoming.received_at


def _change(incoming: IncomingText, place: Place, texts: str) -> None:
    """May we text this phone? The last thing they said counts, and not the last that reached us."""
    phone = incoming.phone
    said_at = _said_at(incoming)
    if phone.texts in {Phone.Texts.OPEN, Phone.Texts.STOPPED} and said_at >= (phone.texts_changed_at or said_at):
        phone.texts, phone.texts_changed_at = texts, said_at
        live.nudge_staff("flag", conversation=place.conversation.pk)  # one may say that we cannot answer
