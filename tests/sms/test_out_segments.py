"""How many parts a text takes: known lengths, and what holds for every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.sms.segments import ALONE, BASIC, EXTENDED, GSM7, TOGETHER, UCS2, Segments, count, plain

GRIN = "😀"
KNOWN = [
    ("", GSM7, 0, 0, 160),
    ("a", GSM7, 1, 1, 159),
    ("a" * 160, GSM7, 160, 1, 0),
    ("a" * 161, GSM7, 161, 2, 145),
    ("a" * 306, GSM7, 306, 2, 0),
    ("a" * 307, GSM7, 307, 3, 152),
    ("a" * 459, GSM7, 459, 3, 0),
    ("a" * 460, GSM7, 460, 4, 152),
    ("€" * 80, GSM7, 160, 1, 0),
    ("€" * 81, GSM7, 162, 2, 143),
    # 153 is odd: no half of a pair goes into the last place.
    ("€" * 152, GSM7, 304, 2, 1),
    ("€" * 153, GSM7, 306, 3, 151),
    ("a" * 152 + "€" + "a" * 10, GSM7, 164, 2, 141),
    ("a" * 151 + "€" + "a" * 10, GSM7, 163, 2, 143),
    ("£1 for £2 @ [home] {ok} ~ ^ \\ |", GSM7, 39, 1, 121),
    ("àèéìòù ÄÖÑÜ ß Ç Δ", GSM7, 17, 1, 143),
    ("ŵ", UCS2, 1, 1, 69),
    ("’" * 70, UCS2, 70, 1, 0),
    ("’" * 71, UCS2, 71, 2, 63),
    ("’" * 134, UCS2, 134, 2, 0),
    ("’" * 135, UCS2, 135, 3, 66),
    (GRIN * 35, UCS2, 70, 1, 0),
    (GRIN * 36, UCS2, 72, 2, 61),
    # 67 is odd too.
    (GRIN * 66, UCS2, 132, 2, 1),
    (GRIN * 67, UCS2, 134, 3, 65),
    ("ŵ" * 66 + GRIN + "ŵ" * 10, UCS2, 78, 2, 55),
    ("a" * 100 + "ç", UCS2, 101, 2, 33),
]


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts", "left"), KNOWN, ids=[f"{one[1]} {one[2]} {n}" for n, one in enumerate(KNOWN)]
)
def test_a_known_length(text: str, encoding: str, units: int, parts: int, left: int) -> None:
    assert count(text) == Segments(encoding, units, parts, left)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("I’m here – really… “now”", 'I\'m here - really... "now"'),
        ("Sŵn y môr, tŷ, dŵr, lân", "Swn y mor, ty, dwr, lan"),
        ("Ŵ Ŷ Â Ê Î Ô Û", "W Y A E I O U"),
        ("cafe\u0301 ça", "café ca"),
        ("a\u00a0b\u200b", "a b"),
        (f"well done {GRIN}", f"well done {GRIN}"),
        ("价", "价"),
        ("[€]", "[€]"),
    ],
)
def test_the_same_words_in_plain_letters(written: str, said: str) -> None:
    assert plain(written) == said


GSM_TEXT = st.text(alphabet=sorted(BASIC | EXTENDED), max_size=700)
ANY_TEXT = st.text(max_size=400) | GSM_TEXT


@given(ANY_TEXT)
def test_a_text_is_laid_out_as_somebody_would_by_hand(text: str) -> None:
    found = count(text)

    is_plain = set(text) <= BASIC | EXTENDED
    sizes = [(2 if letter in EXTENDED else 1) if is_plain else len(letter.encode("utf-16-le")) // 2 for letter in text]
    assert found.encoding == (GSM7 if is_plain else UCS2)
    assert found.units == sum(sizes)
    parts, used = [[]], 0
    room = ALONE[found.encoding] if sum(sizes) <= ALONE[found.encoding] else TOGETHER[found.encoding]
    for size in sizes:
        if used + size > room:
            parts, used = [*parts, []], 0
        parts[-1].append(size)
        used += size
    assert found.parts == (len(parts) if text else 0)
    assert found.left == room - used


@given(ANY_TEXT, st.characters())
def test_another_letter_never_makes_it_shorter(text: str, letter: str) -> None:
    assert count(text + letter).parts >= count(text).parts


@given(ANY_TEXT)
def test_plain_never_takes_more_room_for_long_and_is_plain_already_the_second_time(text: str) -> None:
    once = plain(text)

    assert plain(once) == once
    # Three dots for an ellipsis are the only thing that grows.
    assert count(once).parts <= count(text.replace("…", "...")).parts


@given(GSM_TEXT)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(text) == text
