"""When it is destroyed where somebody connected from: the chat is over for 72 hours, nobody holds it, and nothing about
them is open. Asked again in the very statement that destroys."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.keeping.erase import Stopped
from chat.models import Conversation, Whence, YoungPerson
from chat.whence import gone
from escalation.models import Escalation, Subject
from rota import audit

_State = Escalation.State
# Closed, or decided with nothing that anybody is asked about: one from before there were days of review.
OVER = Q(state=_State.CLOSED) | Q(state=_State.DECIDED, check_due_at=None)


def over(at: datetime) -> QuerySet[Whence]:
    return gone.over(at)


def due(at: datetime) -> QuerySet[Whence]:
    """The same without what somebody holds, or may still need to find them."""
    return gone.not_held(gone.over(at)).filter(~Exists(_open_about_them()), ~Exists(_came_to_an_open_one()))


@transaction.atomic
def destroy(row: Whence, at: datetime) -> None:
    """Whoever places a hold, opens an escalation or goes on with the chat holds one of these rows: they are wholly
    before this, and the statement sees it, or wholly after. Raises Stopped."""
    talk = Conversation.objects.select_for_update(no_key=True).get(pk=row.conversation_id)
    YoungPerson.objects.select_for_update(no_key=True).get(pk=talk.young_person_id)
    if not gone.destroy(due(at).filter(pk=row.pk)):
        raise Stopped(["held"])
    audit.record("whence.destroyed", f"conversation:{talk.pk}", who=None)


def _open() -> QuerySet[Escalation]:
    return Escalation.objects.exclude(OVER)


def _open_about_them() -> QuerySet[Escalation]:
    """Also an allegation that was heard in this chat: whoever looks into it may have to find them."""
    theirs = OuterRef("conversation__young_person")
    return _open().filter(Q(young_person=theirs) | Q(heard_in__young_person=theirs))


def _came_to_an_open_one() -> QuerySet[Subject]:
    theirs = OuterRef("conversation__young_person")
    return Subject.objects.filter(escalation__in=_open()).filter(
        Q(conversation__young_person=theirs)
        | Q(post__author__young_person=theirs)
        | Q(concern__young_person=theirs)
        | Q(concern__about_member__young_person=theirs)
    )
