"""The forum in a browser: without script, with the keyboard alone, on a bad connection, and looked at by an auditor."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import BEYOND, PHONE, nothing_beyond, password_of
from tests.pages.test_axe import Auditor, auditor
from tests.pages.test_weight_and_origin import Listener, icon

__all__ = ["auditor"]

MOST = 50 * 1024

def puts_up(house: House) -> None:
    """What a moderator does, by hand: the review page has stories of its own."""
    password_of(house)  # the demo people are there
    house.manage("shell", "-c", PUT_UP)


PUT_UP = """
from chat.forums import posts
from chat.models import Post, PostVersion
from rota.models import StaffMember
for post in Post.objects.filter(state__in=Post.TO_REVIEW).select_related("author__key").order_by("id"):
    version = posts.newest_wording(post)
    PostVersion.objects.filter(pk=version.pk).update(reading="read")
    posts.publish(version, approved_by=StaffMember.objects.earliest("id"), support_note=True)
"""


def begins(page: Page, house: House, title: str, words: str) -> None:
    page.goto(f"{house.base_url}/forum/threads/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your words").fill(words)
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("heading", name="My posts")).to_be_visible()


def test_without_script_from_reading_to_taking_back(house: House, new_page: Callable[..., Page]) -> None:
    title = f"cant sleep {uuid4().hex[:6]}"
    aisha, tom = new_page(**PHONE, java_script_enabled=False), new_page(**PHONE, java_script_enabled=False)
    nothing_beyond(aisha, house)
    aisha.goto(house.base_url)
    aisha.get_by_role("link", name="Read what others wrote in the forum").click()
    aisha.get_by_role("link", name="Write something").click()
    aisha.get_by_role("button", name="Post it").click()
    expect(aisha.get_by_text("Give it a title")).to_be_visible()
    aisha.get_by_label("Title").fill(title)
    aisha.get_by_label("Your words").fill("i lie awake until four\neach night")
    second = aisha.locator("[name=nickname]").nth(1)
    nickname = second.input_value()
    second.check()
    aisha.get_by_role("button", name="Post it").dblclick()

    expect(aisha.get_by_text("Thank you for posting.")).to_be_visible()
    expect(aisha.get_by_role("heading", name=title)).to_have_count(1)
    tom.goto(f"{house.base_url}/forum/")
    expect(tom.get_by_text(title)).to_have_count(0)

    puts_up(house)
    tom.reload()
    tom.get_by_role("link", name=title).click()
    expect(tom.get_by_text(nickname, exact=True)).to_be_visible()
    tom.get_by_label("Your words").fill("me too. tea helps a bit")
    tom.get_by_role("button", name="Post it").click()
    expect(tom.get_by_text("A person reads it first", exact=True)).to_be_visible()
    tom.get_by_role("link", name="Change it").click()
    tom.get_by_label("Your words").fill("me too. warm milk helps")
    tom.get_by_role("button", name="Send it again").click()
    expect(tom.get_by_text("warm milk")).to_be_visible()
    tom.get_by_text("Take it back").first.click()
    tom.get_by_role("button", name="Yes, take it back").click()
    expect(tom.get_by_text("You took it back")).to_be_visible()
    expect(tom.get_by_text("warm milk")).to_have_count(0)

    aisha.get_by_role("link", name="Exit this page").last.click()
    expect(aisha).to_have_title(BEYOND)
    aisha.goto(f"{house.base_url}/forum/mine/")
    expect(aisha.get_by_text("You have not written anything here yet.")).to_be_visible()


def test_with_the_keyboard_alone(house: House, new_page: Callable[..., Page]) -> None:
    title = f"new school {uuid4().hex[:6]}"
    page = new_page(**PHONE)
    nothing_beyond(page, house)
    page.goto(f"{house.base_url}/forum/")
    press_until(page, "Write something")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_visible()
    press_until(page, "title", by="id")
    page.keyboard.type(title)
    page.keyboard.press("Tab")
    page.keyboard.type("i do not know anybody")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    nickname = page.locator("[name=nickname]:checked").input_value()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert house.sql("SELECT count(*) FROM chat_member WHERE nickname = %s", nickname) == [(1,)]
    press_until(page, "Go to it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only you can see this")).to_be_visible()
    page.wait_for_load_state()  # a page listens for Shift once its script is there
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_title(BEYOND)


def press_until(page: Page, what: str, *, by: str = "textContent") -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"(document.activeElement.{by} || '').trim()") == what:
            return
    raise AssertionError(f"the keyboard does not reach {what}")


@pytest.mark.parametrize("script", [True, False])
def test_the_offer_comes_by_itself_after_a_risky_post(
    house: House, new_page: Callable[..., Page], script: bool
) -> None:
    page = new_page(**PHONE, java_script_enabled=script)
    nothing_beyond(page, house)
    page.goto("about:blank")
    begins(page, house, f"tonight {uuid4().hex[:6]}", "i took some of my mums tablets about an hour ago")

    expect(page.get_by_role("button", name="Start a chat")).to_be_in_viewport(timeout=15_000)
    expect(page.get_by_role("link", name="In danger? Call 999")).to_be_in_viewport()
    if script:
        assert page.evaluate("history.length") == 2


def test_back_does_not_lead_into_the_forum_once_somebody_left(house: House, new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    nothing_beyond(page, house)
    page.goto("about:blank")
    begins(page, house, f"hidden {uuid4().hex[:6]}", "nobody should find this")
    length = page.evaluate("history.length")

    page.get_by_role("link", name="Forum", exact=True).click()
    expect(page.get_by_role("link", name="Write something")).to_be_visible()

    assert page.evaluate("history.length") == length == 2
    page.get_by_role("link", name="Exit this page").last.click()
    expect(page).to_have_title(BEYOND)
    page.go_back()
    assert page.url == "about:blank"


def test_a_page_full_of_threads_and_a_thread_full_of_posts_load_in_fifty_kilobytes(
    house: House, new_page: Callable[..., Page]
) -> None:
    aisha = new_page(**PHONE)
    house.manage("shell", "-c", CROWD)
    puts_up(house)
    listener = Listener(aisha)
    aisha.goto(f"{house.base_url}/forum/", wait_until="networkidle")
    expect(aisha.locator(".thread")).to_have_count(20)
    home = {**icon(aisha, house), **listener.weight()}
    full = house.sql("SELECT thread_id FROM chat_post GROUP BY thread_id HAVING count(*) >= 16 LIMIT 1")[0][0]
    stranger = new_page(**PHONE)
    listener = Listener(stranger)
    stranger.goto(f"{house.base_url}/forum/threads/{full}/", wait_until="networkidle")
    expect(stranger.locator(".post")).to_have_count(15)
    thread = {**icon(stranger, house), **listener.weight()}

    print(f"\nThe forum: {sum(home.values()):,} bytes; a full thread: {sum(thread.values()):,} bytes", home, thread)
    assert sum(home.values()) <= MOST, home
    assert sum(thread.values()) <= MOST, thread
    assert len(home) > 5


# More threads and more posts than a page holds, each as long as it may be.
CROWD = """
from random import Random
from uuid import uuid4
from chat.access import new_young_person
from chat.forums import members, posts
from chat.models import Post
random = Random(7)
letters = "eeeeetttaaoooiinnsshhrrddllcumwfgypbvk"
words = ["".join(random.choice(letters) for _ in range(random.randint(2, 9))) for _ in range(1500)]
def some(length): return " ".join(random.choice(words) for _ in range(length // 2))[:length].strip()
for number in range(21):
    member = members.join(new_young_person()[0])
    first = posts.write_post(member, thread=None, title=some(100), body=some(4000), client_id=uuid4())
for number in range(17):
    member = members.join(new_young_person()[0])
    post = Post.objects.create(thread=first.thread, author=member)
    posts._add_version(post, title=None, body=some(4000), client_id=uuid4())
"""


def test_every_page_of_the_forum_can_be_used_by_everybody(
    house: House, new_page: Callable[..., Page], auditor: Auditor
) -> None:
    page = new_page()
    page.goto(f"{house.base_url}/forum/")
    auditor.look_at(page, "forum")
    page.get_by_text("How we keep it safe here").click()
    auditor.look_at(page, "forum with its rules")
    page.goto(f"{house.base_url}/forum/threads/new/")
    auditor.look_at(page, "new thread")
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_text("Give it a title")).to_be_visible()
    auditor.look_at(page, "new thread refused")
    title = f"my brother {uuid4().hex[:6]}"
    begins(page, house, title, "he does not talk to me")
    tell_them(house)
    page.reload()
    expect(page.get_by_role("button", name="Start a chat")).to_be_visible()
    auditor.look_at(page, "my posts")
    page.get_by_text("Take it back").first.click()
    auditor.look_at(page, "my posts, taking back")
    page.get_by_role("link", name="Change it").click()
    auditor.look_at(page, "change a post")
    puts_up(house)
    page.goto(f"{house.base_url}/forum/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("Your words").fill("one more thing")
    page.get_by_role("button", name="Post it").click()
    page.get_by_role("link", name="Go to it").first.click()
    expect(page.get_by_text("Only you can see this")).to_be_visible()
    auditor.look_at(page, "a thread")

    assert auditor.found == [], "\n".join(["", *auditor.found])


def tell_them(house: House) -> None:
    house.manage("shell", "-c", TELL)


TELL = """
from chat.forums import posts
from chat.models import Post
version = posts.newest_wording(Post.objects.select_related("author__key").latest("id"))
offer = "Thank you for telling us. Would you like to talk to us about it?"
posts.tell_author(version, template="test.offer", offers_chat=True, words=offer)
"""
