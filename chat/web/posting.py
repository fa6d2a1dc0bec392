"""Words that come by a form: stored as those of a socket are."""

from contextlib import suppress
from uuid import UUID

from chat import conversations, live
from chat.access import speaker_of
from chat.journal import Refused, Stored, Words, append_now
from chat.models import Conversation, YoungPerson


def store(conversation: Conversation, young_person: YoungPerson, client_id: UUID, body: str) -> Stored | Refused:
    """Stored, and whoever follows the conversation is told. Raises Unavailable."""
    key = conversation.sealing_key()
    words = Words(conversation.pk, client_id, speaker_of(young_person), body, key.pk, key.unwrapped())
    answer = append_now(words)
    if isinstance(answer, Refused) and answer.reason == "over":
        with suppress(conversations.TooLongAgo):  # refused as over once more: they can start another chat
            conversations.come_back(conversation)
        answer = append_now(words)
    if isinstance(answer, Stored):
        live.nudge_conversation(conversation.pk, "words")
        live.nudge_staff("queue")
    return answer


def unix_lines(text: str) -> str:
    """A form sends line ends as CR LF; a socket as LF. The same words are stored the same."""
    return text.replace("\r\n", "\n")
