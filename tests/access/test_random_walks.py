"""Whoever walks through the service at random, in whatever roles, reads no words they may not (H19).

Words that stand out are planted, each in a place of its own; after each step the policy is asked which of them the
walker may read. By page, list, count and export here; at a real socket below.
"""

import json
from collections.abc import Callable, Iterator
from random import Random
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.console import everybody, own
from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from escalation.glass import breaking
from escalation.glass.access import glasses_open_to
from escalation.models import Escalation
from escalation.open import open_about_staff, open_by_hand
from rota.models import Role, StaffMember
from rota.people import add_staff
from rota.policy import may
from rota.policy.doors import ADDRESSES
from rota.policy.states import DUTY_OF
from rota.policy.table import Action
from tests.access.cast import rights_things, rota_things, with_a_number
from tests.access.looking import path_of, signed_in
from tests.chat.desk import desk_of
from tests.chat.doors import aisha_at_the_door
from tests.forum.people import writes
from tests.forum.review import waits
from tests.house import House
from tests.people import make_aisha, on_shift, person
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

STEPS = 25
# Nobody is given these by any page: only whoever has the conversation, at their console, hears them.
LIVE, NUMBER = "canary-live-marmalade", "+447700900123"
Canaries = dict[str, Callable[[StaffMember], bool]]


@pytest.fixture(autouse=True)
def _the_clock_is_put_right() -> Iterator[None]:
    yield
    clock.reset()


class Planted:
    """One of each, all of them somebody else's."""

    def __init__(self) -> None:
        self.marc = person("Marc", Role.SAFEGUARDING_LEAD)
        sam = person("Sam", Role.COUNSELLOR)
        quiet, worried, over = make_aisha(), make_aisha(), make_aisha()
        quiet.says(LIVE)
        worried.says("canary-worried")
        over.says("canary-over")
        for one in (quiet, worried, over):
            Conversation.objects.filter(pk=one.conversation.pk).update(
                owner=sam, state=Conversation.State.ACTIVE, waiting_since=None, reply_due_at=None
            )
        self.live = quiet.conversation
        self.escalation = with_a_number(open_by_hand(worried.conversation, Urgency.NOW, "canary-why", self.marc))
        self.closed = open_by_hand(over.conversation, Urgency.NOW, "canary-why-over", self.marc)
        Conversation.objects.filter(pk=over.conversation.pk).update(
            state=Conversation.State.CLOSED, ended_at=clock.now(), owner=None
        )
        self.allegation = open_about_staff(sam, Urgency.NOW, "canary-allegation", self.marc)
        self.review = waits(writes().begins("canary-title", "canary-post about school"))
        self.glass = breaking.ask(self.escalation, reason="canary-reason", by=self.marc)
        self.rota = rota_things() | rights_things()

    def canaries(self) -> Canaries:
        """By the words, who may read them on a page."""
        return {
            LIVE: lambda _staff: False,
            NUMBER: lambda _staff: False,
            "canary-worried": lambda staff: bool(may(staff, Action.READ, self.escalation)),
            "canary-why": lambda staff: bool(may(staff, Action.READ, self.escalation)),
            "canary-over": lambda staff: bool(may(staff, Action.READ, self.closed)),
            "canary-why-over": lambda staff: bool(may(staff, Action.READ, self.closed)),
            "canary-allegation": lambda staff: bool(may(staff, Action.READ, self.allegation)),
            "canary-title": lambda staff: bool(may(staff, Action.REVIEW_POSTS)),
            "canary-post": lambda staff: bool(may(staff, Action.REVIEW_POSTS)),
            "canary-reason": lambda staff: glasses_open_to(staff).exists(),
        }

    def things(self, chance: Random) -> dict[str, int]:
        about = chance.choice([self.escalation, self.closed, self.allegation])
        return {
            "escalation": about.pk, "glass": self.glass.pk, "review": self.review.pk, "incident": 1,
            "post": self.review.version.post_id, "thread": self.review.version.post.thread_id, **self.rota,
        }  # fmt: skip


@pytest.fixture
def planted(database: str) -> Planted:
    return Planted()


WALKS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@WALKS
@given(
    roles=st.sets(st.sampled_from(Role.values), min_size=1, max_size=2), is_on=st.booleans(), seed=st.integers(0, 10**6)
)
def test_h19_a_random_walk_by_page_list_and_export_reads_nothing_the_policy_does_not_allow(
    planted: Planted, roles: set[str], is_on: bool, seed: int
) -> None:
    chance = Random(seed)
    staff = add_staff(f"walker-{uuid4().hex[:12]}@example.org", "Walker", sorted(roles))
    if is_on and (duty := next((DUTY_OF[role] for role in sorted(roles) if role in DUTY_OF), None)):
        on_shift(staff, duty)
    browser = signed_in(staff)
    canaries = planted.canaries()
    read = [address for address in ADDRESSES.values() if "GET" in address.methods]
    written = [ADDRESSES["review:whole"], ADDRESSES["review:show"], ADDRESSES["escalation:conversation"]]

    for _step in range(STEPS):
        address = chance.choice([*read, *written])
        path = path_of(address, planted.things(chance))
        answer = browser.generic("GET" if "GET" in address.methods else "POST", path)
        body = answer.content.decode(errors="replace") if not answer.streaming else ""
        found = {words for words in canaries if words in body}
        assert {words for words in found if not canaries[words](staff)} == set(), path
    frames = json.dumps(msgspec.to_builtins(console_of(staff, planted.live)), default=str)
    assert {words for words in canaries if words in frames} == set()


def console_of(staff: StaffMember, live: Conversation) -> object:
    """What the lists of this person's console say, whatever they say they have joined."""
    shown = own.read(staff, staff.roles_held(), everybody.read(with_floor=True), frozenset({live.pk}), set())
    if not may(staff, Action.READ_ALONG, live):
        return [shown.queue, shown.mine, shown.watching, shown.offers, shown.help, shown.colleagues, shown.floor]
    return [shown.queue, shown.mine, shown.offers]


def test_h19_the_one_who_may_reads_each_of_them_so_the_walk_would_find_them(planted: Planted) -> None:
    tess = person("Tess", Role.MODERATOR)
    lead, moderator = signed_in(planted.marc), signed_in(tess)

    pages = [
        *(lead.get(f"/escalations/{one.pk}/conversation/") for one in (planted.escalation, planted.closed)),
        *(lead.get(f"/escalations/{one.pk}/") for one in (planted.escalation, planted.closed, planted.allegation)),
        lead.get("/escalations/contacts/"),
        moderator.post("/review/next/", {"lane": "care"}, follow=True),
        moderator.get(f"/review/{planted.review.pk}/"),
    ]

    seen = " ".join(page.content.decode() for page in pages)
    assert {words for words in planted.canaries() if words not in seen} <= {LIVE, NUMBER, "canary-title", "canary-post"}
    assert Escalation.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "hears"),
    [("amina", False), ("maya", False), ("grace", True), ("okafor", True)],
    ids=["counsellor", "manager", "shift lead", "lead"],
)
def test_h19_a_walk_over_a_real_console_hears_words_of_somebody_elses_chat_only_by_reading_along(
    house: House, empty_queue: None, name: str, hears: bool
) -> None:
    words = f"canary-{uuid4().hex}"
    young = aisha_at_the_door(house, words)
    with desk_of(house, "sam") as sam, desk_of(house, name) as desk:
        conversation = sam.has(young)
        told_before = len(desk.wire.heard)
        for kind in ("resume", "seen", "typing", "heartbeat", "draft", "note", "judge", "accept"):
            fields = {"resume": {"after": 0}, "seen": {"place": 1}}.get(kind, {})
            desk.wire.send(kind, conversation=conversation, **fields)
        desk.wire.send("ping")
        desk.wire.expect("pong")
        said = [frame for frame in desk.wire.heard[told_before:] if frame["type"] == "said"]
        assert said == []

        desk.wire.send("join", conversation=conversation)
        if hears:
            desk.wire.expect("said", body=words)
        else:
            desk.wire.expect("refused")
            desk.wire.send("ping")
            desk.wire.expect("pong")
            assert words not in json.dumps(desk.wire.heard)
