"""Erasing: in one transaction everybody who may say no is asked, and then the keys are destroyed.

Whoever stores a message, opens an escalation, raises a flag or places a hold locks the same rows, so that each of
them is wholly before the erasure, which then sees it, or wholly after, and then finds nothing to write into.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat.keeping import outside
from chat.keeping.asking import Wanted, before_erasing, may_not_erase
from chat.keeping.holds import holds_on
from chat.keeping.shred import shred
from chat.models import Conversation, Erasure, Message, OutgoingText, Phone, Post, PostVersion, YoungPerson
from config import clock
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)


class MayNotErase(Exception):
    """Nothing was erased. `erasure` says why, in codes."""

    def __init__(self, erasure: Erasure) -> None:
        super().__init__(", ".join(erasure.stays))
        self.erasure = erasure


class Stopped(Exception):
    """Something stands against it: `codes` say what. Nothing was changed yet."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class _Asked:
    receipt: UUID
    young_person_id: UUID
    conversation_id: int | None
    why: str
    by: StaffMember | None
    at: datetime

    def row(self, state: str, stays: list[str], keys: int = 0) -> Erasure:
        return Erasure.objects.create(
            receipt=self.receipt,
            young_person_id=self.young_person_id,
            conversation_id=self.conversation_id,
            why=self.why,
            state=state,
            asked_by=self.by,
            asked_at=self.at,
            done_at=None if state == Erasure.State.REFUSED else clock.now(),
            stays=stays,
            keys_destroyed=keys,
        )


def erase_conversation(
    conversation: Conversation,
    *,
    why: str = Erasure.Why.ASKED,
    asked_by: StaffMember | None = None,
    is_still_due: Callable[[], bool] | None = None,
) -> Erasure:
    """The words of one conversation that is over. Raises MayNotErase; nothing has changed then.

    `is_still_due` is asked once its rows are locked: whatever was found before may have changed since.
    """
    return _erase(_asked(conversation.young_person_id, conversation.pk, why, asked_by), is_still_due)


def erase_young_person(
    young_person: YoungPerson, *, why: str = Erasure.Why.ASKED, asked_by: StaffMember | None = None
) -> Erasure:
    """Everything of theirs: conversations, posts, the number they text from. Raises MayNotErase."""
    return _erase(_asked(young_person.pk, None, why, asked_by))


def obstacles(wanted: Wanted) -> list[str]:
    """Why this must not be erased now, in codes; none where it may."""
    found = [*_ours(wanted), *(code for ask in may_not_erase for code in ask(wanted))]
    return list(dict.fromkeys(found))


def wanted_of(young_person_id: UUID, conversation_id: int | None) -> Wanted:
    """What would go, its rows locked: first the phone, as an incoming text does; then the person, as coming back and
    opening an escalation do; then conversations by number, then posts."""
    everything = conversation_id is None
    list(Phone.objects.select_for_update(no_key=True).filter(young_person=young_person_id))
    young_person = YoungPerson.objects.select_for_update(no_key=not everything).get(pk=young_person_id)
    theirs = Conversation.objects.filter(young_person=young_person_id)
    asked = theirs if conversation_id is None else theirs.filter(pk=conversation_id)
    conversations = list(asked.select_for_update().order_by("pk"))
    if asked.exclude(pk__in=[one.pk for one in conversations]).exists():
        raise Stopped(["open"])  # They began to write at this very moment.
    posts = Post.objects.filter(author__young_person=young_person_id) if everything else Post.objects.none()
    return Wanted(young_person, conversations, list(posts.select_for_update().order_by("pk")), everything)


def _asked(young_person_id: UUID, conversation_id: int | None, why: str, by: StaffMember | None) -> _Asked:
    if by is not None and not may(by, Action.ERASE):
        raise PermissionDenied
    return _Asked(uuid4(), young_person_id, conversation_id, why, by, clock.now())


def _erase(asked: _Asked, is_still_due: Callable[[], bool] | None = None) -> Erasure:
    try:
        with transaction.atomic():
            erasure = _in_one_go(asked, is_still_due)
    except Stopped as stopped:
        log.warning("erasure.refused")
        raise MayNotErase(asked.row(Erasure.State.REFUSED, stopped.codes)) from None
    outside.note(asked.receipt, "done", at=asked.at, about=(asked.young_person_id, asked.conversation_id))
    log.info("erasure.done", extra={"id": erasure.pk})
    return erasure


def _in_one_go(asked: _Asked, is_still_due: Callable[[], bool] | None) -> Erasure:
    wanted = wanted_of(asked.young_person_id, asked.conversation_id)
    if codes := obstacles(wanted):
        raise Stopped(codes)
    if is_still_due is not None and not is_still_due():
        raise Stopped(["not_due"])
    stays = [code for prepare in before_erasing for code in prepare(wanted)]
    gone = shred(wanted)
    erasure = asked.row(Erasure.State.DONE, list(dict.fromkeys([*stays, *gone.stays])), gone.keys)
    audit.record("words.erased", f"erasure:{erasure.pk}", who=asked.by)
    # Before the commit, so that no erasure is ever missing from the file; `outside` settles one that was not committed.
    outside.note(asked.receipt, "begun", at=asked.at, about=(asked.young_person_id, asked.conversation_id))
    return erasure


def _ours(wanted: Wanted) -> Iterator[str]:
    numbers = [one.pk for one in wanted.conversations]
    if any(not one.is_over for one in wanted.conversations):
        yield "open"
    if holds_on(wanted.young_person, wanted.conversations).exists():
        yield "held"
    if Message.objects.filter(conversation__in=numbers, reading=Message.Reading.PENDING).exists():
        yield "unread"
    if PostVersion.objects.filter(post__in=wanted.posts, reading=PostVersion.Reading.PENDING).exists():
        yield "unread"
    on_their_way = (OutgoingText.State.QUEUED, OutgoingText.State.SENDING)
    if OutgoingText.objects.filter(message__conversation__in=numbers, state__in=on_their_way).exists():
        yield "texts"
    if not wanted.is_everything and all(one.key_id is None for one in wanted.conversations):
        yield "already"
