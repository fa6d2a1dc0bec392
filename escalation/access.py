"""Escalations on somebody's behalf. To people with no business here there are none.

Safeguarding leads see all; shift leads those of live conversations; whoever opened one, owns its conversation or was
paged sees that it is there and how far it is, and no words.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import Conversation, ConversationEvent
from escalation.models import Escalation, Page
from rota import audit
from rota.access import on_duty
from rota.models import Role, Shift, StaffMember


def has_business_here(staff: StaffMember) -> bool:
    """May this person open the escalation pages at all?"""
    roles = (Role.SAFEGUARDING_LEAD, Role.SHIFT_LEAD, Role.COUNSELLOR, Role.MODERATOR)
    return staff.has_role(*roles) or escalations_open_to(staff).exists()


def escalations_open_to(staff: StaffMember) -> QuerySet[Escalation]:
    """Those that `staff` may know of."""
    if not staff.is_active:
        return Escalation.objects.none()
    if staff.has_role(Role.SAFEGUARDING_LEAD):
        return Escalation.objects.all()
    paged = Page.objects.filter(escalation=OuterRef("pk"), staff=staff)
    theirs = Q(opened_by=staff) | Q(conversation__owner=staff) | Q(Exists(paged), state__in=Escalation.UNDECIDED)
    if leads_the_shift(staff):
        theirs |= Q(conversation__ended_at=None)
    return Escalation.objects.filter(theirs)


def may_read_words(staff: StaffMember, escalation: Escalation) -> bool:
    """May this person read what was said, decided and done, or only that there is an escalation?"""
    if not staff.is_active:
        return False
    is_live = escalation.conversation.ended_at is None
    return staff.has_role(Role.SAFEGUARDING_LEAD) or (is_live and leads_the_shift(staff))


def escalation_for(staff: StaffMember, pk: int) -> Escalation:
    """The escalation, if `staff` may know of it now; that they looked is written down. Raises DoesNotExist."""
    escalation = _all_of_it(escalations_open_to(staff)).get(pk=pk)
    audit.record("escalation.opened", f"escalation:{escalation.pk}", who=staff)
    return escalation


def escalation_with_words_for(staff: StaffMember, pk: int) -> Escalation:
    """The same, for somebody about to read the whole conversation: that is written down as well."""
    escalation = _all_of_it(escalations_open_to(staff)).get(pk=pk)
    if not may_read_words(staff, escalation):
        raise Escalation.DoesNotExist
    audit.record("conversation.read", f"conversation:{escalation.conversation_id}", who=staff)
    return escalation


def conversation_to_report(staff: StaffMember, conversation_id: int) -> Conversation:
    """A conversation that `staff` knows of, to escalate it. Raises DoesNotExist.

    Leads, and shift leads on shift, know all; others those they have or had. Anyone may report what they saw.
    """
    conversations = Conversation.objects.select_related("key")
    if staff.has_role(Role.SAFEGUARDING_LEAD) or leads_the_shift(staff):
        return conversations.get(pk=conversation_id)
    took = ConversationEvent.objects.filter(conversation=OuterRef("pk"), kind=ConversationEvent.Kind.TAKEN, by=staff)
    return conversations.get(Q(owner=staff) | Q(Exists(took)), pk=conversation_id)


def leads_the_shift(staff: StaffMember) -> bool:
    """Is this person the shift lead of now?"""
    return staff.has_role(Role.SHIFT_LEAD) and on_duty(staff, Shift.Duty.SHIFT_LEAD) is not None


def _all_of_it(escalations: QuerySet[Escalation]) -> QuerySet[Escalation]:
    return escalations.select_related("key", "conversation", "conversation__key", "opened_by", "lead")
