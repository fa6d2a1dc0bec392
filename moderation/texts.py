"""What a text may mean beside its words: somebody is cut off from us, asks to be seen now, or never got our answer."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from chat import live
from chat.models import IncomingText, OutgoingText, Phone
from chat.sms.keywords import MEANINGS, Meaning
from chat.sms.moves import ENDED_BADLY
from chat.urgency import Urgency
from moderation.flags import raise_flag
from moderation.handoffs import hand_over_to_safeguarding
from moderation.models import Flag

# Reasons are kept in English and translated when they are shown.
STOPPED = gettext_noop("asked us to stop texting")
MAY_MEAN_STOP = gettext_noop("a word that may stop our texts, or may be how they feel")
ASKED_FOR_NOW = gettext_noop("texted NOW")
NOT_DELIVERED = gettext_noop("a text did not arrive")


def stop_word_came(incoming: IncomingText) -> Flag:
    """The network may have cut somebody off from us, perhaps against their will: a lead decides what to do.

    Safe to repeat.
    """
    is_stop = MEANINGS.get(incoming.keyword) == Meaning.STOP
    return raise_flag(
        incoming.message,
        check_name="text.stop_word",
        words=STOPPED if is_stop else MAY_MEAN_STOP,
        urgency=_as_urgent_as_it_is(incoming),
    )


def asked_for_now(incoming: IncomingText) -> Flag:
    """They feel unsafe and said so with the word we gave them. Safe to repeat."""
    return raise_flag(
        incoming.message, check_name="text.now_word", words=ASKED_FOR_NOW, urgency=_as_urgent_as_it_is(incoming)
    )


@transaction.atomic
def text_went_wrong(outgoing: OutgoingText) -> Flag | None:
    """Somebody in danger did not get our answer: a lead is told. Below that the console shows it. Safe to repeat.

    However many they are, it is one flag; a console says how many, and whoever has the escalation hears of each.
    """
    urgency = Urgency(outgoing.message.conversation.urgency)
    if not urgency.opens_escalation:
        return None
    flag = raise_flag(outgoing.message, check_name="text.not_delivered", words=NOT_DELIVERED, urgency=urgency)
    live.nudge_staff("flag", flag=flag.pk, conversation=flag.conversation_id)
    if flag.times_raised > 1:
        hand_over_to_safeguarding(flag.pk)
    return flag


def words_now(flag: Flag) -> str:
    """A flag as it is to be read at this moment: what it says of a phone may be over, or have happened again."""
    match flag.words:
        case words if words == STOPPED:
            return _stopped_now(flag)
        case words if words == NOT_DELIVERED:
            return _not_delivered_now(flag)
        case words:
            return _(words)


def _stopped_now(flag: Flag) -> str:
    phones = Phone.objects.filter(young_person__conversations=flag.conversation_id, texts=Phone.Texts.OPEN)
    if phones.exists():
        return _("asked us to stop texting, and then to start again")
    return _("asked us to stop texting, so we cannot answer")


def _not_delivered_now(flag: Flag) -> str:
    texts = OutgoingText.objects.filter(message__conversation=flag.conversation_id, state__in=ENDED_BADLY)
    count = texts.count()
    if not count:
        return _("a text did not arrive at first")
    return ngettext("a text did not arrive", "%(count)s texts did not arrive", count) % {"count": count}


def _as_urgent_as_it_is(incoming: IncomingText) -> Urgency:
    is_now = incoming.message.conversation.urgency == Urgency.NOW
    return Urgency.NOW if is_now else Urgency.VERY_SOON
