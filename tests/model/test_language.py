"""A language the model has not learned is said to be unread; a short word or slang is not."""

from __future__ import annotations

import pytest

from chat.urgency import Urgency
from moderation.checks import Context
from moderation.checks.learned import check
from moderation.combined import load
from moderation.model.features import words_of
from moderation.model.lines import corpus_lines
from moderation.reading import read

OTHERS = [
    "dwi ddim yn teimlo'n dda o gwbl heddiw",
    "mae rhywbeth wedi digwydd yn yr ysgol ac mae ofn arna i",
    "nie chce juz tak dalej i nikt mnie nie slucha",
    "boje sie wracac dzisiaj do domu",
    "nu mai vreau sa merg acasa pentru ca mi-e frica",
    "je ne veux plus rentrer chez moi ce soir",
    "ya no quiero volver a mi casa nunca mas",
    "waan ka baqayaa inaan guriga ku noqdo",
    "لا أريد أن أعود إلى البيت",
    "میں گھر واپس نہیں جانا چاہتی",
    "я не хочу больше идти домой",
    "আমি আর বাড়ি যেতে চাই না",
]
ENGLISH = [
    "lol", "wagwan", "k", "😂😂😂", "shwmae", "yh", "ahahahahaha", "1234", "Siân and Llŷr", "omg", "gg wp",
    "i dont know what to say to my mum about it", "bruv that maths paper was bare long still",
    "wuu2 l8r m8", "my name is Oluwaseun and my friend is Agnieszka", "asdfgh",
]  # fmt: skip


@pytest.mark.parametrize("body", OTHERS)
def test_another_language_is_not_checked_and_a_person_has_to_look(body: str) -> None:
    reading = read(body, Context())

    assert reading.is_not_checked
    assert not reading.failed
    assert reading.urgency.rank >= Urgency.NOT_CHECKED.rank


@pytest.mark.parametrize("body", ENGLISH)
def test_short_words_slang_and_names_are_not_another_language(body: str) -> None:
    assert not read(body, Context()).is_not_checked


def test_rules_for_other_languages_are_heard_all_the_same() -> None:
    reading = read("mae dad yn fy mrifo i bob nos", Context())

    assert any(finding.check == "rules/abuse.cy_hurt" for finding in reading.findings)


def test_our_own_english_lines_are_english() -> None:
    model = load()
    lines = [line for line in corpus_lines() if line.language == "en"]
    refused = [line for line in lines if not model.reads_the_language_of(words_of(line.text))]

    assert len(refused) / len(lines) < 0.01


def test_most_welsh_lines_are_seen_to_be_welsh() -> None:
    model = load()
    welsh = [line for line in corpus_lines() if line.language == "cy" and len(line.text.split()) > 4]

    assert sum(model.reads_the_language_of(words_of(line.text)) for line in welsh) / len(welsh) < 0.2


def test_the_model_says_so_itself() -> None:
    assert [one.check for one in check(OTHERS[2], Context()) if one.category is None] == ["model.language"]
