"""What says who or where somebody is goes; what happened to them stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.feedback.masking import masked
from moderation.feedback.reviewing import tightened

GONE = {
    "im leo and hes hitting me": "im [name] and hes hitting me",
    "I'm Kezia, help": "I'm [name], help",
    "my name is priyanka and i want to die": "my name is [name] and i want to die",
    "my name is Priyanka Shah and i want to die": "my name is [name] and i want to die",
    "my full name is zed marsh": "my full name is [name]",
    "mr smith touched me": "mr [name] touched me",
    "miss Jones saw": "miss [name] saw",
    "i hate Grace": "i hate [name]",
    "leo's dad hits him": "[name]'s dad hits him",
    "ring me on 07700 900123": "ring me on [number]",
    "0 7 7 0 0 9 0 0 1 2 3": "[number]",
    "write to otter@example.com": "write to [email]",
    "look at www.otter.com/me": "look at [link]",
    "my snap is leo_42x": "[handle]",
    "my postcode is m1 1ae": "my postcode is [address]",
    "come to 12 Park Road please": "come to [address] please",
    "my address is the flat over greggs": "my address is [address]",
    "St Marys Academy is hell": "[school] is hell",
    "born on 12/03/2011": "born on [date]",
    "i turn 14 on the 4th of june": "i turn 14 on the [date]",
    "born in 2011": "born in [date]",
}
STAYS = (
    "im scared and im not ok",
    "IM SCARED HE HIT ME",
    "they call me fat",
    "he called me a slag",
    "i miss him",
    "dr said im fine",
    "doing charlie with molly and mandy",
    "pro ana and mia stuff",
    "Will you help me",
    "i will kill myself, i hope it works",
    "i may go 5 times",
    "i took 30 paracetamol an hour ago",
    "took 20 pills at 10.30",
    "24/7 for 10 years",
    "its a 20 min walk",
    "10 years in close contact",
    "i hate school, High School is bad",
    "im 14 and my dad does things at night",
    "call childline",
    "meet me at the park at 6",
    "he said hell kill me on friday",
)


@pytest.mark.parametrize("said", GONE)
def test_what_leads_to_somebody_is_masked(said: str) -> None:
    assert masked(said) == GONE[said]


@pytest.mark.parametrize("said", STAYS)
def test_what_happened_to_them_stays(said: str) -> None:
    assert masked(said) == said


@given(st.text(max_size=60), st.from_regex(r"07\d{9}", fullmatch=True), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_phone_number_survives_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert number not in masked(f"{before} {number} {after}")


@given(st.text(alphabet=st.sampled_from("ab \n["), max_size=40), st.sets(st.integers(0, 20)))
def test_masking_by_hand_takes_words_out_and_adds_none(words: str, out: set[int]) -> None:
    left = tightened(words, out).split()

    assert len(left) == len(words.split())
    for number, (was, now) in enumerate(zip(words.split(), left, strict=True)):
        assert now == ("[removed]" if number in out else was)
