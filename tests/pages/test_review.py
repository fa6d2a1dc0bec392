"""A moderator at a real page: by keyboard alone, without script, and the way an auditor looks."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import DESK
from tests.pages.test_axe import Auditor
from tests.pages.test_keyboard import press, tab_to

LOW = "been so low since september, i think everyone would be better off without me. does it get better"
SCHOOL = "i go to hill top academy in leeds and nobody talks to me"
GRAPHIC = "i cut myself again last night with a blade, it was deep. it felt like nothing else works"

WRITE = """
from uuid import uuid4
from chat.access import new_young_person
from chat.forums import members, posts
member = members.join(new_young_person()[0])
print(posts.write_post(member, thread=None, title={title!r}, body={body!r}, client_id=uuid4()).pk)
"""


@pytest.fixture
def nothing_waits(house: House) -> None:
    house.sql(
        "UPDATE moderation_review SET state = 'superseded', done_at = waiting_since"
        " WHERE state NOT IN ('done', 'superseded')"
    )


@pytest.fixture
def auditor() -> Auditor:
    return Auditor()


def somebody_writes(house: House, title: str, body: str) -> int:
    """Into the forum; the real worker reads it."""
    number = int(house.manage("shell", "--verbosity", "0", "-c", WRITE.format(title=title, body=body)))
    waiting = "SELECT 1 FROM moderation_review r JOIN chat_postversion v ON v.id = r.version_id WHERE v.post_id = %s"
    house.wait_until(lambda: bool(house.sql(waiting, number)), "the post waits for a moderator")
    return number


def state_of(house: House, post: int) -> Any:
    return house.sql("SELECT state FROM chat_post WHERE id = %s", post)[0][0]


@pytest.mark.usefixtures("nothing_waits")
def test_by_keyboard_alone(house: House, signed_in: Callable[..., Page]) -> None:
    post = somebody_writes(house, "does it get better", LOW)
    ben = signed_in("ben")
    ben.keyboard.press("Alt+n")
    expect(ben.get_by_role("heading", name="does it get better")).to_be_visible()

    ben.keyboard.press("4")  # a bare digit does nothing
    expect(ben.locator("[name=action]:checked")).to_have_count(0)
    ben.keyboard.press("Alt+s")
    expect(ben.locator(".blurred")).to_have_count(0)
    ben.keyboard.press("Alt+4")
    expect(ben.get_by_label("Return kindly")).to_be_checked()
    ben.keyboard.press("Enter")  # a choice decides nothing
    ben.keyboard.press("Space")
    press(ben, ben.locator("summary:visible"))
    tab_to(ben, ben.locator("textarea:visible"))
    ben.keyboard.press("Control+a")
    ben.keyboard.type("Thank you. 1 2 3. Please take out the place, and send it again.")
    expect(ben.locator("[data-part=tells-words]:visible")).to_have_text(
        "Thank you. 1 2 3. Please take out the place, and send it again."
    )
    expect(ben.get_by_label("Return kindly")).to_be_checked()  # the digits were words
    ben.keyboard.press("Alt+t")
    expect(ben.locator("[data-part=announcer]")).to_have_text("You have it for 10 more minutes.")
    ben.keyboard.press("Control+Enter")

    expect(ben.get_by_text("It went back to")).to_be_visible()
    assert state_of(house, post) == "returned"


@pytest.mark.usefixtures("nothing_waits")
def test_without_script(house: House, signed_in: Callable[..., Page]) -> None:
    post = somebody_writes(house, "new school", SCHOOL)
    signed_in("ben")
    ben = signed_in("ben", java_script_enabled=False)
    for button in ben.get_by_role("button", name="Take next").all():
        button.click()
        if ben.locator(".post").count():
            break
    if ben.get_by_role("button", name="Open the whole post").count():
        ben.get_by_role("button", name="Open the whole post").click()
        expect(ben.locator(".blurred")).to_have_count(0)
    expect(ben.get_by_text("Yours until")).to_be_visible()
    expect(ben.get_by_label("Why? Use their words")).to_be_hidden()

    ben.get_by_label("Take out details").check()
    for word in ("hill", "top", "academy", "in", "leeds"):
        ben.get_by_label(word, exact=True).check()
    ben.get_by_role("button", name="More time").click()
    expect(ben.get_by_label("leeds", exact=True)).to_be_checked()
    ben.get_by_role("button", name="Show what goes up").click()
    expect(ben.locator(".cut__preview")).to_have_text("i go to and nobody talks to me")
    assert state_of(house, post) == "in_review"
    ben.get_by_role("group", name="Take out details").get_by_role("radio", name="Somebody could find").check()
    ben.get_by_role("button", name="Publish what is left").click()

    expect(ben.get_by_text("What was left of it is up")).to_be_visible()
    assert state_of(house, post) == "published"


@pytest.mark.usefixtures("nothing_waits")
def test_the_preview_of_the_script_is_what_goes_up(house: House, signed_in: Callable[..., Page]) -> None:
    post = somebody_writes(house, "new school", SCHOOL)
    ben = signed_in("ben")
    ben.get_by_role("button", name="Take next").last.click()
    if not ben.locator(".post").count():
        ben.get_by_role("button", name="Take next").first.click()
    if ben.locator(".blurred").count():
        ben.keyboard.press("Alt+s")
        expect(ben.locator(".blurred")).to_have_count(0)
    ben.keyboard.press("Alt+3")
    for word in ("to", "academy", "leeds", "me"):
        ben.get_by_label(word, exact=True).first.check(force=True)
    preview = ben.locator(".cut__preview").inner_text()
    ben.get_by_role("group", name="Take out details").get_by_role("radio", name="Somebody could find").check()
    ben.get_by_role("button", name="Publish what is left").click()
    expect(ben.get_by_text("What was left of it is up")).to_be_visible()

    visitor = house.visitor()
    thread = house.sql("SELECT thread_id FROM chat_post WHERE id = %s", post)[0][0]
    assert preview.strip() in visitor.get(f"/forum/threads/{thread}/").text


@pytest.mark.usefixtures("nothing_waits")
@pytest.mark.parametrize("script", [True, False])
def test_nothing_stands_open_before_it_was_chosen(house: House, signed_in: Callable[..., Page], script: bool) -> None:
    somebody_writes(house, "revision", "does anyone else find maths really boring")
    signed_in("ben")
    ben = signed_in("ben", java_script_enabled=script)
    ben.get_by_role("button", name="Take next").last.click()
    expect(ben.get_by_role("heading", name="revision")).to_be_visible()

    expect(ben.get_by_role("button", name="Publish it", exact=True)).to_be_hidden()
    expect(ben.locator(".do:visible")).to_have_count(0)
    ben.get_by_label("Return kindly").check()
    expect(ben.locator(".do:visible")).to_have_count(1)
    expect(ben.locator(".choice :checked:visible")).to_have_count(0)


@pytest.mark.usefixtures("nothing_waits")
def test_hidden_words_are_opened_before_anything_can_go_up(house: House, signed_in: Callable[..., Page]) -> None:
    post = somebody_writes(house, "tonight", GRAPHIC)
    signed_in("ben")
    ben = signed_in("ben", java_script_enabled=False)
    ben.get_by_role("button", name="Take next").first.click()

    expect(ben.locator(".blurred")).not_to_have_count(0)
    expect(ben.get_by_label("Offer chat and publish")).to_be_disabled()
    expect(ben.get_by_text("Open the whole post first.")).to_be_visible()
    ben.get_by_role("button", name="Open the whole post").click()
    expect(ben.locator(".blurred")).to_have_count(0)
    ben.get_by_label("Escalate").check()
    ben.get_by_role("button", name="Escalate now").click()
    expect(ben.locator(".blurred")).to_have_count(0)
    ben.get_by_label("Offer chat and publish").check()
    ben.get_by_role("radio", name="Just put it up").check()
    ben.get_by_role("button", name="Publish it", exact=True).click()

    expect(ben.get_by_text("It is up")).to_be_visible()
    assert state_of(house, post) == "published"


@pytest.mark.usefixtures("nothing_waits")
def test_it_can_be_read_and_worked_by_everybody(
    house: House, signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    ben = signed_in("ben", **DESK)
    auditor.look_at(ben, "review, nothing waits")
    somebody_writes(house, "does it get better", LOW)
    ben.reload()
    auditor.look_at(ben, "review, one waits")
    ben.keyboard.press("Alt+n")
    expect(ben.locator(".post")).to_be_visible()
    auditor.look_at(ben, "review, blurred")
    ben.keyboard.press("Alt+s")
    expect(ben.locator(".blurred")).to_have_count(0)
    for key in range(1, 8):
        ben.keyboard.press(f"Alt+{key}")
        auditor.look_at(ben, f"review, action {key}")
    ben.get_by_role("button", name="Do not put it up").click()
    expect(ben.get_by_text("Nothing is decided yet.")).to_be_visible()
    auditor.look_at(ben, "review, refused")
    ben.get_by_role("button", name="Put back").click()
    expect(ben.get_by_text("It waits again.")).to_be_visible()

    assert auditor.found == [], "\n".join(["", *auditor.found])
