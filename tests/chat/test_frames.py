"""Whatever comes in over a socket is a frame or a refusal with a reason. Never anything else."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chat.console.frames import FromConsole
from chat.console.frames import Say as SayToOne
from chat.frames import BODY_CHARACTERS, FRAME_BYTES, Unreadable, check_body, read_frame
from chat.refusals import WORDS
from chat.web.frames import FromPage, Ping, Resume, Say

ID = "6a1f4c9e-3c5e-4c39-9a53-0b3f0d5f0a11"
DOORS = [FromPage, FromConsole]

both_doors = pytest.mark.parametrize("shape", DOORS, ids=["page", "console"])
patiently = settings(deadline=None, derandomize=True)


def reason_for(text: str | None, shape: Any = FromPage) -> str:
    with pytest.raises(Unreadable) as refused:
        read_frame(text, shape)
    assert refused.value.reason in WORDS
    return refused.value.reason


def say(body: Any = "hello", id: Any = ID, **more: Any) -> str:
    return json.dumps({"type": "say", "id": id, "body": body, **more})


# What is understood


def test_words_come_in_as_they_were_written() -> None:
    body = 'line one\n\tline "two" \\ <b>&amp;</b> \N{PURPLE HEART} \u202e\u200b =1+1'

    assert read_frame(say(body), FromPage) == Say(id=UUID(ID), body=body)
    assert read_frame(say(body, conversation=7), FromConsole) == SayToOne(conversation=7, id=UUID(ID), body=body)


def test_a_body_may_fill_its_4000_characters_whatever_they_are() -> None:
    for letter in "aé語\N{PURPLE HEART}":
        text = json.dumps({"type": "say", "id": ID, "body": letter * BODY_CHARACTERS}, ensure_ascii=False)
        assert len(read_frame(text, FromPage).body) == BODY_CHARACTERS


@both_doors
def test_the_small_frames_are_understood_at_both_doors(shape: Any) -> None:
    assert type(read_frame('{"type":"ping"}', shape)).__name__ == "Ping"
    assert read_frame(' {"type" : "ping"}\n', FromPage) == Ping()
    assert read_frame('{"type":"resume","after":0}', FromPage) == Resume(after=0)


# What is refused, and why

NOT_FRAMES = {
    "nothing": "",
    "spaces": "   ",
    "not json": "hello there",
    "half of it": '{"type":"say","id":"',
    "two of them": '{"type":"ping"}{"type":"ping"}',
    "a list": '["say"]',
    "a list of frames": '[{"type":"ping"}]',
    "a word": '"ping"',
    "a number": "1",
    "null": "null",
    "true": "true",
    "no type": "{}",
    "a type that is none": '{"type":"delete"}',
    "a type of another kind": '{"type":["ping"]}',
    "a number for a type": '{"type":1}',
    "null for a type": '{"type":null}',
    "a frame for a type": '{"type":{"type":"ping"}}',
    "a field too many": '{"type":"ping","now":1}',
    "half a pair for a type": '{"type":"\\ud800"}',
    "half a pair for a field": '{"type":"ping","\\ud800":1}',
    "single quotes": "{'type':'ping'}",
    "a comment": '{"type":"ping"} // hello',
    "a mark of byte order": '\ufeff{"type":"ping"}',
    "NaN": '{"type":"resume","after":NaN}',
    "infinity": '{"type":"resume","after":Infinity}',
    "minus infinity": '{"type":"resume","after":-Infinity}',
    "more than a float holds": '{"type":"resume","after":1e999}',
    "a fraction": '{"type":"resume","after":1.5}',
    "a place below zero": '{"type":"resume","after":-1}',
    "a place beyond all": '{"type":"resume","after":2147483648}',
    "a number beyond 64 bits": '{"type":"resume","after":99999999999999999999}',
    "a number of 5,000 digits": '{"type":"resume","after":' + "9" * 5000 + "}",
    "a word for a number": '{"type":"resume","after":"1"}',
    "true for a number": '{"type":"resume","after":true}',
    "the same key twice": '{"type":"ping","type":"ping"}',
    "the same key twice, spelled differently": '{"type":"ping","\\u0074ype":"ping"}',
    "the same key twice, deep inside": '{"type":"ping","a":{"b":1,"b":2}}',
    "brackets in brackets": '{"type":"say","id":' + "[" * 8000 + "]" * 8000 + "}",
    "frames in frames": '{"type":' * 1800 + "1" + "}" * 1800,
    "only brackets": "[" * 16_000,
}


@both_doors
@pytest.mark.parametrize("text", NOT_FRAMES.values(), ids=NOT_FRAMES.keys())
def test_what_is_no_frame_is_not_readable(text: str, shape: Any) -> None:
    assert reason_for(text, shape) == "not_readable"


NOT_WORDS: dict[str, tuple[Any, str]] = {
    "no body": (None, "not_readable"),
    "a number": (1, "not_readable"),
    "a list": (["hello"], "not_readable"),
    "a dictionary": ({"text": "hello"}, "not_readable"),
    "nothing": ("", "empty"),
    "only spaces": (" \n\t\u2003", "empty"),
    "NUL": ("hel\0lo", "odd_characters"),
    "only NUL": ("\0", "odd_characters"),
    "the first half of a pair": ("hello \ud83d", "odd_characters"),
    "the second half of a pair": ("\udc9c hello", "odd_characters"),
    "a character too many": ("a" * (BODY_CHARACTERS + 1), "too_long"),
    "letters of four bytes": ("\N{PURPLE HEART}" * (BODY_CHARACTERS + 1), "too_long"),
}


@pytest.mark.parametrize(("body", "reason"), NOT_WORDS.values(), ids=NOT_WORDS.keys())
def test_words_that_cannot_be_kept_are_refused_with_the_id_they_came_with(body: Any, reason: str) -> None:
    for shape, more in ((FromPage, {}), (FromConsole, {"conversation": 1})):
        text = json.dumps({"type": "say", "id": ID, "body": body, **more})

        with pytest.raises(Unreadable) as refused:
            read_frame(text, shape)

        assert refused.value.reason == reason
        # A frame too big to be read at all has no id that we know.
        assert refused.value.id == UUID(ID) or len(text) > FRAME_BYTES


@pytest.mark.parametrize("bad_id", [None, "", "1", 7, [], {}, ID + "0", ID[:-1], "\0", "\ud800", "x" * 36])
def test_words_without_a_good_id_are_refused(bad_id: Any) -> None:
    assert reason_for(say(id=bad_id)) == "not_readable"


def test_words_with_a_field_we_do_not_know_are_refused_with_their_id() -> None:
    with pytest.raises(Unreadable) as refused:
        read_frame(say(urgency="now"), FromPage)

    assert (refused.value.reason, refused.value.id) == ("not_readable", UUID(ID))


def test_a_frame_with_bytes_is_not_text() -> None:
    assert reason_for(None) == "not_text"


@pytest.mark.parametrize("letter", ["a", "é", "\N{PURPLE HEART}"])
def test_a_frame_beyond_16_kib_is_too_long_before_anybody_looks_into_it(letter: str) -> None:
    much = letter * (FRAME_BYTES // len(letter.encode()) + 1)

    assert reason_for(much) == "too_long"
    assert reason_for('{"type":"ping","' + much) == "too_long"


def test_one_hundred_thousand_brackets_are_too_long() -> None:
    assert reason_for("[" * 100_000) == "too_long"
    assert reason_for('{"a":' * 100_000) == "too_long"


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    canary = "quokka-parasol"

    for text in (canary, say(canary * 400), say(canary, id=canary), say(canary + "\0"), say(**{canary: canary})):
        with pytest.raises(Unreadable) as refused:
            read_frame(text, FromPage)
        told = (str(refused.value), repr(refused.value), refused.value.__cause__, refused.value.__suppress_context__)
        assert canary not in repr(told[:2])
        assert told[2] is None
        assert told[3] or refused.value.__context__ is None


# Anything at all

any_text = st.text(st.characters(), max_size=300)
names = "type id body after place conversation agrees reason summary say resume ping seen typing end take_next judge"
known = st.sampled_from(names.split())
numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.none())
leaves = st.one_of(numbers, any_text, known, st.uuids().map(str), st.just(ID))
anything = st.recursive(
    leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(known | any_text, inner, max_size=6))
)
nearly_frames = st.dictionaries(known, anything, max_size=6).flatmap(
    lambda fields: known.map(lambda kind: {"type": kind, **fields})
)


def is_frame_or_refusal(text: str | None, shape: Any) -> None:
    try:
        frame = read_frame(text, shape)
    except Unreadable as refused:
        assert refused.reason in WORDS
    else:
        assert type(frame).__name__ in {kind.__name__ for kind in shape.__args__}
        assert not hasattr(frame, "body") or frame.body.encode()


@both_doors
@patiently
@given(text=any_text | st.none())
@example(text="\ud800")
def test_any_text_is_a_frame_or_a_refusal(text: str | None, shape: Any) -> None:
    is_frame_or_refusal(text, shape)


@both_doors
@patiently
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_a_frame_or_a_refusal(raw: bytes, shape: Any) -> None:
    is_frame_or_refusal(raw.decode("latin-1"), shape)
    is_frame_or_refusal(raw.decode("utf-8", "surrogateescape"), shape)


@both_doors
@settings(deadline=None, derandomize=True, max_examples=300)
@given(document=nearly_frames | anything, is_ascii=st.booleans())
def test_any_json_is_a_frame_or_a_refusal(document: Any, is_ascii: bool, shape: Any) -> None:
    is_frame_or_refusal(json.dumps(document, ensure_ascii=is_ascii), shape)


@patiently
@given(body=any_text)
def test_any_words_are_kept_as_they_are_or_refused(body: str) -> None:
    try:
        check_body(body)
    except Unreadable:
        return
    assert read_frame(say(body, id=str(uuid4())), FromPage).body == body
