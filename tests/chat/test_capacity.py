"""A process that is nearly full keeps its last places for people in conversation, in danger, and staff."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.test import override_settings

from chat.capacity import MOST_OF_ONE, Places
from chat.journal import Speaker
from tests.chat.doors import Counsellor, aisha_at_the_door, handshake
from tests.house import House


@dataclass(eq=False)
class Page:
    speaker: Speaker
    goes_first: bool = False


def page(goes_first: bool = False) -> Page:
    return Page(Speaker("young_person", young_person_id=uuid4()), goes_first)


@override_settings(MOST_SOCKETS=3, SOCKETS_KEPT_FREE=1)
def test_the_last_places_are_kept_and_come_free_again():
    places = Places()
    early = [page(), page()]
    assert all(places.has_place_for(one) and places.take(one) is None for one in early)

    assert not places.has_place_for(page())
    urgent = page(goes_first=True)
    assert places.has_place_for(urgent)
    places.take(urgent)
    assert not places.has_place_for(page(goes_first=True))

    places.give_back(early[0])
    places.give_back(early[0])  # twice is once
    assert places.has_place_for(page(goes_first=True))
    assert not places.has_place_for(page())


def test_the_oldest_of_too_many_pages_of_one_person_has_to_go():
    places, somebody = Places(), Speaker("young_person", young_person_id=uuid4())
    theirs = [Page(somebody) for _ in range(MOST_OF_ONE["young_person"] + 1)]
    gone = [places.take(one) for one in theirs]
    assert gone == [None] * MOST_OF_ONE["young_person"] + [theirs[0]]


def test_somebody_who_waits_is_turned_away_from_a_full_process_and_can_still_write(
    make_house: Callable[..., House],
) -> None:
    house = make_house(web_processes=1, environ={"MOST_SOCKETS": "2", "SOCKETS_KEPT_FREE": "1"})
    first, second = aisha_at_the_door(house), aisha_at_the_door(house)
    cookie = "; ".join(f"{name}={value}" for name, value in second.visitor.cookies.items())
    knocks = [("Cookie", cookie), ("Origin", house.base_url)]

    with first.opens() as screen:
        first.resumes(screen)
        screen.expect("state")

        assert handshake(house.base_url, "/ws/chat/", knocks) == 403
        assert "socket.no_place" in house.logs()
        assert second.visitor.post("/chat/messages/", {"body": "still here"}).path == "/chat/"
        assert second.stored() == 1

        # Once a counsellor has them they come in.
        Counsellor(house).signs_in().talks_to(second)
        with second.opens() as other:
            second.resumes(other)
            assert other.expect("state")["state"] == "active"
