"""After a backup was restored: what was erased since is erased again, before anybody is let in."""

import logging

from django.db import DatabaseError, transaction
from django.db.models import Q

from chat.keeping import outside
from chat.keeping.asking import Wanted, before_erasing
from chat.keeping.erase import wanted_of
from chat.keeping.outside import Line
from chat.keeping.shred import shred
from chat.models import Conversation, Erasure, ErasuresTold, YoungPerson
from chat.moves import Move, move
from config import clock

log = logging.getLogger(__name__)


def left_to_replay() -> list[Line]:
    """Erasures whose words the database still has. What a crash left open counts: everybody had agreed to it."""
    return [line for line in outside.erasures() if line.state != "not_done" and _still_has(line)]


def is_behind() -> bool:
    """Does this database hold words that the file says were erased? Nobody is let in while it does.

    Only what was added to the file since the last look is looked at. How far that was stands in the database: a
    restored backup brings back how far it was then.
    """
    told = ErasuresTold.objects.filter(pk=1).values_list("up_to", flat=True).first() or 0
    lines, end = outside.after(told)
    if told == end:
        return False
    done = set(Erasure.objects.filter(receipt__in=[line.receipt for line in lines]).values_list("receipt", flat=True))
    waits = [line for line in lines if line.state != "not_done" and line.receipt not in done]
    # A line left at "begun" is a crash before the commit: nothing was erased then, and `outside.settle` says so.
    if any(line.state == "done" and _still_has(line) for line in waits):
        return True
    if all(line.state == "done" for line in waits):
        ErasuresTold.objects.update_or_create(pk=1, defaults={"up_to": end, "at": clock.now()})
    return False


def is_without_file() -> bool:
    """Was more erased here than the file knows? Then it is not the file of this database, or an old one."""
    told = ErasuresTold.objects.filter(pk=1).values_list("up_to", flat=True).first() or 0
    return outside.after(told)[1] < told


def replay_all() -> int:
    """All that is left, one transaction each. Gives how many could not be done again."""
    for line in left_to_replay():
        try:
            replay(line)
        except DatabaseError as trouble:
            log.error("erasure.not_replayed", extra={"error": type(trouble).__name__})
    return len(left_to_replay())


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
    posts = Q(member__key__isnull=False, member__joined_at__lte=line.at)
    # A phone that was heard again since is theirs anew.
    phone = Q(phone__key__isnull=False, phone__last_heard_at__lte=line.at)
    return theirs.exists() or person.filter(posts | phone).exists()


@transaction.atomic
def _end(conversations: list[Conversation]) -> None:
    for one in conversations:
        conversation = Conversation.objects.select_for_update().get(pk=one.pk)
        if not conversation.is_over:
            move(conversation, Move.END_AT_ONCE, close_reason="erased")
