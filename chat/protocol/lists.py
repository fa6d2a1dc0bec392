"""Texts of which a field holds one: what they are, and what each means where it has words of its own."""

from dataclasses import dataclass
from typing import Any

from chat.models import Conversation, OutgoingText, Phone, StaffNote
from chat.refusals import WORDS
from chat.urgency import Urgency
from chat.web.wording import SHOWN, STATES_SHOWN

# Refused by a rule of the conversation itself, which says why in its own words.
IN_ITS_OWN_WORDS = "not_yet"


@dataclass(frozen=True)
class Listed:
    """One list: what it is about, and its texts with their words, empty where they speak for themselves."""

    about: str
    texts: dict[str, str]


def lists() -> dict[str, Listed]:
    return {
        "refusal_reason": Listed(
            "Why something was not taken. `text` of the frame holds these words in the language of the page.",
            {**{reason: str(words) for reason, words in WORDS.items()}, IN_ITS_OWN_WORDS: "Says why by itself."},
        ),
        "conversation_state": Listed("Where a conversation stands.", _texts(Conversation.State, with_words=False)),
        "shown_state": Listed(
            "What a young person is told of it: the states above, fewer of them.",
            {
                shown: ", ".join(state.value for state in Conversation.State if SHOWN.get(state, state) == shown)
                for shown in STATES_SHOWN
            },
        ),
        "urgency": Listed("How soon a person must look. Nothing automatic lowers it.", _texts(Urgency)),
        "channel": Listed("How somebody writes to us.", _texts(Conversation.Channel)),
        "age_band": Listed("As they gave it.", {"": "Not given", **_texts(Conversation.AgeBand)}),
        "phone_texts": Listed("May their phone be texted?", _texts(Phone.Texts, with_words=False)),
        "seen_by": Listed("Who sees their phone, as they answered in this conversation.", _seen_by()),
        "says_safe": Listed(
            "Their own answer to “Are you safe right now?”.", {"": "Not given", **_texts(Conversation.Safe)}
        ),
        "note_kind": Listed("Words of staff for staff.", _texts(StaffNote.Kind)),
        "delivery_state": Listed("Where a text of ours is.", _texts(OutgoingText.State)),
    }


def _seen_by() -> dict[str, str]:
    return {"": "Not asked", **_texts(Phone.SeenBy)}


def _texts(choices: Any, *, with_words: bool = True) -> dict[str, str]:
    return {choice.value: str(choice.label) if with_words else "" for choice in choices}
