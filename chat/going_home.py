"""The end of somebody's shift, as far as young people are concerned: who is still theirs, and who has them next.

The rota asks before somebody can finish, without knowing of conversations (`rota/planning/on_shift.py`).
"""

from django.db import transaction

from chat.models import Conversation
from chat.moves import Move, may_move, move
from chat.queue import at_the_top
from chat.saying import say
from rota.models import StaffMember


def in_hand(staff: StaffMember) -> int:
    """How many conversations somebody owns."""
    return Conversation.objects.filter(owner=staff, ended_at=None).count()


@transaction.atomic
def hand_on(staff: StaffMember) -> None:
    """They may go: whom they have is first in the queue from this moment, and is told so.

    What is being handed over already has its own clock and goes the same way when that runs out.
    """
    theirs = Conversation.objects.select_for_update().filter(owner=staff, ended_at=None).order_by("pk")
    for conversation in theirs:
        if may_move(conversation, Move.RETURN):
            move(conversation, Move.RETURN, **at_the_top(conversation))
            say(conversation, "cut_off")
