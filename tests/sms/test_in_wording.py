"""What we say by ourselves is true, short, plain and kind (W1 to W12), and gives nobody away."""

import re

import pytest

from chat.conversations import end_conversation, start_ending
from chat.queue import take_next
from chat.sms import segments
from chat.sms.keywords import MEANINGS
from chat.sms.wording import CATALOGUE, words
from tests.chat.people import talks_to
from tests.people import make_sam
from tests.sms.webhooks import Texter, everything_said

TOLD = {"to_whom": "a nurse", "what": "you feel unsafe", "why": "to help you", "outcome": "she rings you"}
SAID = {key: words(key, minutes=99, name="Alexandra", old="Christopher", **TOLD) for key in CATALOGUE}
EVERY_TEXT = pytest.mark.parametrize("text", SAID.values(), ids=SAID)
FORBIDDEN = re.compile(
    r"violat|inappropriate|flagged|risk|\bcase\b|commit|suicide|attention.seeking|victim|service.user|compliant",
    re.IGNORECASE,
)
# Words that stand in capitals because somebody is to text them, and two that are always written so.
CAPITALS = {"LEAVE", "NOW", "START", "SHOUT", "OK", "A", "B", "C", "I"}


@EVERY_TEXT
def test_w13_one_part_in_plain_letters(text):
    counted = segments.count(text)

    assert (counted.encoding, counted.parts) == ("gsm7", 1)
    assert segments.plain(text) == text


@EVERY_TEXT
def test_w4_w8_w12_no_word_link_or_mark_that_we_do_not_use(text):
    assert not FORBIDDEN.search(text)
    assert not re.search(r"https?:|www\.|[!{}<>@]|%\(|\s\s|-\s", text)
    assert set(re.findall(r"\b[A-Z]+\b", text)) <= CAPITALS


@EVERY_TEXT
def test_w1_a_nine_year_old_can_read_it(text):
    sentences = [sentence.split() for sentence in re.split(r"[.?:](?:\s|$)", text) if sentence.strip()]

    assert all(len(sentence) <= 20 for sentence in sentences), text
    assert grade(sentences) <= 5.5, f"{grade(sentences):.1f}"


@EVERY_TEXT
def test_w9_no_answer_is_asked_for_that_means_something_else_to_the_network(text):
    asked = re.findall(r"\b(?:text|Text|Reply) ([A-Z]+)\b", text)

    meant = {"LEAVE", "NOW", "START", "SHOUT", "A"}
    assert set(asked) <= meant
    assert not {word.lower() for word in asked} & {"stop", "end", "quit", "cancel", "help", "info", "yes", "no"}


@pytest.mark.parametrize("key", ["sms.welcome", "sms.welcome_plain", "sms.closed", "sms.fail", "sms.help", "sms.now"])
def test_w11_help_for_now_is_in_first_closed_and_error_texts(key):
    assert "999" in SAID[key]


def test_w5_a_promise_of_privacy_carries_its_limit():
    private = [text for text in SAID.values() if "private" in text]

    assert private
    assert all("unless" in text for text in private)


def test_w7_h04_nothing_that_was_written_to_us_comes_back_to_the_phone(database):
    """Whoever holds the phone reads our answers; what the young person wrote they may have deleted."""
    sam, tom = make_sam(), Texter()
    written = ["zebra my dad hits me", "HELP", "quagga", "NOW", "END", "[picture] okapi", "LEAVE", "START", "okapi"]
    for body in written[:5]:
        tom.texts(body, NumMedia="1" if body == "quagga" else "0")
    conversation = take_next(sam)
    tom.texts(written[5])
    tom.texts("LEAVE")
    tom.texts("START")
    assert conversation.pk == tom.conversation.pk

    heard = " ".join(tom.heard()).lower()

    assert len(tom.heard()) == 6
    for word in ("zebra", "dad", "hits", "quagga", "okapi", "sam"):
        assert word not in heard


def test_h04_nothing_tells_what_was_talked_about_or_with_whom_the_phone_is(database):
    for text in SAID.values():
        assert not re.search(
            r"\b(abuse|self.harm|suicid|kill|sex|drug|counsell?or|therap|safeguarding|parent)", text, re.I
        )


def test_somebody_who_texts_is_told_that_the_chat_has_ended(database):
    sam, tom = make_sam(), Texter()
    tom.texts("hello")
    taken = take_next(sam)

    start_ending(taken, by=sam)
    talks_to(sam, taken).says("Take care, Tom.")
    end_conversation(taken, ended_by=sam, reason="done", summary="")
    tom.texts("one more thing")

    said = [words("sms.welcome_plain"), words("sms.end_soon"), "Take care, Tom.", words("sms.ended")]
    assert tom.heard() == [*said, words("sms.welcome_plain")]
    assert everything_said() == ["hello", "one more thing"]
    assert [place for (place,) in tom.conversation.messages.order_by("place").values_list("place")] == list(range(1, 8))


def test_every_word_that_we_teach_is_one_that_we_know():
    taught = {word for text in SAID.values() for word in re.findall(r"[Tt]ext ([A-Z]{2,})", text)} - {"SHOUT"}

    assert {word.lower() for word in taught} <= set(MEANINGS)


def grade(sentences: list[list[str]]) -> float:
    """The school year for which a text is easy (Flesch and Kincaid), with syllables counted by their vowels."""
    all_words = [re.sub(r"[^a-z]", "", word.lower()) for sentence in sentences for word in sentence]
    all_words = [word for word in all_words if word]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiou])e$", "", word)))) for word in all_words)
    return 0.39 * len(all_words) / len(sentences) + 11.8 * syllables / len(all_words) - 15.59
