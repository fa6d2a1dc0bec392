"""Whoever signed out, was suspended or left acts never again, and hears nothing two seconds later."""

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from tests.chat.doors import AtADoor, Counsellor, aisha_at_the_door
from tests.house import House
from tests.visitor import Visitor
from tests.wire import Wire

NOT_ALLOWED = 4403
# Two seconds from one look to the next, and some for a machine that is busy.
HEARS_NOTHING_AFTER = 5.0


@pytest.fixture
def aisha(house: House) -> AtADoor:
    return aisha_at_the_door(house, "hello")


@pytest.fixture(scope="module")
def somebody_new(house: House) -> Counsellor:
    return Counsellor(house)


@pytest.fixture
def sam(somebody_new: Counsellor) -> Counsellor:
    """Works here again, whatever the story before did to him."""
    somebody_new.house.sql("UPDATE rota_staffmember SET is_active = true WHERE email = %s", somebody_new.email)
    return somebody_new.signs_in()


def signs_out(sam: Counsellor) -> None:
    sam.visitor.get("/staff/")
    assert sam.visitor.post("/staff/sign-out/").path == "/staff/sign-in/"


def is_suspended(sam: Counsellor) -> None:
    """What `rota.people.suspend` writes, without the seconds that starting a program takes."""
    sam.house.sql("UPDATE rota_staffmember SET is_active = false, epoch = epoch + 1 WHERE email = %s", sam.email)


def signs_out_everywhere(sam: Counsellor) -> None:
    sam.house.sql("UPDATE rota_staffmember SET epoch = epoch + 1 WHERE email = %s", sam.email)


each_end = pytest.mark.parametrize("ends", [signs_out, is_suspended, signs_out_everywhere])


def gets_nowhere(wire: Wire, type: str, **fields: object) -> None:
    """Refused in words, or closed: in both cases nothing comes back."""
    with suppress(ConnectionClosed):
        wire.send(type, **fields)
        with suppress(AssertionError):
            assert wire.expect("refused")["reason"] == "not_yours"
            return
    assert wire.wait_closed() == NOT_ALLOWED


@each_end
def test_words_of_a_counsellor_whose_sign_in_has_ended_are_not_stored(
    aisha: AtADoor, sam: Counsellor, ends: Callable[[Counsellor], None]
) -> None:
    console = sam.talks_to(aisha)
    with console.opens() as wire:
        console.resumes(wire)
        console.says(wire, "before")

        ends(sam)
        gets_nowhere(wire, "say", id=str(uuid4()), body="after", conversation=aisha.conversation)

    assert aisha.stored() == 2


@each_end
def test_a_counsellor_whose_sign_in_has_ended_is_shown_nothing_more(
    aisha: AtADoor, sam: Counsellor, ends: Callable[[Counsellor], None]
) -> None:
    console = sam.talks_to(aisha)
    with console.opens() as wire:
        wire.expect("mine")

        ends(sam)
        gets_nowhere(wire, "resume", after=0, conversation=aisha.conversation)

        assert not [frame for frame in wire.heard if frame["type"] == "said"]


@each_end
def test_a_counsellor_whose_sign_in_has_ended_takes_nobody(
    aisha: AtADoor, sam: Counsellor, ends: Callable[[Counsellor], None]
) -> None:
    with sam.visitor.wire("/ws/console/") as wire:
        wire.expect("mine")

        ends(sam)
        gets_nowhere(wire, "take_next")

    owners = sam.house.sql("SELECT owner_id FROM chat_conversation WHERE id = %s", aisha.conversation)
    assert owners == [(None,)]


@each_end
def test_a_console_that_only_listens_is_closed_and_hears_nothing_more(
    aisha: AtADoor, sam: Counsellor, ends: Callable[[Counsellor], None]
) -> None:
    console = sam.talks_to(aisha)
    with console.opens() as wire, aisha.opens() as page:
        console.resumes(wire)
        wire.expect("said", body="hello")

        ends(sam)

        assert wire.wait_closed(HEARS_NOTHING_AFTER) == NOT_ALLOWED
        aisha.says(page, "nobody should read this")
        assert "nobody should read this" not in [frame.get("body") for frame in wire.heard]


def test_a_counsellor_whose_sign_in_has_ended_cannot_open_the_console_again(sam: Counsellor) -> None:
    is_suspended(sam)

    with pytest.raises(Exception, match="403"):
        sam.visitor.wire("/ws/console/")


# A young person who used Exit


def copy_of(visitor: Visitor) -> Visitor:
    """Another tab, or somebody who copied the cookie."""
    copied = Visitor(visitor.base_url)
    copied.cookies = dict(visitor.cookies)
    return copied


def test_after_exit_another_tab_can_neither_write_nor_read(aisha: AtADoor) -> None:
    other_tab = copy_of(aisha.visitor)
    with other_tab.wire() as wire:
        wire.send("resume", after=0)
        wire.expect("said", body="hello")

        aisha.visitor.get("/exit/", follow=False)
        gets_nowhere(wire, "say", id=str(uuid4()), body="after")

    assert aisha.stored() == 1


def test_after_exit_a_page_that_only_listens_is_closed(aisha: AtADoor) -> None:
    other_tab = copy_of(aisha.visitor)
    with other_tab.wire() as wire:
        wire.send("resume", after=0)
        wire.expect("said", body="hello")

        aisha.visitor.get("/exit/", follow=False)

        assert wire.wait_closed(HEARS_NOTHING_AFTER) == NOT_ALLOWED


def test_after_exit_a_copy_of_the_cookie_reaches_nothing(aisha: AtADoor) -> None:
    copied = copy_of(aisha.visitor)

    answer = aisha.visitor.get("/exit/", follow=False)

    assert answer.status == 303
    assert aisha.visitor.cookies == {}
    assert copied.get("/chat/").path == "/"
    assert copied.get("/chat/transcript/").status == 204
    with pytest.raises(Exception, match="403"):
        copied.wire()


def test_exit_leaves_the_conversation_with_us_and_says_that_they_left(aisha: AtADoor) -> None:
    aisha.visitor.get("/exit/", follow=False)

    kept = aisha.house.sql("SELECT state, left_at IS NULL FROM chat_conversation WHERE id = %s", aisha.conversation)
    assert kept == [("waiting", False)]


def test_a_foreign_page_cannot_make_somebody_lose_their_chat_by_a_link_to_exit(aisha: AtADoor) -> None:
    kept = copy_of(aisha.visitor)

    aisha.visitor.get("/exit/", follow=False, headers={"Sec-Fetch-Site": "cross-site"})

    assert kept.get("/chat/").path == "/chat/"
