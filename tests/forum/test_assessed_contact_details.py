"""By what somebody can be found: numbers, names elsewhere, links, places; also in disguise. No alarm."""

from __future__ import annotations

import json
import re
import re._parser as parser  # type: ignore[import-not-found]
import string
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from chat.urgency import Urgency
from moderation import lanes
from moderation.checks import FORUM_CHECKS, Context, Turn, contact_signs
from moderation.checks.contact_details import check
from moderation.checks.contact_phrases import SOURCES
from moderation.checks.lookalikes import LOOKALIKES
from moderation.checks.normalise import fold
from moderation.checks.rules.pattern import compile_pattern
from moderation.reading import read

LINES = (Path(__file__).parent / "contact_details.jsonl").read_text(encoding="utf-8").splitlines()
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
HITS = [row for row in ROWS if row["hit"]]
MISSES = [row for row in ROWS if not row["hit"]]
LEET = str.maketrans("aeiost", "431057")
CYRILLIC = {latin: letter for letter, latin in LOOKALIKES.items() if len(latin) == 1 and "\u0400" <= letter <= "\u04ff"}


def kinds(text: str, context: Context = Context()) -> set[str]:  # noqa: B008 (it never changes)
    return {finding.check.split("/")[1] for finding in check(text, context)}


def named(row: dict[str, Any]) -> str:
    return f"{row['kind']}: {row['text'][:40]}"


@pytest.mark.parametrize("row", HITS, ids=named)
def test_h21_what_could_find_somebody_is_found(row: dict[str, Any]) -> None:
    assert row["kind"] in kinds(row["text"])


@pytest.mark.parametrize("row", MISSES, ids=named)
def test_h21_near_misses_are_left_alone(row: dict[str, Any]) -> None:
    assert row["kind"] not in kinds(row["text"])


def zero_width(text: str) -> str:
    return "\u200b".join(text)


def soft_hyphens(text: str) -> str:
    return "\u00ad".join(text)


def spaced(text: str) -> str:
    """Every character apart, words further apart."""
    return " ".join(text)


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def bold(text: str) -> str:
    return "".join(
        chr(0x1D41A + ord(letter) - ord("a"))
        if letter in string.ascii_lowercase
        else chr(0x1D7CE + int(letter))
        if letter in string.digits
        else letter
        for letter in text.lower()
    )


def lookalikes(text: str) -> str:
    """Every second letter that has a Cyrillic twin."""
    return "".join(CYRILLIC.get(letter, letter) if place % 2 else letter for place, letter in enumerate(text.lower()))


def accents(text: str) -> str:
    return "".join(letter + "\u0301" if letter.isalnum() else letter for letter in text)


@pytest.mark.parametrize(
    "disguised", [zero_width, soft_hyphens, spaced, full_width, bold, lookalikes, accents, str.upper, str.title]
)
def test_h21_no_disguise_hides_it(disguised: Any) -> None:
    missed = [row["text"] for row in HITS if row["kind"] not in kinds(disguised(row["text"]))]

    assert missed == []


def test_h21_letters_as_digits_hide_no_words() -> None:
    in_words = [row for row in HITS if not re.search(r"\d", row["text"]) and row["kind"] not in {"link"}]

    missed = [row["text"] for row in in_words if not kinds(row["text"].translate(LEET))]

    assert missed == []


def test_h21_every_character_that_looks_like_a_letter_or_a_digit_counts_as_one() -> None:
    """One confusable a text, over all of Unicode that folds to a plain letter or digit."""
    body = "my snap is sunny_42"
    missed, tried = [], 0
    for place in range(128, sys.maxunicode):
        character = chr(place)
        if unicodedata.category(character) in {"Cs", "Co", "Cn"}:
            continue
        plain = LOOKALIKES.get(character, fold(character))
        if plain in {"s", "n", "a", "p"}:
            tried += 1
            if "handle" not in kinds(body.replace(plain, character, 1)):
                missed.append(f"{place:x}")
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            tried += 1
            number = "07700900123456789"[:11] if digit in (0, 1, 2, 3, 7, 9) else f"0770090012{digit}"
            if "phone" not in kinds(number.replace(str(digit), character)):
                missed.append(f"{place:x}")

    assert tried > 500
    assert missed == []


def test_the_mark_stands_under_what_was_written() -> None:
    body = "hi 😀 my sn\u200bap is sunny_42, bye"

    [finding] = check(body, Context())

    assert body[finding.start : finding.end] == "my sn\u200bap is sunny_42,"


def test_h21_a_number_in_two_posts_is_one_number() -> None:
    before = Context((Turn("young_person", "my digits start 077009"),))

    assert "phone" in kinds("00123", before)
    assert "phone" not in kinds("00123", Context((Turn("peer", "my digits start 077009"),)))


def test_contact_details_are_conduct_and_no_alarm() -> None:
    reading = read("add me on snap", Context(), FORUM_CHECKS)

    assert (reading.urgency, reading.categories) == (Urgency.ROUTINE, ())
    assert lanes.lane_of(reading) == "conduct"
    assert not lanes.may_be_graphic(reading)


@pytest.mark.parametrize(
    "text",
    [
        "how old are you? add me on snap",
        "dm me on insta and dont tell your mum",
        "i can get you robux, whats your discord",
        "lets talk on whatsapp where they cant see",
        "you sound so mature, can i have your number",
        "add me on kik and send me a pic",
        "meet me at the park after school, our secret",
    ],
)
def test_h21_swapping_with_secrets_gifts_age_or_pictures_is_an_alarm(text: str) -> None:
    reading = read(text, Context(), FORUM_CHECKS)

    assert reading.urgency == Urgency.SOON
    assert reading.categories == ("sexual_exploitation",)
    assert lanes.lane_of(reading) == "care"


def repeats(node: Any) -> list[int]:
    found: list[int] = []
    for operator, value in node:
        if operator in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            found += [int(value[1]), *repeats(value[2])]
        elif operator is parser.SUBPATTERN:
            found += repeats(value[3])
        elif operator is parser.BRANCH:
            found += [limit for branch in value[1] for limit in repeats(branch)]
        elif operator in (parser.ASSERT, parser.ASSERT_NOT):
            found += repeats(value[1])
    return found


@pytest.mark.parametrize("source", [*contact_signs.SOURCES, *(compile_pattern(source).pattern for source in SOURCES)])
def test_every_repeat_has_a_limit(source: str) -> None:
    assert max(repeats(parser.parse(source)), default=0) <= 80


NASTY = ["a" * 4000, "a." * 2000, "0 " * 2000, "07" * 2000, "@" * 4000, "my snap is " * 360, "a@" * 2000, "www." * 1000,
         "double " * 570, "meet me at " * 360, "a b " * 1000, "snap: " * 660, "go to st " * 440,
         "1.2/3:4-" * 500]  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:12])
def test_twice_the_text_is_about_twice_the_work(text: str) -> None:
    def work(body: str) -> float:
        began = time.thread_time()  # of our own, whatever else the machine does
        check(body, Context())
        return time.thread_time() - began

    check("warm", Context())
    half = text[: len(text) // 2]

    assert work(text) < 0.02 or any(work(text) < 4 * work(half) + 0.02 for _ in range(3))
