"""What the checks missed, from the console to the page that says how often: each page as its reader sees it."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from config.tuning import READ_EVERY_SECONDS
from tests.house import House
from tests.pages.story import DESK, start_chat, take_next
from tests.pages.test_month_page import look_at

# Whoever reads along knows what the hall means here; no check can.
QUIET = "we painted the hall on sunday and had pizza after"

KEEP = """
from config.tuning import change_setting
change_setting('feedback.keep_words', {on}, why='a story', set_by=None)
"""
# Two weeks back: of the week that ended last the jobs draw by themselves.
DRAW = """
from moderation.blind.draw import draw
from moderation.blind.weeks import last_ended
draw(last_ended().before)
"""


@pytest.fixture
def words_are_kept(house: House) -> Iterator[None]:
    house.manage("shell", "--verbosity", "0", "-c", KEEP.format(on=True))
    time.sleep(READ_EVERY_SECONDS + 1)  # each process of the house reads its settings so often
    yield
    house.manage("shell", "--verbosity", "0", "-c", KEEP.format(on=False))


@pytest.mark.usefixtures("empty_queue", "words_are_kept")
def test_what_the_checks_missed_is_said_reviewed_and_counted(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    found: list[str] = []
    sam = signed_in("sam")
    start_chat(new_page(**DESK), house, QUIET)
    [(chat,)] = house.sql("SELECT max(id) FROM chat_conversation")
    house.wait_until(
        lambda: house.sql("SELECT 1 FROM chat_message WHERE conversation_id = %s AND reading = 'read'", chat) != [],
        "it was read",
    )
    take_next(sam)

    sam.goto(f"{house.base_url}/feedback/chats/{chat}/")
    expect(sam.get_by_text("That does not mean that it is safe.")).to_be_visible()
    sam.get_by_role("button", name="They missed this").press("Enter")
    expect(sam.get_by_role("alert")).to_contain_text("Nothing is written down yet.")
    look_at(sam, "feedback of a chat, refused", found)
    sam.get_by_label(QUIET).check()
    sam.get_by_label("What is it about?").select_option("self_harm")
    sam.get_by_role("radio", name="Soon", exact=True).check()
    sam.get_by_role("button", name="They missed this").press("Enter")
    expect(sam.get_by_text("You said: missed,")).to_be_visible()
    look_at(sam, "feedback of a chat", found)

    hollis = signed_in("hollis")
    hollis.goto(f"{house.base_url}/feedback/")
    look_at(hollis, "feedback that waits", found)
    hollis.locator("section.card a").first.press("Enter")
    hollis.get_by_label("sunday").check()
    look_at(hollis, "feedback to review", found)
    hollis.get_by_role("button", name="Accept").press("Enter")
    accepted = (
        "SELECT 1 FROM moderation_feedback f JOIN chat_message m ON m.id = f.message_id"
        " WHERE f.state = 'accepted' AND m.conversation_id = %s"
    )
    house.wait_until(lambda: house.sql(accepted, chat) != [], "somebody else agreed")

    house.sql("UPDATE chat_message SET stored_at = stored_at - interval '14 days' WHERE conversation_id = %s", chat)
    house.sql(
        "UPDATE chat_conversation SET state = 'closed', ended_at = now(), owner_id = NULL, waiting_since = NULL,"
        " reply_due_at = NULL WHERE id = %s",
        chat,
    )
    house.manage("shell", "--verbosity", "0", "-c", DRAW, role="jobs")
    ben = signed_in("ben")
    ben.goto(f"{house.base_url}/review/blind/")
    look_at(ben, "messages read again", found)
    ben.get_by_role("button", name="Take next").press("Enter")
    expect(ben.get_by_text(QUIET)).to_be_visible()
    ben.get_by_role("button", name="Record").press("Enter")
    expect(ben.get_by_role("alert")).to_contain_text("Nothing is written down yet.")
    look_at(ben, "a message read again", found)
    ben.get_by_role("radio", name="Soon:").first.check()
    ben.get_by_role("group", name="what is it about most of all?").get_by_role("radio", name="self-harm").check()
    ben.get_by_role("button", name="Record").press("Enter")
    expect(ben.get_by_role("heading", name="Messages read again")).to_be_visible()

    hollis.goto(f"{house.base_url}/misses/")
    expect(hollis.get_by_role("row", name="hidden")).to_be_visible()
    look_at(hollis, "what the checks miss", found)
    assert found == [], "\n" + "\n".join(found)
