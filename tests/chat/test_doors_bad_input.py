"""Odd, broken and hostile input at the doors of the running service.

Each is answered with a reason, leaves nothing in the tables and no word in a log, and the socket lives on: a
phone that puts one odd character into a message must not lose its owner the chat.
"""

import json
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from tests.chat.doors import AtADoor, Counsellor, aisha_at_the_door
from tests.house import House
from tests.visitor import Visitor

CANARY = "quokka-parasol"
ID = "6a1f4c9e-3c5e-4c39-9a53-0b3f0d5f0a11"

# Opened before all of this; tests/chat/test_the_quiet_ones.py asks a minute later whether they still are.
pytestmark = pytest.mark.usefixtures("quiet_sockets")


@pytest.fixture(scope="module")
def aisha(house: House) -> AtADoor:
    return aisha_at_the_door(house)


@pytest.fixture(scope="module")
def sam(house: House, aisha: AtADoor) -> AtADoor:
    return Counsellor(house).signs_in().talks_to(aisha)


def say(body: Any = CANARY, id: Any = ID, **more: Any) -> str:
    return json.dumps({"type": "say", "id": id, "body": body, **more})


# What, and why it is refused. `@` stands for the conversation at the console, and for nothing at the page.
FRAMES: dict[str, tuple[str | bytes, str]] = {
    "not json": (CANARY, "not_readable"),
    "an empty frame": ("", "not_readable"),
    "half a frame": ('{"type":"say","body":"' + CANARY, "not_readable"),
    "a list": (f'["{CANARY}"]', "not_readable"),
    "a number": ("1", "not_readable"),
    "null": ("null", "not_readable"),
    "a type nobody knows": (f'{{"type":"{CANARY}"}}', "not_readable"),
    "a field nobody knows": (say(urgency="now"), "not_readable"),
    "the same key twice": (f'{{"type":"say","id":"{ID}","body":"{CANARY}","body":"{CANARY}"}}', "not_readable"),
    "NUL": (say(f"{CANARY}\0"), "odd_characters"),
    "a NUL as it is": (f'{{"type":"say","id":"{ID}","body":"{CANARY}\0"}}', "not_readable"),
    "half of a surrogate pair": (say(f"{CANARY}\ud83d"), "odd_characters"),
    "half of a pair for a type": ('{"type":"\\udc9c"}', "not_readable"),
    "half of a pair for an id": (say(id="\ud83d"), "not_readable"),
    "one hundred thousand brackets": ("[" * 100_000, "too_long"),
    "deep brackets": (say().replace(f'"{ID}"', "[" * 7000 + "]" * 7000), "not_readable"),
    "a character too many": (say((CANARY * 300)[:4001]), "too_long"),
    "20 KiB": (say(CANARY * 1500), "too_long"),
    "200 KiB": (say(CANARY * 14_000), "too_long"),
    "no words": (say(""), "empty"),
    "only spaces": (say(" \n\t "), "empty"),
    "a number for words": (say(7), "not_readable"),
    "a list for words": (say([CANARY]), "not_readable"),
    "a dictionary for words": (say({CANARY: CANARY}), "not_readable"),
    "null for words": (say(None), "not_readable"),
    "no id": (f'{{"type":"say","body":"{CANARY}"}}', "not_readable"),
    "a number for an id": (say(id=7), "not_readable"),
    "a word for an id": (say(id=CANARY), "not_readable"),
    "NaN": ('{"type":"seen","place":NaN}', "not_readable"),
    "a number of 5,000 digits": ('{"type":"seen","place":' + "9" * 5000 + "}", "not_readable"),
    "a place below zero": ('{"type":"resume","after":-1}', "not_readable"),
    "a place beyond all": ('{"type":"resume","after":99999999999}', "not_readable"),
    "bytes": (say().encode(), "not_text"),
    "bytes that are no text": (b"\xff\x00" + CANARY.encode(), "not_text"),
}

each_frame = pytest.mark.parametrize(("frame", "reason"), FRAMES.values(), ids=FRAMES.keys())


def is_refused_and_the_socket_lives_on(door: AtADoor, frame: str | bytes, reason: str) -> None:
    before = door.stored()
    with door.opens() as wire:
        door.resumes(wire)
        wire.send_raw(frame)
        refusal = wire.expect("refused")
        assert refusal["reason"] == reason
        assert refusal["text"]
        assert CANARY not in json.dumps(refusal)
        assert refusal["id"] in {None, ID}

        door.says(wire, "this one is good")

    assert door.stored() == before + 1


@each_frame
def test_a_bad_frame_from_a_young_persons_page_is_refused(aisha: AtADoor, frame: str | bytes, reason: str) -> None:
    is_refused_and_the_socket_lives_on(aisha, frame, reason)


@each_frame
def test_a_bad_frame_from_a_console_is_refused(sam: AtADoor, frame: str | bytes, reason: str) -> None:
    if isinstance(frame, str) and frame.startswith('{"type"'):
        about = f'{{"conversation":{sam.conversation},'
        frame = about + frame[1:]

    is_refused_and_the_socket_lives_on(sam, frame, reason)


@pytest.mark.parametrize("conversation", ["7", 0, -1, 10**30, 1.5, None, [1], {"id": 1}, True])
def test_a_conversation_that_is_no_number_is_refused(sam: AtADoor, conversation: Any) -> None:
    is_refused_and_the_socket_lives_on(sam, say(conversation=conversation), "not_readable")


def test_words_for_a_conversation_of_somebody_else_or_of_nobody_are_refused(house: House, sam: AtADoor) -> None:
    somebody_else = aisha_at_the_door(house)

    for conversation in (somebody_else.conversation, 9_000_000_000):
        is_refused_and_the_socket_lives_on(sam, say(conversation=conversation), "not_yours")

    assert somebody_else.stored() == 0


def test_what_no_browser_can_send_ends_only_that_socket(aisha: AtADoor) -> None:
    before = aisha.stored()
    half_of_a_pair, much_too_long = (say().replace(CANARY, "\ud83d"), 1007), (say(CANARY * 22_000), 1009)

    for frame, code in (half_of_a_pair, much_too_long):
        with aisha.opens() as wire:
            aisha.resumes(wire)
            wire.expect("state")
            try:
                wire.send_raw(frame)
                assert wire.wait_closed() in {code, 1006}
            except ConnectionClosed:
                pass

    with aisha.opens() as wire:
        aisha.resumes(wire)
        aisha.says(wire, "still here")
    assert aisha.stored() == before + 1


def test_many_bad_frames_in_a_row_are_each_answered(aisha: AtADoor) -> None:
    with aisha.opens() as wire:
        aisha.resumes(wire)
        for _ in range(200):
            wire.send_raw(CANARY)

        for _ in range(200):
            wire.expect("refused", reason="not_readable")
        aisha.says(wire, "and on")


# The form, for pages without script

FORMS: dict[str, tuple[dict[str, str], str]] = {
    "NUL": ({"body": f"{CANARY}\0"}, "odd_characters"),
    "no words": ({"body": ""}, "empty"),
    "only spaces": ({"body": " \r\n\t "}, "empty"),
    "no field": ({}, "empty"),
    "a field nobody reads": ({"words": CANARY}, "empty"),
    "a character too many": ({"body": (CANARY * 300)[:4001]}, "too_long"),
    "brackets": ({"body": "[" * 20_000}, "too_long"),
}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(("form", "reason"), FORMS.values(), ids=FORMS.keys())
def test_a_bad_form_is_refused_with_a_reason(
    aisha: AtADoor, form: dict[str, str], reason: str, accept: str
) -> None:
    before = aisha.stored()
    aisha.visitor.get("/chat/")

    answer = aisha.visitor.post("/chat/messages/", {"client_id": ID, **form}, headers={"Accept": accept})

    assert answer.status == 422
    if accept == "application/json":
        assert (answer.json()["type"], answer.json()["reason"], answer.json()["id"]) == ("refused", reason, ID)
    else:
        assert 'role="alert"' in answer.text
    assert aisha.stored() == before


def test_a_form_that_was_refused_shows_the_words_again_so_that_nothing_has_to_be_typed_twice(aisha: AtADoor) -> None:
    aisha.visitor.get("/chat/")

    answer = aisha.visitor.post("/chat/messages/", {"client_id": ID, "body": f"{CANARY}\0 and more"})

    assert f"{CANARY} and more" in answer.text


def test_what_is_only_odd_in_a_frame_is_plain_words_in_a_form(aisha: AtADoor) -> None:
    before = aisha.stored()
    aisha.visitor.get("/chat/")
    bodies = ["not json", '{"type":"say","type":"say"}', "[" * 100, "NaN", "<b>&amp;</b>", "=1+1", "\u202eabc"]

    for body in bodies:
        form = {"client_id": str(uuid4()), "body": body}
        answer = aisha.visitor.post("/chat/messages/", form, headers={"Accept": "application/json"})
        assert (answer.status, answer.json()["body"]) == (201, body)

    assert aisha.stored() == before + len(bodies)


def test_a_form_without_a_good_id_gets_one_and_its_words_are_stored(aisha: AtADoor) -> None:
    before = aisha.stored()
    aisha.visitor.get("/chat/")

    for bad in ("", "7", CANARY, "\0"):
        answer = aisha.visitor.post(
            "/chat/messages/", {"client_id": bad, "body": "hello"}, headers={"Accept": "application/json"}
        )
        assert answer.status == 201

    assert aisha.stored() == before + 4


def ask_with(visitor: Visitor, body: bytes, kind: str = "application/x-www-form-urlencoded") -> int:
    return visitor.ask("POST", "/chat/messages/", body, headers={"Content-Type": kind}).status


def test_a_form_nobody_can_read_is_refused_and_the_service_lives_on(aisha: AtADoor) -> None:
    before = aisha.stored()
    aisha.visitor.get("/chat/")
    boundary = b'--x\r\nContent-Disposition: form-data; name="body"; filename="a.txt"\r\n\r\n' + CANARY.encode()

    for body, kind in (
        (b"body=" + CANARY.encode(), "application/x-www-form-urlencoded"),  # without its token
        (b"body=" + CANARY.encode() * 20_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(500)), "application/x-www-form-urlencoded"),
        (boundary, "multipart/form-data; boundary=x"),
        (boundary, "multipart/form-data"),
        (say().encode(), "application/json"),
        (b"\xff\xfe\x00" * 100, "text/plain; charset=utf-16"),
        (b"body=a", "application/x-www-form-urlencoded; charset=no-such"),
    ):
        assert 400 <= ask_with(aisha.visitor, body, kind) < 500, kind

    assert aisha.stored() == before
    assert aisha.visitor.get("/chat/").status == 200


def test_a_first_message_that_cannot_be_kept_starts_no_chat_and_comes_back_in_the_box(house: House) -> None:
    visitor = house.visitor()
    visitor.get("/")
    before = house.sql("SELECT count(*) FROM chat_conversation")

    answer = visitor.post("/chat/start/", {"message": f"{CANARY}\0", "nickname": f"\0{CANARY}", "age_band": CANARY})

    assert answer.status == 422
    assert CANARY in answer.text
    assert house.sql("SELECT count(*) FROM chat_conversation") == before


# Last: what was sent above is nowhere


def test_no_word_of_all_this_is_in_any_log(house: House) -> None:
    logs = house.log_bytes()

    assert CANARY.encode() not in logs
    assert CANARY[:6].encode() not in logs
    assert b"socket.refused" in logs
    assert b"Traceback" not in logs
    assert b"socket.frame_failed" not in logs
