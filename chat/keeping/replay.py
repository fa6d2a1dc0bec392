"""After a backup was restored: what was erased since is erased again, before anybody is let in."""

import logging

from django.db import transaction

from chat.keeping import outside
from chat.keeping.asking import Wanted, before_erasing
from chat.keeping.erase import wanted_of
from chat.keeping.outside import Line
from chat.keeping.shred import shred
from chat.models import Conversation, Erasure, YoungPerson
from chat.moves import Move, move
from config import clock

log = logging.getLogger(__name__)


def left_to_replay() -> list[Line]:
    """Erasures whose words the database still has. What a crash left open counts: everybody had agreed to it."""
    return [line for line in outside.erasures() if line.state != "not_done" and _still_has(line)]


@transaction.atomic
def replay(line: Line) -> Erasure | None:
    """Nobody is asked again: it was lawful then. A conversation that was still open in the backup is ended.

    Numbers are given anew after a restore, so only what belongs to the same person counts, and only what was begun
    before the erasure.
    """
    wanted = wanted_of(line.young_person, line.conversation)
    older = [one for one in wanted.conversations if one.opened_at <= line.at]
    is_everything = wanted.is_everything and len(older) == len(wanted.conversations)
    wanted = Wanted(wanted.young_person, older, wanted.posts if is_everything else [], is_everything)
    _end(older)
    stays = [code for prepare in before_erasing for code in prepare(wanted)]
    gone = shred(wanted)
    log.info("erasure.replayed")
    if Erasure.objects.filter(receipt=line.receipt).exists():
        return None
    return Erasure.objects.create(
        receipt=line.receipt,
        young_person=wanted.young_person,
        conversation_id=line.conversation,
        why=Erasure.Why.ASKED,
        state=Erasure.State.REPLAYED,
        asked_at=line.at,
        done_at=clock.now(),
        stays=list(dict.fromkeys([*stays, *gone.stays])),
        keys_destroyed=gone.keys,
    )


def _still_has(line: Line) -> bool:
    theirs = Conversation.objects.filter(young_person=line.young_person, key__isnull=False, opened_at__lte=line.at)
    if line.conversation is not None:
        return theirs.filter(pk=line.conversation).exists()
    person = YoungPerson.objects.filter(pk=line.young_person)
    return theirs.exists() or person.filter(member__key__isnull=False, member__joined_at__lte=line.at).exists()


@transaction.atomic
def _end(conversations: list[Conversation]) -> None:
    for one in conversations:
        conversation = Conversation.objects.select_for_update().get(pk=one.pk)
        if not conversation.is_over:
            move(conversation, Move.END_AT_ONCE, close_reason="erased")
