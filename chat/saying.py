"""What the service itself says in a conversation, on the page and by text: always the truth about who is there.

Source: domain reference, wording catalogue; the web says the same as a text does. The rules for such words are under
test (tests/chat/test_saying.py).
"""

from collections.abc import Mapping
from uuid import uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chat import journal, live
from chat.models import Conversation, Phone
from chat.sms import wording

ON_THE_PAGE: Mapping[str, str | Promise] = {
    "nudge": _(
        "Just checking, are you still there? There is no rush. If it is not safe to write, that is OK."
        " You can come back any time."
    ),
    "pause": _(
        "We have not heard from you, so we will pause this chat. You have done nothing wrong."
        " Write any time to carry on. In danger? Call 999."
    ),
    "pause_quietly": _(
        "We have not heard from you, so we will pause this chat. You have done nothing wrong."
        " Write any time to carry on."
    ),
    "cut_off": _(
        "Sorry, we got cut off. A person will pick this up as soon as they can. You do not need to say it all again."
    ),
    "person_change": _(
        "%(name)s is here now and takes over from %(old)s. They have read a short note, so you do not need to start"
        " again."
    ),
    "taken_over": _(
        "%(name)s is here now and takes over from %(old)s. They can read this chat, so you do not need to start again."
    ),
    "person_came": _("%(name)s is here now. They can read this chat, so you do not need to start again."),
    "end_soon": _("We have about 10 minutes left. Is there anything you want to talk about before we stop?"),
}


def say(conversation: Conversation, key: str, **given: object) -> None:
    """One of these texts, in the language of the conversation. To a phone that we may not text, nothing."""
    with override(conversation.locale):
        if conversation.channel != Conversation.Channel.SMS:
            say_as_service(conversation, str(ON_THE_PAGE[key]) % given)
        elif _may_be_texted(conversation):
            say_as_service(conversation, wording.words(f"sms.{key}", **given))


def say_as_service(conversation: Conversation, body: str) -> None:
    """Words from the service itself, in the transcript like any others."""
    key = conversation.sealing_key()
    words = journal.Words(conversation.pk, uuid4(), journal.SYSTEM, body, key.pk, key.unwrapped())
    answer = journal.append_now(words)
    if isinstance(answer, journal.Stored):
        conversation.last_place = max(conversation.last_place, answer.place)
    live.nudge_conversation(conversation.pk, "words")


def _may_be_texted(conversation: Conversation) -> bool:
    return Phone.objects.filter(young_person_id=conversation.young_person_id, texts=Phone.Texts.OPEN).exists()
