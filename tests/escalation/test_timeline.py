"""The record of what happened, and the words cut at their marks."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.conversations import leave
from chat.models import Mark
from config import clock
from escalation.decide import acknowledge, decide
from escalation.durations import exact, short
from escalation.models import Escalation
from escalation.open import open_by_hand
from escalation.page import page_all_due
from escalation.queries import show_context, words_of
from escalation.read import note_reading
from escalation.timeline import timeline
from escalation.words import cut
from rota.models import StaffMember
from tests.escalation.words import reasons
from tests.people import YoungWriter


def test_h12_the_timeline_shows_every_step_with_its_time(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    clock.move(timedelta(seconds=54))
    acknowledge(escalation, acknowledged_by=lena)
    clock.move(timedelta(seconds=60))
    conversation = aisha.is_taken_by(sam)
    open_by_hand(conversation, "now", "She says she feels sick now.", sam)
    clock.move(timedelta(seconds=60))
    note_reading(escalation, read_by=lena)
    clock.move(timedelta(seconds=60))
    decide(escalation, **reasons(), decided_by=lena)

    items = timeline(Escalation.objects.get())

    assert [item.title for item in items] == [
        "Message received on the web",
        "Escalation opened by the system",
        "Paged Lena",
        "Lena acknowledged",
        "Sam took the chat",
        "Raised again by Sam",
        "Lena read the whole conversation",
        "Lena decided: Emergency services, with their agreement",
    ]
    details = {item.title: item.detail for item in items}
    assert details["Message received on the web"].endswith("s: medicine taken")
    assert details["Message received on the web"].startswith("Flagged in 0.")
    assert re.fullmatch(r"5\d seconds after the page, target 5 minutes", details["Lena acknowledged"])
    assert details["Paged Lena"] == "Step 1: First safeguarding lead on call"
    assert "She says she feels sick now." in details["Raised again by Sam"]
    assert "target 15 minutes" in items[-1].detail
    assert [item.at for item in items] == sorted(item.at for item in items)


def test_what_is_overdue_and_who_left_is_on_it(escalation: Escalation, aisha: YoungWriter) -> None:
    clock.move(timedelta(minutes=16))
    page_all_due()
    leave(aisha.conversation)

    titles = [item.title for item in timeline(Escalation.objects.get())]

    assert "Acknowledgement overdue" in titles
    assert "Decision overdue" in titles
    assert titles[-1] == "The young person ended the chat"


def test_the_words_that_raised_it_are_cut_at_their_marks(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    aisha.says("nothing in this one")

    [said] = words_of(Escalation.objects.get())

    assert [(part.text, part.marked) for part in said.parts] == [
        ("took some of my mums tablets", True),
        (" about an hour ago", False),
    ]
    assert (said.reasons, said.urgency, said.channel) == (["medicine taken"], "now", "Web chat")


def test_the_context_names_who_wrote_why(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    open_by_hand(aisha.conversation, "now", "I saw it too.", sam)

    shown = show_context(Escalation.objects.get(), staff=lena)

    assert shown["escalation"]["raised_by"] == "the system, Sam"
    assert shown["escalation"]["why"] == "Sam: I saw it too."
    assert shown["escalation"]["noticed"] == ["medicine taken"]
    assert shown["can_acknowledge"] is True
    assert shown["can_decide"] is False


@given(
    body=st.text(max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6),
)
def test_parts_joined_are_the_words_whatever_the_marks(body: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start=start, end=start + length, words=f"w{n}") for n, (start, length) in enumerate(spans)]

    parts = cut(body, marks)

    assert "".join(part.text for part in parts) == body
    underlined = [part.marked for part in parts for _letter in part.text]
    assert underlined == [any(mark.start <= place < mark.end for mark in marks) for place in range(len(body))]


@pytest.mark.parametrize(
    ("seconds", "short_words", "exact_words"),
    [
        (0.43, "0 s", "0.4 s"),
        (54, "54 s", "54 seconds"),
        (299, "5 min", "4 minutes"),
        (300, "5 min", "5 minutes"),
        (7500, "2 h", "2 hours 5 minutes"),
        (64800, "18 h", "18 hours"),
        (200000, "2 days", "55 hours 33 minutes"),
    ],
)
def test_durations_in_words(seconds: float, short_words: str, exact_words: str) -> None:
    assert short(timedelta(seconds=seconds)) == short_words
    assert exact(timedelta(seconds=seconds)) == exact_words
