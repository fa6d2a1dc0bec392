"""Escalations on somebody's behalf. To people with no business here there are none.

Safeguarding leads see all; shift leads those of live conversations; whoever opened one (a counsellor, a moderator),
owns its conversation or was paged sees that it is there and how far it is, and no words. One about somebody who
works here is for leads and managers alone, and for its subject there is none. The table is rota/policy/table.py.
"""

from django.db.models import QuerySet

from chat.models import Conversation, Post
from escalation.models import Escalation
from escalation.related import EVERYBODY as EVERYBODY
from escalation.subjects import WITH_SUBJECT, Subject, name, subjects_of
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, open_to

# A page that was open showed something new by itself; whoever it was open for opened it before.
REFRESHED = "escalation.refreshed"


def has_business_here(staff: StaffMember) -> bool:
    """May this person open the escalation pages at all?"""
    return bool(may(staff, Action.OPEN_ESCALATIONS)) or escalations_open_to(staff).exists()


def escalations_open_to(staff: StaffMember) -> QuerySet[Escalation]:
    """Those that `staff` may know of. One whose years are over has no words any more, and no page."""
    return open_to(staff, Action.KNOW, Escalation.objects.filter(key__isnull=False))


def may_read_words(staff: StaffMember, escalation: Escalation) -> bool:
    """May this person read what was said, decided and done, or only that there is an escalation?"""
    return bool(may(staff, Action.READ, escalation))


def escalation_for(staff: StaffMember, pk: int, *, action: str = "escalation.opened") -> Escalation:
    """The escalation, if `staff` may know of it now; that they looked is written down. Raises DoesNotExist."""
    escalation = _all_of_it(escalations_open_to(staff)).get(pk=pk)
    ground = may(staff, Action.KNOW, escalation).ground
    audit.record(action, f"escalation:{escalation.pk}", who=staff, ground=ground)
    return escalation


def escalation_with_words_for(staff: StaffMember, pk: int) -> Escalation:
    """The same, for somebody about to read the whole conversation, or all posts of one author: written down as well."""
    escalation = _all_of_it(escalations_open_to(staff)).get(pk=pk)
    if not may_read_words(staff, escalation):
        raise Escalation.DoesNotExist
    for subject in heard_words_of(escalation):
        action = f"{name(subject).partition(':')[0]}.read"
        audit.record(action, name(subject), who=staff, ground=f"escalation:{escalation.pk}")
    return escalation


def heard_words_of(escalation: Escalation) -> list[Subject]:
    """Everything whose words go with it: of an allegation, where it was heard. Raises DoesNotExist where nothing is."""
    if not escalation.is_allegation:
        return subjects_of(escalation)
    if escalation.heard_in is None:
        raise Escalation.DoesNotExist
    return [escalation.heard_in]


def conversation_to_report(staff: StaffMember, conversation_id: int) -> Conversation:
    """A conversation that `staff` knows of, to escalate it. Raises DoesNotExist.

    Leads, and shift leads on shift, know all; others those they have or had. Anyone may report what they saw.
    """
    return open_to(staff, Action.REPORT_CHAT, Conversation.objects.select_related("key")).get(pk=conversation_id)


def post_to_report(staff: StaffMember, post_id: int) -> Post:
    """A post that `staff` knows of, to escalate it: moderators and leads know all, others what is public.

    Raises DoesNotExist.
    """
    return open_to(staff, Action.REPORT_POST, Post.objects.select_related("author__key")).get(pk=post_id)


def _all_of_it(escalations: QuerySet[Escalation]) -> QuerySet[Escalation]:
    return escalations.select_related("key", "opened_by", "lead", *WITH_SUBJECT)
