"""Disguised words are found, and the mark stands under the words as they were written."""

from __future__ import annotations

import pytest

from chat.urgency import Urgency
from moderation.checks import Context
from moderation.checks.normalise import normalise
from moderation.checks.rules import KNOWN
from moderation.reading import read

WANTS = "want to kill myself"


def marked(body: str, check: str) -> str:
    finding = next(finding for finding in read(body, Context()).findings if finding.check == f"rules/{check}")
    return body[finding.start : finding.end]


@pytest.mark.parametrize(
    "written",
    [
        "want to k1ll mys3lf",
        "w4nt to kill myself",
        "want to k i l l  m y s e l f",
        "want to k.i.l.l myself",
        "want to k-i-l-l myself",
        "want to kiiiiill myself",
        "want to ki\u200bll my\u00adself",
        "want to \u202ekill\u202c myself",
        "want to kіll myѕelf",
        "want to 𝓴𝓲𝓵𝓵 𝐦𝐲𝐬𝐞𝐥𝐟",
        "want to ｋｉｌｌ ｍｙｓｅｌｆ",
        "want to 🅚🅘🅛🅛 myself",
        "want to k!ll myself",
        "want to k*ll myself",
        "want to kíll mýself",
        "WANT TO KILL MYSELF",
        "wanna kms",
        "wanna unalive myself",
        "want 2 kill my self",
    ],
)
def test_a_disguise_is_seen_through_and_marked_where_it_stands(written: str) -> None:
    body = f"hi 😀 i {written} , ok?"

    assert marked(body, "self_harm.suicidal_thoughts") == written


def test_the_mark_counts_code_points_of_the_original() -> None:
    body = "😀😀 she s\u0336aid. I TOOK all of my  mum’s tablets, sorry"

    assert marked(body, "self_harm.medicine_taken") == "TOOK all of my  mum’s tablets"


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("I’m ok, don't worry!!", "i am okay , do not worry ."),
        ("u r gr8 m8, cu 2nite?", "you are great mate , cu tonight ?"),
        ("took 2 tablets", "took 2 tablets"),
        ("i want 2 go", "i want to go"),
        ("shed and sushi", "shed and sushi"),
        ("ive been sh again", "i have been self harm again"),
        ("year10 is b4 lunch", "year10 is before lunch"),
        ("Он сказал", "он сказал"),
        ("hello...there", "hello . there"),
    ],
)
def test_words_become_plain_words(body: str, plain: str) -> None:
    assert normalise(body, KNOWN).text == plain


def test_a_long_body_is_read_to_its_end() -> None:
    body = "we went to the park and it was fine. " * 300 + "i took all of my mums tablets"

    reading = read(body, Context())

    assert reading.urgency is Urgency.NOW
    assert body[reading.findings[0].start : reading.findings[0].end].endswith("tablets")
