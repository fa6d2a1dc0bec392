"""Who comes to a young person's page, and where each page stands: one reading for all that ask at the same moment."""

from typing import NamedTuple

from chat import waits
from chat.access import arrivals, conversations_for, shown_from
from chat.at_once import AtOnce
from chat.journal import Speaker
from chat.models import Conversation
from chat.sockets import Screen
from chat.telling.standing import standings
from chat.web import frames
from chat.web.wording import state_frame_at


class StandsAt(NamedTuple):
    """`state`: what to tell the page. `newest`: the place of the newest words. `shown`: it may have those behind it."""

    state: frames.State
    newest: int
    shown: int


def where(asked: list[tuple[Speaker, int]]) -> list[StandsAt | None]:
    """None where the cookie is not good any more."""
    found = conversations_for(asked)
    waiting = any(one is not None and one.state == Conversation.State.WAITING for one in found)
    places = waits.places() if waiting else {}
    tellings = standings([one for one in found if one is not None])
    return [None if one is None else _where(one, places, tellings[one.pk]) for one in found]


def _where(conversation: Conversation, places: dict[int, int], telling: str) -> StandsAt:
    is_waiting = conversation.state == Conversation.State.WAITING
    place = places.get(conversation.pk) if is_waiting else None
    young_person = conversation.young_person
    state = state_frame_at(conversation, young_person, place, telling)
    return StandsAt(state, conversation.last_place, shown_from(conversation, young_person))


async def _arrivals(cookies: list[dict[str, str]]) -> list[Conversation | None]:
    found: list[Conversation | None] = await Screen.in_a_thread(arrivals, cookies)
    return found


async def _where_all(asked: list[tuple[Speaker, int]]) -> list[StandsAt | None]:
    found: list[StandsAt | None] = await Screen.in_a_thread(where, asked)
    return found


coming_in = AtOnce(_arrivals)
standing_at = AtOnce(_where_all)
