"""The life of a conversation: the whole table, its rows of history, its races, and an end that is never abrupt."""

import re
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from chat import conversations, handover, queue
from chat.console import help
from chat.journal import STORE
from chat.models import Conversation, Message
from chat.moves import (
    BY_A_CLOCK,
    EVENTS,
    MOVES,
    OPEN,
    HasEnded,
    IllegalMove,
    Move,
    State,
    TakenBySomebody,
    move,
    replayed,
)
from chat.urgency import Urgency
from config import clock
from tests.chat.people import aisha, at_once, counsellor, reason_of, talks_to, transcript_of
from tests.lint import HOUSE
from tests.people import make_lena

pytestmark = pytest.mark.usefixtures("database")

ASSIGNS = re.compile(r"conversation\.state\s*=[^=]|Conversation\.objects[^\n]*(\n\s+\.[^\n]*)*\.update\([^)]*\bstate=")


def now_of(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


# The table


def test_every_state_and_every_move_has_its_place_in_the_table() -> None:
    assert {what for _, what in MOVES} == set(Move) == set(EVENTS)
    assert {state for state, _ in MOVES} | set(MOVES.values()) == set(State)
    assert set(OPEN) | set(Conversation.OVER) == set(State)
    assert all(was in Conversation.OVER for was, what in MOVES if what == Move.COME_BACK)


def test_h15_no_clock_has_a_way_out_of_a_safety_hold() -> None:
    out = {what for (was, what), to in MOVES.items() if was == State.SAFETY_HOLD and to != State.SAFETY_HOLD}

    assert not out & set(BY_A_CLOCK)
    assert out == {Move.REACH, Move.REACH_FOR_QUEUE, Move.STAND_DOWN, Move.END_AT_ONCE, Move.LEAVE}


def test_only_one_place_moves_a_conversation() -> None:
    found = [
        path.relative_to(HOUSE)
        for app in ("chat", "moderation", "escalation", "rota", "config")
        for path in (HOUSE / app).rglob("*.py")
        if "migrations" not in path.parts and path.name != "moves.py" and ASSIGNS.search(path.read_text())
    ]

    assert found == []


def test_the_journal_wakes_by_the_same_table() -> None:
    """Its statement names two states that wake, where they go, and what is written down."""
    assert "c.state IN ('quiet', 'safety_hold')" in STORE
    assert "WHEN c.owner_id IS NULL THEN 'waiting' ELSE 'active'" in STORE
    assert "WHEN 'quiet' THEN 'spoke_again' ELSE 'reached'" in STORE
    assert MOVES[State.QUIET, Move.SPEAK_AGAIN] == MOVES[State.SAFETY_HOLD, Move.REACH] == "active"
    assert MOVES[State.SAFETY_HOLD, Move.REACH_FOR_QUEUE] == "waiting"
    assert (EVENTS[Move.SPEAK_AGAIN], EVENTS[Move.REACH], EVENTS[Move.REACH_FOR_QUEUE]) == (
        "spoke_again", "reached", "reached",
    )  # fmt: skip


def test_the_page_about_it_shows_the_table_as_it_is() -> None:
    page = (HOUSE / "docs/conversation.md").read_text()
    rows = {
        (was, what, to) for was, what, to in re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \|", page, re.MULTILINE)
    }

    assert rows == {(str(was), str(what), str(to)) for (was, what), to in MOVES.items()}


def test_what_the_table_does_not_know_raises_and_changes_nothing() -> None:
    her = aisha().conversation
    before = list(Conversation.objects.values())

    for what in Move:
        if (State.WAITING, what) not in MOVES:
            with pytest.raises(IllegalMove), transaction.atomic():
                move(Conversation.objects.select_for_update().get(pk=her.pk), what)

    assert list(Conversation.objects.values()) == before
    assert list(her.history.values_list("kind", flat=True)) == ["opened"]


# An end that is never abrupt


def test_the_end_is_told_first_then_comes_a_goodbye() -> None:
    her, sam = aisha(), counsellor()
    queue.take_next(sam)
    sams = talks_to(sam, her.conversation)
    sams.says("hello")
    end = partial(conversations.end_conversation, her.conversation, ended_by=sam, reason="goodbye", summary="")

    with pytest.raises(ValidationError, match="end soon"):
        end()
    conversations.start_ending(her.conversation, by=sam)
    with pytest.raises(ValidationError, match="goodbye first"):
        end()
    assert "about 10 minutes left" in transcript_of(her.conversation)[-1][1]
    sams.says("Take care, Aisha.")

    assert end().state == "closed"
    assert replayed(her.conversation.history.order_by("pk")) == "closed"


def test_who_has_more_to_say_is_not_ended() -> None:
    her, sam = aisha(), counsellor()
    queue.take_next(sam)
    conversations.start_ending(her.conversation, by=sam)
    her.says("there is one more thing")
    assert now_of(her.conversation).state == "ending"

    conversations.carry_on(her.conversation, by=sam)
    talks_to(sam, her.conversation).says("Tell me.")

    assert now_of(her.conversation).ending_from is None
    with pytest.raises(ValidationError, match="end soon"):
        conversations.end_conversation(her.conversation, ended_by=sam, reason="goodbye", summary="")


@pytest.mark.parametrize("how", ["left", "quiet"])
def test_nobody_is_left_to_say_goodbye_to(how: str) -> None:
    her, sam = aisha(), counsellor()
    queue.take_next(sam)
    if how == "left":
        conversations.left_the_page(her.conversation)
    else:
        with transaction.atomic():
            move(Conversation.objects.select_for_update().get(pk=her.conversation.pk), Move.GO_QUIET)

    conversations.end_conversation(her.conversation, ended_by=sam, reason="left", summary="")

    assert now_of(her.conversation).state == "closed"


def test_nobody_ends_a_chat_that_a_lead_has_taken_over_meanwhile() -> None:
    her, sam, lena = aisha(), counsellor(), make_lena()
    queue.take_next(sam)
    conversations.left_the_page(her.conversation)
    handover.take_over(her.conversation, by=lena)

    with pytest.raises(TakenBySomebody):
        conversations.end_conversation(her.conversation, ended_by=sam, reason="left", summary="")

    assert now_of(her.conversation).owner == lena


def test_an_end_at_once_is_for_safeguarding_leads_only() -> None:
    her, sam = aisha(), counsellor()
    queue.take_next(sam)

    with pytest.raises(ValidationError):
        conversations.end_conversation(her.conversation, ended_by=sam, reason="x", summary="", at_once=True)
    conversations.end_conversation(her.conversation, ended_by=make_lena(), reason="x", summary="", at_once=True)

    assert now_of(her.conversation).state == "closed"


# Coming back


def closed_by_herself() -> "tuple[Conversation, int]":
    her, sam = aisha(), counsellor()
    her.says("what i said before")
    queue.take_next(sam)
    talks_to(sam, her.conversation).says("hello")
    conversations.leave(her.conversation)
    return her.conversation, 2


def test_what_was_said_before_is_theirs_to_bring_in() -> None:
    hers, last = closed_by_herself()

    back = conversations.come_back(hers)

    assert (back.state, back.returned_at_place, back.page_shows_from) == ("waiting", last, last)
    assert back.history_agreed is False
    assert back.history.last().kind == "came_back"
    assert conversations.agree_history(hers, True).history_agreed is True
    assert conversations.come_back(hers).returned_at_place == last  # again: nothing happens


def test_with_the_code_word_the_page_shows_it_and_no_window_counts() -> None:
    hers, last = closed_by_herself()
    clock.move(timedelta(hours=25))

    with pytest.raises(conversations.TooLongAgo):
        conversations.come_back(hers)
    back = conversations.come_back(hers, knows_code_word=True)

    assert (back.state, back.returned_at_place, back.page_shows_from) == ("waiting", last, 0)


def test_who_left_the_queue_before_anybody_came_has_nothing_to_agree_to() -> None:
    her = aisha()
    her.says("hello")
    Message.objects.update(reading=Message.Reading.READ)
    clock.move(timedelta(minutes=16))
    assert queue.let_go_of_places() == 1

    back = conversations.come_back(her.conversation)

    assert back.returned_at_place == 0
    assert back.page_shows_from == 1  # their device shows it no more: somebody else may hold it now


# Races: the database decides, and the loser is told who won


def test_eight_at_once_get_one_person_once() -> None:
    her = aisha()
    staff = [counsellor(f"Sam{number}") for number in range(8)]

    def take(number: int) -> object:
        try:
            return queue.take_next(staff[number]).pk
        except queue.NobodyWaiting:
            return None

    got = at_once([partial(take, number) for number in range(8)])

    assert sorted(got, key=str)[:1] == [her.conversation.pk]
    assert got.count(None) == 7
    assert her.conversation.history.filter(kind="taken").count() == 1


def test_a_lost_lease_and_a_lead_who_takes_over_at_once_leave_one_owner() -> None:
    her, sam, lena = aisha(), counsellor(), make_lena()
    queue.take_next(sam)
    clock.move(timedelta(seconds=91))

    at_once([partial(handover.take_over, her.conversation, by=lena), queue.return_lost_leases])

    conversation = now_of(her.conversation)
    assert (conversation.owner, conversation.state) == (lena, "active")
    assert replayed(her.conversation.history.order_by("pk")) == "active"


def test_words_and_the_end_at_the_same_moment_lose_nothing() -> None:
    """Whoever is first: the words are stored before the end, or refused as over and stored after coming back."""
    for _ in range(3):
        her = aisha()

        answer, _over = at_once([her.says, partial(conversations.leave, her.conversation)])

        conversation = now_of(her.conversation)
        assert conversation.state == "closed_by_yp"
        if conversation.last_place == 0:
            assert reason_of(answer) == "over"
            conversations.come_back(her.conversation)
            her.says()
        assert now_of(her.conversation).last_place == 1


def test_a_rise_in_urgency_takes_nobody_away() -> None:
    her, sam = aisha(), counsellor(level="new")
    queue.take_next(sam)

    queue.raise_urgency(her.conversation, Urgency.NOW)

    assert now_of(her.conversation).owner == sam


def test_over_is_over_for_every_move_but_coming_back() -> None:
    her = aisha().conversation
    conversations.leave(her)

    for what in set(Move) - {Move.COME_BACK}:
        with pytest.raises(HasEnded), transaction.atomic():
            move(Conversation.objects.select_for_update().get(pk=her.pk), what)


def test_the_database_refuses_an_owner_and_a_place_in_the_queue(superuser: psycopg.Connection) -> None:
    aisha()

    with pytest.raises(psycopg.errors.CheckViolation):
        superuser.execute("UPDATE chat_conversation SET state = 'active'")


def test_a_call_for_help_ends_with_the_chat_and_does_not_ring_when_they_come_back() -> None:
    sam, her = counsellor(), aisha()
    queue.take_next(sam)
    help.call_help(sam, her.conversation.pk)
    assert len(help.ringing()) == 1

    conversations.leave(her.conversation)
    assert help.ringing() == []
    conversations.come_back(her.conversation)

    assert help.ringing() == []
