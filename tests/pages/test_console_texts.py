"""Writing to a phone from the console: how many texts it becomes before sending, and what became of them after."""

import json
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat.sms import segments
from tests.house import House
from tests.lint import HOUSE
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE, answer, start_chat, take_next

SEGMENTS_JS = HOUSE / "chat/console/static/console/segments.js"
# Whose phone each conversation came from.
NUMBERS: dict[int, str] = {}
TEXT_COMES_IN = """
from chat.sms.receive import receive
receive({fields!r}, came_by="webhook")
"""


def text_comes_in(house: House, body: str, number: str = "") -> int:
    """Somebody texts, from a phone nobody has seen before where none is given. Gives their conversation."""
    number = number or f"+4477009{uuid4().int % 90_000 + 10_000}"
    fields = {"MessageSid": f"SM{uuid4().hex}", "From": number, "To": "+447700900000", "Body": body, "NumMedia": "0"}
    house.manage("shell", words=TEXT_COMES_IN.format(fields=fields))
    conversation = int(house.sql("SELECT max(conversation_id) FROM chat_message")[0][0])
    NUMBERS[conversation] = number
    return conversation


def becomes(house: House, conversation: int, state: str, again: str = "") -> None:
    """The carrier says what became of our newest text, and every screen is told. `again`: when we try once more."""
    house.sql(
        "UPDATE chat_outgoingtext SET state = %s, next_try_at = nullif(%s, '')::timestamptz WHERE message_id = ("
        "SELECT id FROM chat_message WHERE conversation_id = %s AND by <> 'young_person' ORDER BY place DESC LIMIT 1)",
        state,
        again,
        conversation,
    )
    with house.valkey() as client:
        client.publish(f"nightlight:c:{conversation}", json.dumps({"kind": "delivery"}))


@pytest.fixture
def nobody_sends(house: House) -> Iterator[None]:
    """Every text of ours waits for tomorrow: what becomes of it is what the story says."""
    house.sql(
        "CREATE FUNCTION tomorrow() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN NEW.next_try_at := NEW.next_try_at + interval '1 day'; RETURN NEW; END$$"
    )
    house.sql("CREATE TRIGGER tomorrow BEFORE INSERT ON chat_outgoingtext FOR EACH ROW EXECUTE FUNCTION tomorrow()")
    yield
    house.sql("DROP FUNCTION tomorrow CASCADE")


@pytest.fixture
def by_text(house: House, empty_queue: None, nobody_sends: None, signed_in: Callable[..., Page]) -> tuple[Page, int]:
    """Sam at the console with Tom, who texts."""
    conversation = text_comes_in(house, "not sure if this is the right number. can i talk to someone")
    sam = signed_in("sam")
    take_next(sam)
    expect(sam.locator(".said--young_person")).to_have_count(1)
    return sam, conversation


# Before sending


def test_a_conversation_by_text_says_so_wherever_it_is_named(by_text: tuple[Page, int]) -> None:
    sam, _ = by_text

    expect(sam.locator(".mine__row [data-part=foot]")).to_contain_text("Text message")
    expect(sam.locator("[data-part=name-line]")).to_contain_text("Text message")
    expect(sam.locator("[data-part=to-line]")).to_have_text("· text message")
    expect(sam.locator("[data-part=fact-channel]")).to_have_text("Text message")


def test_the_composer_counts_the_texts_before_they_are_sent(by_text: tuple[Page, int]) -> None:
    sam, _ = by_text
    reply, told = sam.locator("#reply"), sam.locator("[data-part=texts-count]")

    reply.fill("Hello Tom. Yes, you can.")
    expect(told).to_have_text("1 text")
    reply.fill("a" * 160)
    expect(told).to_have_text("1 text")
    reply.fill("a" * 272)
    expect(told).to_have_text("2 texts · 34 left")
    reply.fill("")
    expect(told).to_be_hidden()


def test_a_letter_that_makes_texts_short_is_named_and_can_be_made_plain_and_brought_back(
    by_text: tuple[Page, int],
) -> None:
    sam, _ = by_text
    reply, letters = sam.locator("#reply"), sam.locator("[data-part=texts-letters]")
    plain = sam.get_by_role("button", name="Use plain letters")

    reply.fill("That’s okay")
    expect(letters).to_have_text("With ’ a text holds 70 letters, not 160.")
    reply.fill("“That’s okay”, Siân… dŵr")
    expect(letters).to_have_text("With “ ’ ” â … a text holds 70 letters, not 160.")
    plain.click()
    expect(reply).to_have_value('"That\'s okay", Sian... dwr')
    expect(plain).to_be_hidden()
    expect(reply).to_be_focused()
    sam.keyboard.press("Control+z")
    expect(reply).to_have_value("“That’s okay”, Siân… dŵr")

    reply.fill("okay \N{PURPLE HEART}")
    expect(letters).to_contain_text("70 letters, not 160")
    expect(plain).to_be_hidden()  # a heart has no plain letter


def test_more_than_three_texts_cannot_be_sent_and_the_page_says_why(by_text: tuple[Page, int]) -> None:
    sam, _ = by_text
    reply = sam.locator("#reply")
    before = sam.locator(".said").count()

    reply.fill("a" * 460)
    expect(sam.locator("[data-part=texts-over]")).to_have_text(
        "That is 4 texts, and 3 is the most. Make it shorter, or send it in parts."
    )
    sam.keyboard.press("Control+Enter")
    expect(sam.locator("[data-part=refused]")).to_contain_text("That is 4 texts")
    expect(sam.locator("[data-part=texts-over]")).to_be_hidden()  # it is said once
    expect(reply).to_have_value("a" * 460)
    expect(sam.locator(".said")).to_have_count(before)

    reply.fill("a" * 459)
    expect(sam.locator("[data-part=texts-over]")).to_be_hidden()


def test_a_conversation_on_the_web_counts_no_texts(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None
) -> None:
    sam = signed_in("sam")
    start_chat(new_page(**PHONE), house, "hello")
    take_next(sam)

    sam.locator("#reply").fill("It’s fine. " * 100)

    expect(sam.locator("[data-part=texts]")).to_be_hidden()
    answer(sam, "It’s fine. " * 100)
    expect(sam.locator(".delivery")).to_have_count(0)


# After sending


def test_each_text_of_ours_says_what_became_of_it(house: House, by_text: tuple[Page, int]) -> None:
    sam, conversation = by_text
    answer(sam, "Hello. I am Sam. Yes, you can.")
    ours = sam.locator(".said--you", has_text="I am Sam").locator("[data-part=delivery]")

    expect(ours).to_have_text("○ Waiting to be sent")
    for state, words in {
        "sent": "◐ Sent, no word yet that it arrived",
        "delivered": "✓ Arrived",
    }.items():
        becomes(house, conversation, state)
        expect(ours).to_have_text(words)
    expect(sam.locator("[data-part=text-trouble]")).to_be_hidden()

    sam.reload()
    expect(ours).to_have_text("✓ Arrived")


def test_a_text_that_did_not_arrive_is_seen_heard_and_summed_up(house: House, by_text: tuple[Page, int]) -> None:
    sam, conversation = by_text
    answer(sam, "Are you safe where you are?")
    ours = sam.locator(".said--you", has_text="Are you safe").locator("[data-part=delivery]")
    expect(ours).to_have_text("○ Waiting to be sent")

    becomes(house, conversation, "undelivered")

    expect(ours).to_have_text("✕ Did not arrive")
    expect(sam.locator("[data-part=text-trouble]")).to_contain_text("The last text did not arrive.")
    expect(sam.locator("[data-part=announcer]")).to_contain_text("Did not arrive")
    for viewport, scheme in ((DESK["viewport"], "light"), (PHONE["viewport"], "dark")):
        sam.set_viewport_size(viewport)
        sam.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(sam) == []
    sam.set_viewport_size(DESK["viewport"])

    # The next one goes well: what went wrong stays under its own words only.
    answer(sam, "I am still here.")
    becomes(house, conversation, "delivered")
    expect(sam.locator("[data-part=text-trouble]")).to_be_hidden()
    expect(ours).to_have_text("✕ Did not arrive")


def test_a_text_that_goes_out_again_by_itself_says_when(house: House, by_text: tuple[Page, int]) -> None:
    """Nobody has to write it again; and each try that fails is told."""
    sam, conversation = by_text
    answer(sam, "Are you safe where you are?")
    ours = sam.locator(".said--you", has_text="Are you safe").locator("[data-part=delivery]")
    trouble = sam.locator("[data-part=text-trouble]")

    for clock in ("14:32", "14:44"):
        becomes(house, conversation, "undelivered", f"2030-01-02 {clock}+00")
        expect(ours).to_have_text(f"✕ Did not arrive yet. We try again at {clock}")
        expect(trouble).to_have_text(
            f"The last text did not arrive yet. We try again at {clock}: you do not need to write it again."
        )
        expect(sam.locator("[data-part=announcer]")).to_contain_text(f"We try again at {clock}")

    answer(sam, "I am still here.")
    becomes(house, conversation, "undelivered")
    expect(trouble).to_have_text(
        "2 texts in a row went wrong. The last text did not arrive. That is not your doing. You may call on the lead."
    )


def test_the_buttons_of_a_conversation_stay_in_one_line(house: House, by_text: tuple[Page, int]) -> None:
    sam, conversation = by_text
    house.sql("UPDATE chat_conversation SET urgency = 'very_soon', handle = 'lapwing-98' WHERE id = %s", conversation)
    sam.reload()
    expect(sam.locator("[data-part=name-urgency]")).to_contain_text("Very soon")

    for width in (1440, 1280, 1201, 1024):
        sam.set_viewport_size({"width": width, "height": 800})
        name, *acts = [
            box.bounding_box()
            for box in (
                sam.locator(".conversation__name"),
                sam.get_by_role("button", name="Hand over"),
                sam.get_by_role("button", name="Help", exact=False).first,
                sam.get_by_role("button", name="End chat"),
                sam.get_by_role("button", name="Escalate", exact=True),
            )
        ]
        assert name
        assert all(box and box["y"] < name["y"] + name["height"] and box["height"] < 50 for box in acts), width


def test_a_phone_that_gets_no_texts_is_named_above_the_composer(house: House, by_text: tuple[Page, int]) -> None:
    sam, conversation = by_text
    number = NUMBERS[conversation]

    text_comes_in(house, "STOP", number)
    expect(sam.locator("[data-part=text-trouble]")).to_contain_text("This phone gets no texts from us any more")

    text_comes_in(house, "START", number)
    expect(sam.locator("[data-part=text-trouble]")).to_be_hidden()


# Both sides count alike

LETTERS = "aé£\N{GREEK CAPITAL LETTER DELTA}\n€[^’“…–ŵâ\N{PURPLE HEART}\u200b\u00a0ç"
VECTORS = [
    "",
    *(letter * length for letter in LETTERS for length in (1, 33, 34, 35, 67, 70, 71, 80, 81, 134, 135, 153, 154, 201)),
    *("a" * length for length in (159, 160, 161, 305, 306, 307, 459, 460)),
    *("a" * before + "€" * 200 for before in range(3)),
    *("ŵ" * before + "\N{PURPLE HEART}" * 90 for before in range(3)),
    "a" * 152 + "€" + "a" * 152 + "{",
    "“That’s okay”, Siân… no‑one said: «dŵr» • ´`",
    "e\u0301 w\u0302 \N{FAMILY} 1\ufe0f\u20e3",
]


def test_the_page_counts_texts_as_the_service_does(new_page: Callable[..., Page]) -> None:
    page = new_page()
    counted = page.evaluate(
        """async ([source, texts]) => {
            const { count, plain } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
            return texts.map((text) => [count(text), plain(text)]);
        }""",
        [SEGMENTS_JS.read_text(encoding="utf-8"), VECTORS],
    )

    for text, (count, plain) in zip(VECTORS, counted, strict=True):
        ours = segments.count(text)
        assert count == {"encoding": ours.encoding, "units": ours.units, "parts": ours.parts, "left": ours.left}, text
        assert plain == segments.plain(text)
