"""Whoever walks through the service at random, in whatever roles, reads no words they may not (H19).

Words that stand out are planted, each in a place of its own; after each step the policy is asked which of them the
walker may read. By page, list, count and export here; at a real socket below.
"""

import json
from collections.abc import Iterator
from random import Random
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus

from chat.console import everybody, own
from chat.console.looks import Looks
from chat.models import Conversation
from config import clock
from rota.audit.reading import READING
from rota.models import AuditRow, Role, StaffMember
from rota.people import add_staff
from rota.policy import may
from rota.policy.doors import SOCKET_ACTIONS
from rota.policy.states import DUTY_OF
from rota.policy.table import Action
from tests.access.looking import body_of, shows_who_they_are, signed_in
from tests.access.planted import ADDRESS, FORM, LIVE, NUMBER, Planted, Try
from tests.chat.desk import desk_of
from tests.chat.doors import aisha_at_the_door
from tests.house import House
from tests.pages.story import password_of
from tests.people import on_shift, person
from tests.rota.test_audit_looks import fields_of
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

REFUSED_AT_THE_DOOR = 403
# What only somebody who leads may do beside a chat: they are let in by it, and that is another story.
BESIDE = frozenset({"join", "leave", "take_over", "whisper", "note", "lower_urgency", "resume"})
# Words of young people, a number, a note: whoever is shown them is written down.
A_LOOK_AT = {
    **dict.fromkeys(
        ("canary-worried", "canary-over", "canary-heard", "canary-packed", "canary-title", "canary-post"), READING
    ),
    NUMBER: ("glass.opened",),
    ADDRESS: ("whence.opened",),
    "canary-reason": ("glass.looked", "glass.listed"),
    **dict.fromkeys(("canary-why", "canary-because"), ("escalation.opened", "escalation.refreshed")),
    "canary-allegation": ("escalation.opened", "escalation.refreshed"),
    "canary-shift-note": ("shift_note.read",),
    "canary-export": ("audit.read", "audit.searched"),
}
EVERY_FRAME = SOCKET_ACTIONS["ws/console/"] - {"say", "ping", "help_answered"}


@pytest.fixture(autouse=True)
def _the_clock_is_put_right() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def planted(database: str) -> Planted:
    return Planted()


STEPS = 25
WALKS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@WALKS
@given(
    roles=st.sets(st.sampled_from(Role.values), min_size=1, max_size=2), is_on=st.booleans(), seed=st.integers(0, 10**6)
)
def test_h19_a_random_walk_by_page_search_and_export_reads_nothing_the_policy_does_not_allow(
    planted: Planted, roles: set[str], is_on: bool, seed: int
) -> None:
    staff = walker(roles)
    if is_on:
        comes_on(staff, sorted(roles))

    walks(staff, planted, Random(seed).choices(list(planted.tries()), k=STEPS))


@pytest.mark.parametrize("role", Role.values)
def test_h19_a_walk_through_all_there_is_reads_nothing_the_policy_does_not_allow(planted: Planted, role: str) -> None:
    """Every address, in no order, also where somebody has to show who they are first: half of it before their shift."""
    staff, tries = walker({role}), list(planted.tries())
    Random(role).shuffle(tries)
    half = len(tries) // 2

    walks(staff, planted, tries[:half])
    comes_on(staff, [role])
    walks(staff, planted, tries[half:])


def walker(roles: set[str]) -> StaffMember:
    return add_staff(f"walker-{uuid4().hex[:12]}@example.org", "Walker", sorted(roles))


def comes_on(staff: StaffMember, roles: list[str]) -> None:
    if duty := next((DUTY_OF[one] for one in roles if one in DUTY_OF), None):
        on_shift(staff, duty)


def walks(staff: StaffMember, planted: Planted, tries: list[Try]) -> None:
    browser, canaries = shows_who_they_are(signed_in(staff)), planted.canaries()
    for _name, method, path, form in tries:
        body = body_of(browser.generic(method, path, form, content_type=FORM))
        found = {words for words in canaries if words in body}
        assert {words for words in found if not canaries[words](staff)} == set(), f"{method} {path}"
    frames = json.dumps(msgspec.to_builtins(console_of(staff, planted.live)), default=str)
    assert {words for words in canaries if words in frames} == set()


def console_of(staff: StaffMember, live: Conversation) -> object:
    """What the lists of this person's console say, whatever they say they have joined."""
    shown = own.read(staff, staff.roles_held(), everybody.read(with_floor=True), frozenset({live.pk}), Looks())
    if not may(staff, Action.READ_ALONG, live):
        return [shown.queue, shown.mine, shown.watching, shown.offers, shown.help, shown.colleagues, shown.floor]
    return [shown.queue, shown.mine, shown.offers]


def test_h19_those_who_may_read_each_of_them_so_the_walk_would_find_them(planted: Planted) -> None:
    tess, ines = person("Tess", Role.MODERATOR), person("Ines", Role.PRIVACY)
    seen, silent = "", []

    for staff in (planted.marc, tess, ines):
        browser = shows_who_they_are(signed_in(staff))
        if staff == tess:
            browser.post("/review/next/", {"lane": "care"})
        for _name, method, path, form in planted.tries():
            newest = AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            body = body_of(browser.generic(method, path, form, content_type=FORM))
            seen += body
            written = AuditRow.objects.filter(pk__gt=newest, who=staff).exclude(ground="")
            for words, actions in A_LOOK_AT.items():
                if words in body and not written.filter(action__in=actions).exists():
                    silent.append(f"{method} {path}: {words}")

    assert silent == []  # each look is a row, with the ground that it stood on
    nobody = {LIVE, ADDRESS, "canary-note", "canary-draft", "canary-nickname", "canary-promise taught"}
    assert {words for words in planted.canaries() if words not in seen} <= nobody | {"canary-shift-note"}
    assert NUMBER in seen  # to whoever asked for it


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
        told_before, before = len(desk.wire.heard), rows_about(house, conversation)
        for kind in sorted(EVERY_FRAME - BESIDE if hears else EVERY_FRAME):
            desk.wire.send(kind, **fields_of(kind, conversation))
        desk.wire.send("say", conversation=conversation, id=str(uuid4()), body="it is not mine")
        desk.wire.send("ping")
        desk.wire.expect("pong")
        said = [frame for frame in desk.wire.heard[told_before:] if frame["type"] == "said"]
        assert said == []
        assert rows_about(house, conversation) == before

        desk.wire.send("join", conversation=conversation)
        if hears:
            desk.wire.expect("said", body=words)
        else:
            desk.wire.expect("refused")
            desk.wire.send("ping")
            desk.wire.expect("pong")
            assert words not in json.dumps(desk.wire.heard)


def rows_about(house: House, conversation: int) -> list[tuple[object, ...]]:
    """Whose it is, how it stands, and how many rows there are beside it."""
    beside = ("chat_message", "chat_staffnote", "chat_draft", "chat_conversationevent", "chat_helpcall")
    counts = ", ".join(f"(SELECT count(*) FROM {table} WHERE conversation_id = c.id)" for table in beside)
    return house.sql(
        f"SELECT owner_id, state, urgency, offered_to_id, {counts} FROM chat_conversation c WHERE id = %s",  # noqa: S608
        conversation,
    )


@pytest.mark.parametrize("name", ["ben", "rhys", "ines"], ids=["moderator", "rota", "privacy"])
def test_h19_a_console_opens_for_nobody_who_has_no_business_there(house: House, name: str) -> None:
    visitor = house.visitor().signs_in(f"{name}@demo.example", password_of(house))

    with pytest.raises(InvalidStatus) as refused:
        visitor.wire("/ws/console/")
    assert refused.value.response.status_code == REFUSED_AT_THE_DOOR
