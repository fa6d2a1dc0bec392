"""From a young person's words to a safeguarding lead's decision: three people, three browsers, real processes."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House

# Once people have waited here, it can be said for how long.
HONEST = re.compile("We can’t say how long it will be right now|Right now most people wait about")
DANGER = "took some of my mums tablets about an hour ago"


@pytest.fixture(scope="module")
def sign_ins(house: House) -> dict[str, str]:
    people = json.loads(house.manage("demo", "--json"))
    return {person["email"].split("@")[0]: person["email"] for person in people["people"]} | {
        "password": people["password"]
    }


@pytest.fixture
def aisha(house: House, new_page: Callable[..., Page]) -> Page:
    """A young person with a phone."""
    page = new_page(viewport={"width": 360, "height": 780}, has_touch=True)
    page.goto(house.base_url)
    return page


@pytest.fixture
def signed_in(house: House, sign_ins: dict[str, str], new_page: Callable[..., Page]) -> Callable[[str], Page]:
    def sign_in(name: str) -> Page:
        page = new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{house.base_url}/staff/sign-in/")
        page.locator("[name=login]").fill(sign_ins[name])
        page.locator("[name=password]").fill(sign_ins["password"])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    return sign_in


@pytest.mark.usefixtures("empty_queue")
def test_a_young_persons_words_lead_to_a_decision(aisha, signed_in, house):
    sam, lena = signed_in("sam"), signed_in("okafor")
    assert sam.url.endswith("/console/")
    assert lena.url.endswith("/escalations/")

    # 1. No account, no required field; Sent only once it is stored; honest words about the wait.
    aisha.get_by_role("textbox").first.fill("dont really know where to start")
    aisha.get_by_role("button", name="Start").click()
    expect(aisha.get_by_text("You are in the queue")).to_be_visible()
    expect(aisha.get_by_text(HONEST)).to_be_visible()
    aisha.get_by_role("textbox").fill("its my step dad")
    aisha.get_by_role("button", name="Send").click()
    expect(aisha.get_by_text("Sent", exact=True).last).to_be_visible()

    # 2. Take next person; the words are there at once; both see each other live.
    sam.get_by_role("button", name="Take next person").click()
    words = sam.get_by_role("log")
    expect(words).to_contain_text("dont really know where to start")
    expect(words).to_contain_text("its my step dad")
    sam.locator("#reply").fill("That’s okay. Start anywhere.")
    sam.keyboard.press("Control+Enter")
    expect(aisha.get_by_role("log")).to_contain_text("That’s okay. Start anywhere.")
    expect(aisha.get_by_text("Listening now")).to_be_visible()
    aisha.get_by_role("textbox").press_sequentially("he gets so angry", delay=300)
    expect(sam.get_by_text("is typing").first).to_be_visible()
    aisha.get_by_role("textbox").fill("")

    aisha.reload()
    sam.reload()
    for page in (aisha, sam):
        expect(page.get_by_role("log")).to_contain_text("That’s okay. Start anywhere.")
        said = page.get_by_role("log").inner_text()
        assert said.count("dont really know where to start") == 1
        assert said.index("dont really") < said.index("its my step dad") < said.index("That’s okay")

    # 3. Something that needs a person fast: underlined with its reason, escalated, on top of the lead's page.
    aisha.get_by_role("textbox").fill(DANGER)
    aisha.get_by_role("button", name="Send").click()
    expect(sam.locator("mark").first).to_be_visible()
    expect(sam.get_by_text("noticed: medicine taken").first).to_be_visible()
    row = lena.locator("[data-escalation], .row, li").filter(has_text="medicine taken").first
    expect(row).to_be_visible()
    assert_the_flag_came_within_a_second(house)

    # 4. The lead acknowledges, reads (which is written down) and decides; the timeline shows every step.
    banner = lena.locator(".banner--page", has_text=sam.locator("[data-part=to]").inner_text())
    banner.get_by_role("link", name="Open the escalation").click()
    expect(lena.get_by_text(DANGER).first).to_be_visible()
    lena.get_by_role("button", name="Acknowledge").click()
    lena.get_by_role("link", name="Whole conversation").click()
    expect(lena.get_by_text("That’s okay. Start anywhere.")).to_be_visible()
    lena.go_back()
    decide(lena)
    timeline = lena.locator("main").inner_text()
    for step in ("R. Okafor acknowledged", "decided"):
        assert step.lower() in timeline.lower(), step
    [(outcome,)] = house.sql("SELECT outcome FROM escalation_decision ORDER BY id DESC LIMIT 1")
    assert outcome == "refer"
    [(reads,)] = house.sql("SELECT count(*) FROM rota_auditrow WHERE action = 'conversation.read'")
    assert reads >= 1


def assert_the_flag_came_within_a_second(house: House) -> None:
    """Not a speed test (that is `make bench`): that the path does not wait for a poll of some seconds."""
    [(flagged, opened)] = house.sql(
        """
        SELECT extract(epoch FROM f.raised_at - m.stored_at), extract(epoch FROM e.opened_at - m.stored_at)
        FROM moderation_flag f JOIN chat_message m ON m.id = f.message_id
        JOIN escalation_escalationflag l ON l.flag_id = f.id JOIN escalation_escalation e ON e.id = l.escalation_id
        WHERE f.urgency = 'now' ORDER BY f.id DESC LIMIT 1
        """
    )
    assert flagged < 5
    assert opened < 5


def decide(lena: Page) -> None:
    lena.get_by_label("Refer to children").check()
    lena.get_by_label("Why", exact=True).fill("She has taken medicine and is not safe at home.")
    lena.get_by_label("What does this do for the child?").fill("Somebody sees her tonight.")
    lena.get_by_label("What else could be done?").fill("A plan for the night. It is not safe there.")
    lena.get_by_label("Why was nothing shared?").fill("The council is told on the telephone next.")
    lena.get_by_role("group", name="Was the young person told?").get_by_label("Yes", exact=True).check()
    lena.get_by_label("They were told in another way").check()
    lena.get_by_role("group", name="Was a parent or carer told?").get_by_label("No", exact=True).check()
    lena.get_by_label("Why was no parent or carer told?").fill("It would not be safe to tell them first.")
    lena.get_by_label("Consulted").fill("The second lead.")
    lena.get_by_label("Review on").fill("2030-01-02")
    lena.get_by_role("button", name="Record decision").click()
    expect(lena.get_by_text("She has taken medicine and is not safe at home.").first).to_be_visible()
