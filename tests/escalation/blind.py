"""Messages of a week that were read by the checks, and people at the pages where they are read again."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from chat.models import Conversation, Message
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from moderation.blind import commands as blind
from moderation.blind.weeks import Week, last_ended
from moderation.models import Assessment, BlindDraw, BlindReading
from rota.models import SignIn, StaffMember
from tests.access.looking import signed_in
from tests.people import YoungWriter

CHECK = "rules.canary-of-the-checks"


def last_week() -> Week:
    return last_ended()


def assessed(message: Message, urgency: str = Urgency.ROUTINE, *, days: float = 1, week: Week | None = None) -> Message:
    """It was said so many days into a week that is over, and this is what the checks made of it."""
    at = (week or last_ended()).begins + timedelta(days=days)
    reading = Message.Reading.FAILED if urgency == Urgency.NOT_CHECKED else Message.Reading.READ
    Message.objects.filter(pk=message.pk).update(stored_at=at, reading=reading)
    found = [] if urgency == Urgency.ROUTINE else [{"check": CHECK, "category": "eating", "urgency": urgency}]
    Assessment.objects.create(
        message=message, urgency=urgency, categories=["eating"] if found else [], findings=found,
        rules_version="test", read_from_place=1, read_to_place=message.place,
    )  # fmt: skip
    return message


def over(conversation: Conversation) -> Conversation:
    Conversation.objects.filter(pk=conversation.pk).update(
        state=Conversation.State.CLOSED, ended_at=clock.now(), owner=None, waiting_since=None, reply_due_at=None
    )
    return conversation


def many(young: YoungWriter, count: int, urgency: str = Urgency.ROUTINE, week: Week | None = None) -> list[Message]:
    """So many short messages that the checks have read."""
    return [assessed(young.says(f"message {number}"), urgency, week=week) for number in range(count)]


def judged_as(verdict: str, reading: BlindReading, by: StaffMember) -> None:
    """As if they had been given it, and had answered."""
    reading.looks.get_or_create(by=by)
    risky = verdict in BlindReading.RISKY
    blind.judge(reading, verdict=verdict, category="self_harm" if risky else "", judged_by=by)


def a_draw(week: Week, unflagged: tuple[int, int], flagged: tuple[int, int] = (0, 0)) -> BlindDraw:
    """Of how many, how many were drawn."""
    return BlindDraw.objects.create(
        week=week.monday, unflagged=unflagged[0], drawn_unflagged=unflagged[1],
        flagged=flagged[0], drawn_flagged=flagged[1],
    )  # fmt: skip


class Reader:
    """One person at the pages of blind readings, in a browser without script."""

    def __init__(self, staff: StaffMember) -> None:
        self.staff = staff
        self.client: Client = signed_in(staff)

    def was_not_away(self) -> None:
        SignIn.objects.filter(staff=self.staff).update(seen_at=clock.now())

    def opens(self, name: str = "blind:home", *args: Any) -> str:
        return words_of(self.client.get(reverse(name, args=args), follow=True))

    def takes_next(self) -> str:
        return words_of(self.client.post(reverse("blind:next"), follow=True))

    def holds(self) -> BlindReading:
        held = blind.held_by(self.staff)
        assert held is not None
        return held

    def says(self, reading: BlindReading, verdict: str, category: str = "") -> Any:
        form = {"verdict": verdict, "category": category}
        return self.client.post(reverse("blind:judge", args=[reading.pk]), form, follow=True)

    def leaves(self, reading: BlindReading, why: str) -> Any:
        return self.client.post(reverse("blind:skip", args=[reading.pk]), {"why": why}, follow=True)


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def long_lock() -> timedelta:
    return timedelta(minutes=setting("blind.lock_minutes") + 1)
