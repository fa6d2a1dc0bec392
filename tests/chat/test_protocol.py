"""What is written down about the wire is what goes over it."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any, get_args
from uuid import uuid4

import msgspec
import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from chat.console import frames as of_console
from chat.console import frames_beside, frames_handing, frames_telling
from chat.frames import Frame, Unreadable, read_frame
from chat.protocol import written
from chat.protocol.examples import EXAMPLES
from chat.protocol.schema import DOORS, schema
from chat.refusals import WORDS
from chat.web import frames as of_page
from config.asgi import SOCKETS
from tests.access.policy import SOCKET_ACTIONS
from tests.chat.doors import aisha_at_the_door
from tests.house import House
from tests.lint import HOUSE
from tests.pages.story import IN_DANGER, password_of
from tests.stories.conftest import empty_queue
from tests.visitor import Visitor
from tests.wire import Wire

__all__ = ["empty_queue"]

WHOLE = schema()
ONLY_WHEN_IT_STOPS = {"reconnect"}
TEXT_COMES_IN = """
from chat.sms.receive import receive
receive({fields!r}, came_by="webhook")
"""


def rule(name: str) -> Draft202012Validator:
    """One definition of the schema, with all others in reach."""
    return Draft202012Validator(
        {"$ref": f"#/$defs/{name}", "$defs": WHOLE["$defs"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


RULES = {f"{door}.{way}": rule(f"{door}.{way}") for door in DOORS for way in ("to_us", "from_us")}


def kinds(way: str) -> list[tuple[str, type[Frame]]]:
    return [(door, kind) for door, made in DOORS.items() for kind in made.ways()[way]]


# The files


def test_the_files_in_docs_are_what_the_frames_say() -> None:
    for path, text in written().items():
        assert (HOUSE / path).read_text(encoding="utf-8") == text, f"{path}: run python manage.py protocol"


def test_the_command_says_which_file_differs_and_changes_nothing(tmp_path, settings) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()

    with pytest.raises(CommandError, match=r"docs/protocol\.schema\.json and docs/protocol\.md\. Run: python manage"):
        call_command("protocol", check=True)
    assert list((tmp_path / "docs").iterdir()) == []

    call_command("protocol", verbosity=0)
    call_command("protocol", check=True)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(WHOLE)


def test_limits_that_stand_elsewhere_are_as_the_document_says() -> None:
    web = (HOUSE / "config/web.py").read_text(encoding="utf-8")

    assert "FRAME_BYTES_HARD = 256 * 1024" in web
    assert "ping_interval=10" in web
    assert "ping_timeout=10" in web
    for outbox in ("chat/web/static/web/line.js", "chat/console/static/console/outbox.js"):
        assert "const IN_FLIGHT = 4;" in (HOUSE / outbox).read_text(encoding="utf-8")


# Frames and sockets


def test_every_action_of_a_socket_has_a_frame_and_every_frame_an_action() -> None:
    told = {
        door.address.strip("/") + "/": {kind.__struct_config__.tag for kind in get_args(door.to_us)}
        for door in DOORS.values()
    }

    assert told == SOCKET_ACTIONS
    assert {address: kind.shape for address, kind in SOCKETS.items()} == {
        "ws/chat/": of_page.FromPage,
        "ws/console/": of_console.FromConsole,
    }


def test_every_frame_that_exists_is_written_down() -> None:
    of_consoles = [of_console, frames_beside, frames_handing, frames_telling]
    for door, modules in (("page", [of_page]), ("console", of_consoles)):
        made = {
            kind
            for kind in chain.from_iterable(vars(module).values() for module in modules)
            if isinstance(kind, type) and issubclass(kind, Frame) and kind is not Frame
        }
        assert made == {kind for kinds_of in DOORS[door].ways().values() for kind in kinds_of}
        tags = [kind.__struct_config__.tag for kind in get_args(DOORS[door].from_us)]
        assert len(tags) == len(set(tags))


def test_every_frame_says_what_it_is_for_and_has_an_example() -> None:
    for way in ("to_us", "from_us"):
        for door, kind in kinds(way):
            assert WHOLE["$defs"][f"{door}.{kind.__name__}"]["description"]
            assert EXAMPLES[f"{door}.{kind.__name__}"]


def test_every_reason_to_refuse_is_in_the_schema() -> None:
    assert set(WHOLE["$defs"]["refusal_reason"]["enum"]) == {*WORDS, "not_yet"}


@pytest.mark.parametrize(("door", "kind"), kinds("to_us"), ids=str)
def test_examples_of_what_is_said_to_us_are_understood(door: str, kind: type[Frame]) -> None:
    for example in EXAMPLES[f"{door}.{kind.__name__}"]:
        RULES[f"{door}.to_us"].validate(example)
        assert type(read_frame(json.dumps(example), DOORS[door].to_us)) is kind


@pytest.mark.parametrize(("door", "kind"), kinds("from_us"), ids=str)
def test_examples_of_what_we_say_are_what_the_frame_makes(door: str, kind: type[Frame]) -> None:
    for example in EXAMPLES[f"{door}.{kind.__name__}"]:
        RULES[f"{door}.from_us"].validate(example)
        frame = msgspec.convert(example, DOORS[door].from_us)
        assert type(frame) is kind
        assert json.loads(msgspec.json.encode(frame)) == example


WRONG: tuple[Any, ...] = (None, True, -1, 1.5, "", "hello", [], {}, 2**64)


def spoiled(example: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The frame with a field too many, one too few, or one that holds something else."""
    yield {**example, "unknown": 1}
    yield {**example, "Type": example["type"]}
    for name in example:
        yield {key: value for key, value in example.items() if key != name}
        for wrong in WRONG:
            yield {**example, name: wrong}


@pytest.mark.parametrize(("door", "kind"), kinds("to_us"), ids=str)
def test_the_schema_refuses_what_the_socket_refuses(door: str, kind: type[Frame]) -> None:
    for example in EXAMPLES[f"{door}.{kind.__name__}"]:
        for frame in spoiled(example):
            try:
                read_frame(json.dumps(frame), DOORS[door].to_us)
                is_read = True
            except Unreadable as refused:
                # Words of nothing are a text all the same: that they are empty is said beside the schema.
                is_read = refused.reason == "empty"
            assert RULES[f"{door}.to_us"].is_valid(frame) == is_read, frame


@pytest.mark.parametrize(("door", "kind"), kinds("from_us"), ids=str)
def test_what_we_say_has_no_field_that_is_not_written_down(door: str, kind: type[Frame]) -> None:
    for example in EXAMPLES[f"{door}.{kind.__name__}"]:
        assert not RULES[f"{door}.from_us"].is_valid({**example, "unknown": 1})


# Real conversations


class Ears:
    """All sockets of a story, and what was heard over them."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Wire]] = []

    def at(self, door: str, wire: Wire) -> Wire:
        self.heard.append((door, wire))
        return wire

    def tags(self, door: str) -> set[str]:
        return {frame["type"] for at, wire in self.heard if at == door for frame in wire.heard}

    def check(self) -> None:
        for door, wire in self.heard:
            for frame in wire.heard:
                RULES[f"{door}.from_us"].validate(frame)


def tags_of(door: str) -> set[str]:
    return {str(kind.__struct_config__.tag) for kind in get_args(DOORS[door].from_us)} - ONLY_WHEN_IT_STOPS


def says(wire: Wire, body: str, **more: Any) -> dict[str, Any]:
    client_id = str(uuid4())
    wire.send("say", id=client_id, body=body, **more)
    return wire.expect("said", id=client_id)


@pytest.mark.usefixtures("empty_queue")
def test_every_frame_of_real_conversations_is_as_it_is_written_down(house: House) -> None:
    ears = Ears()
    names = ("sam", "okafor", "grace")
    staff = [house.visitor().signs_in(f"{name}@demo.example", password_of(house)) for name in names]
    sam, okafor, grace = (ears.at("console", one.wire("/ws/console/")) for one in staff)
    sam.send("take_next")
    sam.expect("nobody_waiting")
    aisha = aisha_at_the_door(house, "hello")
    page = ears.at("page", aisha.opens())
    aisha.resumes(page)
    page.expect("said", body="hello")
    page.send("ping")
    page.expect("pong")
    page.send("say", id=str(uuid4()), body=" ")
    page.expect("refused", reason="empty")

    with_aisha = taken_by(sam)
    a_conversation(sam, page, with_aisha)
    in_danger(sam, staff[1], okafor, page, with_aisha)
    beside(sam, grace, with_aisha)
    with_tom = by_text(house, sam)
    aisha_at_the_door(house, "somebody else")
    sam.send("take_next")
    sam.expect("full")
    sam.send("start_ending", conversation=with_tom)
    says(sam, "Goodbye Tom.", conversation=with_tom)
    sam.send("end", conversation=with_tom, reason="goodbye", summary="He will text again.")
    sam.expect("state", conversation=with_tom, state="closed")
    sam.send("end", conversation=with_aisha, reason="goodbye", summary="Not yet.")
    sam.expect("refused", reason="not_yet")
    sam.send("end", conversation=with_tom, reason="goodbye", summary="He will text again.")
    sam.expect("refused", reason="not_yours", conversation=with_tom)
    of_grace = "staff_id = (SELECT id FROM rota_staffmember WHERE email = 'grace@demo.example')"
    house.sql(f"UPDATE rota_signin SET locked_at = now() WHERE {of_grace}")
    grace.expect("locked", timeout=20)
    house.sql(f"UPDATE rota_signin SET locked_at = NULL WHERE {of_grace}")

    ears.check()
    assert ears.tags("page") == tags_of("page")
    assert ears.tags("console") == tags_of("console")


def taken_by(sam: Wire) -> int:
    sam.send("take_next")
    conversation = int(sam.expect("taken")["conversation"])
    sam.expect("mine")
    return conversation


def a_conversation(sam: Wire, page: Wire, conversation: int) -> None:
    page.expect("state", state="active")
    says(sam, "Hello. I am listening.", conversation=conversation)
    page.expect("said", by="counsellor")
    page.send("typing")
    sam.expect("typing", conversation=conversation)
    page.send("seen", place=2)
    sam.expect("seen", conversation=conversation)
    sam.send("typing", conversation=conversation)
    page.expect("typing")
    sam.send("seen", conversation=conversation, place=1)
    page.expect("seen")
    sam.send("heartbeat")
    sam.send("ping")
    sam.expect("pong")
    sam.send("resume", conversation=conversation, after=0)
    sam.send_raw("hello")
    sam.expect("refused", reason="not_readable")


def in_danger(sam: Wire, lead: Visitor, okafor: Wire, page: Wire, conversation: int) -> None:
    says(page, IN_DANGER)
    sam.expect("marks", conversation=conversation, timeout=20)
    sam.expect("flag", conversation=conversation, timeout=20)
    paged = okafor.expect("page", timeout=20)
    lead.post(f"/escalations/{paged['escalation']}/acknowledgement/")
    okafor.expect("page_over", escalation=paged["escalation"])
    sam.send("judge", conversation=conversation, agrees=True)
    sam.expect("judged", agrees=True)
    sam.send("not_telling", conversation=conversation, why="Somebody reads along.")
    sam.expect("telling", conversation=conversation, state="not_told")


def beside(sam: Wire, grace: Wire, conversation: int) -> None:
    """What staff say and do beside the words, with a lead at another desk."""
    about = {"conversation": conversation}
    sam.send("draft", **about, body="is there somebody at home who")
    sam.send("resume", **about, after=0)
    sam.expect("draft", body="is there somebody at home who")
    grace.send("join", **about)
    grace.expect("watching")
    grace.send("whisper", **about, id=str(uuid4()), body="You do well.")
    sam.expect("noted", kind="whisper")
    not_asked = dict.fromkeys(("thoughts", "plan", "means", "when", "safe_now"), "not_asked")
    sam.send("safety", **about, **not_asked)
    sam.expect("safety", name="Sam")
    sam.send("help", **about)
    call = grace.expect("help")["call"]
    grace.send("help_answered", call=call)
    sam.expect("help_over", call=call)
    sam.send("hand_over", **about, to=None, note="Only to try.")
    grace.expect("offer", **about)
    sam.send("keep", **about)
    grace.expect("offer_over", **about)


def by_text(house: House, sam: Wire) -> int:
    fields = {"MessageSid": f"SM{uuid4().hex}", "From": "+447700900321", "To": "+447700900000", "Body": "hi"}
    house.manage("shell", words=TEXT_COMES_IN.format(fields={**fields, "NumMedia": "0"}))
    conversation = taken_by(sam)
    place = says(sam, "Hello Tom.", conversation=conversation)["place"]
    sam.expect("delivery", conversation=conversation, place=place)
    client_id = str(uuid4())
    sam.send("say", conversation=conversation, id=client_id, body="a" * 460)
    sam.expect("refused", id=client_id, reason="too_long_for_text", conversation=conversation)
    assert says(sam, "a" * 459, conversation=conversation)["place"] == place + 1  # nothing of it was stored
    return conversation
