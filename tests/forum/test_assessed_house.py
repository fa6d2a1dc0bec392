"""The same with real processes: a post through the forum's own door, the worker, the jobs, and a lead's page."""

import json
import re
from uuid import uuid4

import pytest

from tests.house import House
from tests.visitor import Visitor

DANGER = "i took some of my mums tablets about an hour ago"


@pytest.fixture(scope="module")
def people(house: House) -> dict[str, str]:
    found = json.loads(house.manage("demo", "--json"))
    return {one["email"].split("@")[0]: one["email"] for one in found["people"]} | {"password": found["password"]}


def writes(house: House, title: str, body: str) -> Visitor:
    aisha = house.visitor()
    aisha.get("/forum/threads/new/")
    answer = aisha.post("/forum/threads/new/", {"title": title, "body": body, "client_id": str(uuid4())})
    assert answer.path == "/forum/mine/"
    return aisha


def newest_post(house: House) -> int:
    [(post,)] = house.sql("SELECT max(id) FROM chat_post")
    return int(post)


def is_in_review(house: House, post: int) -> bool:
    query = "SELECT 1 FROM moderation_review r JOIN chat_postversion v ON v.id = r.version_id WHERE v.post_id = %s"
    return bool(house.sql(query, post))


def test_h08_a_risky_post_pages_a_lead_whose_console_shows_it(house: House, people: dict[str, str]) -> None:
    lena = house.visitor().signs_in(people["okafor"], people["password"])
    with lena.wire("/ws/console/") as console:
        aisha = writes(house, "cannot any more", DANGER)
        post = newest_post(house)

        house.wait_until(
            lambda: bool(house.sql("SELECT 1 FROM escalation_page p JOIN escalation_escalation e ON "
                                   "e.id = p.escalation_id WHERE e.post_id = %s", post)),
            "a lead is paged",
        )  # fmt: skip
        [(escalation, nickname)] = house.sql(
            "SELECT e.id, m.nickname FROM escalation_escalation e JOIN chat_post p ON p.id = e.post_id "
            "JOIN chat_member m ON m.id = p.author_id WHERE e.post_id = %s", post
        )  # fmt: skip
        page = console.expect("page", timeout=30, escalation=escalation)

    assert (page["escalation"], page["handle"], page["urgency"]) == (escalation, nickname, "now")
    shown = lena.get(f"/escalations/{escalation}/").text
    assert nickname in shown
    assert "A post in the public forum." in shown
    assert is_in_review(house, post)
    assert "/chat/start/" in aisha.get("/forum/mine/").text or "start a chat" in aisha.get("/forum/mine/").text
    assert re.search(r"cannot any more|i took", house.log_bytes().decode(errors="replace")) is None


def test_h09_while_the_worker_stands_still_no_post_goes_up_and_everybody_is_told(fault_house: House) -> None:
    fault_house.stop("worker")
    try:
        writes(fault_house, "revision", "does anyone else find maths boring")
        post = newest_post(fault_house)
        fault_house.sql("UPDATE chat_postversion SET written_at = written_at - interval '2 minutes'")

        fault_house.wait_until(
            lambda: bool(fault_house.sql("SELECT 1 FROM moderation_incident WHERE kind = 'posts_not_checked'")),
            "the incident is open",
        )
        assert not is_in_review(fault_house, post)
        with pytest.raises(Exception, match="approved_means_read"):
            fault_house.sql("UPDATE chat_postversion SET approved_at = written_at, approved_by_id = "
                            "(SELECT min(id) FROM rota_staffmember)")  # fmt: skip
    finally:
        if fault_house.pids("worker"):
            fault_house.cont("worker")

    fault_house.wait_until(lambda: is_in_review(fault_house, post), "it is read and waits for a moderator", seconds=40)
    fault_house.wait_until(
        lambda: not fault_house.sql(
            "SELECT 1 FROM moderation_incident WHERE closed_at IS NULL AND kind = 'posts_not_checked'"
        ),
        "the incident is over",
    )


def test_h09_a_worker_that_is_killed_reads_posts_when_it_is_back(fault_house: House) -> None:
    fault_house.kill("worker")
    writes(fault_house, "revision", "does anyone else find maths boring")
    post = newest_post(fault_house)

    fault_house.wait_until(lambda: is_in_review(fault_house, post), "it is read", seconds=40)
