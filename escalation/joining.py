"""Several records of one young person become one escalation, where they say so or a lead finds out.

We never guess that two are one. Either they came back with their code word, from where another chat of theirs was
open; or a lead says so, with a reason. Nobody's words move: each keeps its key, and what it was begun with.
"""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chat.models import Concern, Conversation, YoungPerson
from chat.urgency import Urgency
from config import clock
from escalation.changing import changing
from escalation.danger import add_subject, note_step, of_young_person, tell
from escalation.models import Escalation, EscalationEvent, EscalationFlag
from escalation.open import stop_flag_clocks
from escalation.quotes import keep_quotes
from escalation.reasons import LONGEST
from escalation.subjects import Subject, name, subject_of, subjects_of, whose
from escalation.working.checks import next_check
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

_Kind = EscalationEvent.Kind
# Kept in English and translated when they are shown.
CODE_WORD = gettext_noop("Came back with their code word")
FOUND_OUT = gettext_noop("A lead found out that it is the same young person")


_TIGHTER = ("urgency", "headline", "acknowledge_due_at", "decide_due_at", "page_due_at", "check_due_at", "young_person")


class NotTheSame(ValidationError):
    """These two cannot become one."""


@transaction.atomic
def link_by_hand(
    escalation: Escalation, other: Escalation | Conversation, *, why: str, by: StaffMember, seen: int | None = None
) -> Escalation:
    """A lead found out that both are of one young person. Gives the escalation in which everything goes on.

    Two that are undecided become the older one; a chat comes to this one. Raises ValidationError field by field, Stale
    where `seen` is no longer so. Safe to repeat.
    """
    _check(escalation, other, why, by)
    _lock(escalation, other)
    with changing(escalation.pk, seen=seen) as escalation:
        if not escalation.is_undecided:
            raise NotTheSame({"same": _("This one is decided. Link the one that is open.")})
        found = other if isinstance(other, Escalation) else _open_one_of(other)
        _say_who(escalation, other)
        if found is None or found.pk == escalation.pk:
            assert isinstance(other, Conversation)
            _know(escalation, other)
            return _add(escalation, other, by=by, why=why.strip(), detail=FOUND_OUT)
        return join(escalation, found, by=by, why=why.strip(), detail=FOUND_OUT)


@transaction.atomic
def came_back(conversation: Conversation, before: Conversation) -> Escalation | None:
    """They came back with their code word where another chat was open until then: that was them as well.

    What is undecided about either belongs together from now on; where nothing is, there is nothing to link.
    Safe to repeat.
    """
    people = {conversation.young_person_id, before.young_person_id}
    list(YoungPerson.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    either = of_young_person(conversation.young_person_id) | of_young_person(before.young_person_id)
    theirs = Escalation.objects.filter(either, state__in=Escalation.UNDECIDED, about_staff=None)
    found = list(theirs.order_by("pk"))
    if not found:
        return None
    first = found[0]
    for later in found[1:]:
        first = join(first, later, by=None, why="", detail=CODE_WORD)
    for chat in (conversation, before):
        first = _add(first, chat, by=None, why="", detail=CODE_WORD)
    return first


def join(one: Escalation, other: Escalation, *, by: StaffMember | None, why: str, detail: str) -> Escalation:
    """The later one goes on in the older one, never looser: the higher urgency, the earlier clocks, all that raised it.

    Whoever calls holds the rows of both young people.
    """
    first, later = _locked_in_order(one, other)
    if later.joined_to_id == first.pk:
        return first
    if not first.is_undecided or not later.is_undecided:
        raise NotTheSame({"same": _("One of them is decided already. Two open ones can become one.")})
    for subject in subjects_of(later):
        add_subject(first, subject, by=by)
    for link in later.flag_links.order_by("pk"):
        EscalationFlag.objects.get_or_create(
            escalation=first, flag_id=link.flag_id, defaults={"linked_at": link.linked_at}
        )
    _tighten(first, later)
    _close(later, first)
    first.check_due_at = next_check(first)
    first.save(update_fields=_TIGHTER)
    note_step(first, _Kind.LINKED, by=by, was=str(later.pk), now=first.urgency, detail=detail, why=why)
    note_step(later, _Kind.JOINED_TO, by=by, was=Escalation.State.CLOSED, now=str(first.pk), detail=detail, why=why)
    keep_quotes(first)
    log.info("escalation.joined_to", extra={"escalation": later.pk, "id": first.pk})
    tell(first)
    return first


def _tighten(first: Escalation, later: Escalation) -> None:
    if Urgency(later.urgency).rank > Urgency(first.urgency).rank:
        first.urgency, first.headline = later.urgency, later.headline
    first.acknowledge_due_at = min(first.acknowledge_due_at, later.acknowledge_due_at)
    first.decide_due_at = min(first.decide_due_at, later.decide_due_at)
    pages = [at for at in (first.page_due_at, later.page_due_at) if at is not None]
    first.page_due_at = min(pages, default=clock.now())
    first.young_person_id = first.young_person_id or later.young_person_id


def _close(later: Escalation, first: Escalation) -> None:
    later.state, later.joined_to, later.closed_at = Escalation.State.CLOSED, first, clock.now()
    later.page_due_at = later.lease_until = later.held_until = later.hold_why = None
    later.offered_to = later.offered_at = later.check_due_at = None
    later.save()
    # What had joined it goes on where it does: one step leads there.
    Escalation.objects.filter(joined_to=later).update(joined_to=first)


def _add(escalation: Escalation, subject: Subject, *, by: StaffMember | None, why: str, detail: str) -> Escalation:
    if subject not in subjects_of(escalation) and add_subject(escalation, subject, by=by):
        note_step(escalation, _Kind.LINKED, by=by, was=name(subject)[:20], detail=detail, why=why)
        stop_flag_clocks(subject)
        keep_quotes(escalation)
        tell(escalation)
    return escalation


def _know(escalation: Escalation, other: Conversation) -> None:
    if escalation.young_person_id is None:
        escalation.young_person_id = other.young_person_id
        escalation.save(update_fields=["young_person"])


def _say_who(escalation: Escalation, other: Escalation | Conversation) -> None:
    """What somebody outside said was about nobody known until now."""
    young_person = other.young_person_id
    for subject in subjects_of(escalation):
        if isinstance(subject, Concern) and whose(subject) is None and young_person is not None:
            Concern.objects.filter(pk=subject.pk).update(young_person=young_person)


def _locked_in_order(one: Escalation, other: Escalation) -> tuple[Escalation, Escalation]:
    numbers = sorted((one.pk, other.pk))
    found = Escalation.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")
    first, later = list(found)
    return first, later


def _lock(escalation: Escalation, other: Escalation | Conversation) -> None:
    """Both young people, the lower number first, before their escalations; concerns before them."""
    subjects = subjects_of(escalation) + (subjects_of(other) if isinstance(other, Escalation) else [other])
    concerns = [one.pk for one in subjects if isinstance(one, Concern)]
    list(Concern.objects.select_for_update(no_key=True).filter(pk__in=concerns).order_by("pk"))
    people = {person for one in subjects if (person := whose(one)) is not None}
    list(YoungPerson.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    if isinstance(other, Escalation):
        _locked_in_order(escalation, other)


def _open_one_of(conversation: Conversation) -> Escalation | None:
    theirs = Escalation.objects.filter(
        of_young_person(conversation.young_person_id), state__in=Escalation.UNDECIDED, about_staff=None
    )
    return theirs.order_by("pk").first()


def _check(escalation: Escalation, other: Escalation | Conversation, why: str, by: StaffMember) -> None:
    if not may(by, Action.DECIDE, escalation):
        raise PermissionDenied
    wrong: dict[str, str] = {}
    if not why.strip():
        wrong["same_why"] = _("Say how you know that it is the same young person.")
    elif len(why) > LONGEST or "\0" in why:
        wrong["same_why"] = _("Say it in fewer words, without odd characters.")
    if escalation.is_allegation or (isinstance(other, Escalation) and other.is_allegation):
        wrong["same"] = _("There is no such escalation or chat.")  # what it is about is nobody's to come upon
    elif other == escalation or (isinstance(other, Conversation) and other == subject_of(escalation)):
        wrong["same"] = _("That is this one.")
    if wrong:
        raise ValidationError(wrong)
