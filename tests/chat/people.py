"""The cast of the chat's own stories, at the commands: a young person with a conversation, staff with a sign-in."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import psycopg
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from chat.access import SignedIn, new_young_person, speaker_of
from chat.conversations import start_conversation
from chat.journal import Answer, Refused, Speaker, Stored, Words, append_now
from chat.models import Conversation, Message, YoungPerson
from config import clock
from rota.models import Role, Shift, StaffMember
from rota.people import add_staff
from rota.shifts import put_on

Given = TypeVar("Given")


@dataclass(frozen=True)
class Writer:
    """Somebody and the conversation they write in."""

    conversation: Conversation
    speaker: Speaker

    def words(self, body: str = "hello", client_id: UUID | None = None) -> Words:
        key = self.conversation.sealing_key()
        return Words(self.conversation.pk, client_id or uuid4(), self.speaker, body, key.pk, key.unwrapped())

    def says(self, body: str = "hello", client_id: UUID | None = None) -> Answer:
        return append_now(self.words(body, client_id))


@dataclass(frozen=True)
class Aisha(Writer):
    """A young person on the web."""

    young_person: YoungPerson
    cookie: str


def aisha(**more: Any) -> Aisha:
    young_person, cookie = new_young_person()
    conversation = start_conversation(young_person, **more)
    return Aisha(conversation, speaker_of(young_person), young_person, cookie)


def counsellor(name: str = "Sam", *, level: str = "senior", is_on_shift: bool = True) -> StaffMember:
    staff = add_staff(f"{name.lower()}@example.org", name, [Role.COUNSELLOR], level)
    if is_on_shift:
        put_on(staff, Shift.Duty.COUNSELLOR, clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=7))
    return staff


def signs_in(staff: StaffMember) -> SignedIn:
    """What the sign-in page leaves in the database."""
    kept = SessionStore()
    kept[SESSION_KEY] = str(staff.pk)
    kept[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    kept[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    kept.save()
    return SignedIn(staff, kept.session_key or "")


def talks_to(staff: StaffMember, conversation: Conversation) -> Writer:
    """A counsellor at the console, in a conversation that may be theirs or not."""
    return Writer(conversation, signs_in(staff).speaker)


def transcript_of(conversation: Conversation) -> list[tuple[int, str]]:
    """What is stored, opened again, in the order of places."""
    stored = Message.objects.filter(conversation=conversation).order_by("place")
    return [(message.place, message.body) for message in stored]


def places_in(conversation: Conversation) -> list[int]:
    return [place for place, _ in transcript_of(conversation)]


def place_of(answer: Answer) -> int:
    assert isinstance(answer, Stored), answer
    return answer.place


def reason_of(answer: Answer) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


def at_once(works: Sequence[Callable[[], Given]]) -> list[Given]:
    """Each in a thread of its own, all at the same time; each gives its database connection back."""

    def tidily(work: Callable[[], Given]) -> Given:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(tidily, works))


def wait_until_waiting(onlooker: psycopg.Connection, how_many: int, *, seconds: float = 10.0) -> None:
    """So many connections to this database wait for a lock."""
    limit = time.monotonic() + seconds
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while onlooker.execute(waiting).fetchone() != (how_many,):
        assert time.monotonic() < limit, f"{how_many} never waited for a lock"
        time.sleep(0.01)
