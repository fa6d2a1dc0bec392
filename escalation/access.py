"""Escalations on somebody's behalf. To people with no business here there are none.

Safeguarding leads see all; shift leads those of live conversations; whoever opened one (a counsellor, a moderator),
owns its conversation or was paged sees that it is there and how far it is, and no words.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import Conversation, ConversationEvent, Post
from escalation.models import Escalation, Page
from escalation.subjects import WITH_SUBJECT, is_live, name, subject_of
from rota import audit
from rota.access import on_duty
from rota.models import Role, Shift, StaffMember

# A page that was open showed something new by itself; whoever it was open for opened it before.
REFRESHED = "escalation.refreshed"
# The last step of the rota's chain of pages.
EVERYBODY = "everybody"


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
    if on_duty(staff) is not None:
        theirs |= Q(Exists(_everybody_is_called()), state=Escalation.State.OPENED)
    if leads_the_shift(staff):
        theirs |= Q(conversation__isnull=False, conversation__ended_at=None)
    return Escalation.objects.filter(theirs)


def may_read_words(staff: StaffMember, escalation: Escalation) -> bool:
    """May this person read what was said, decided and done, or only that there is an escalation?"""
    if not staff.is_active:
        return False
    may_as_shift_lead = is_live(subject_of(escalation)) and leads_the_shift(staff)
    return staff.has_role(Role.SAFEGUARDING_LEAD) or may_as_shift_lead


def escalation_for(staff: StaffMember, pk: int, *, action: str = "escalation.opened") -> Escalation:
    """The escalation, if `staff` may know of it now; that they looked is written down. Raises DoesNotExist."""
    escalation = _all_of_it(escalations_open_to(staff)).get(pk=pk)
    audit.record(action, f"escalation:{escalation.pk}", who=staff)
    return escalation


def escalation_with_words_for(staff: StaffMember, pk: int) -> Escalation:
    """The same, for somebody about to read the whole conversation, or all posts of one author: written down as well."""
    escalation = _all_of_it(escalations_open_to(staff)).get(pk=pk)
    if not may_read_words(staff, escalation):
        raise Escalation.DoesNotExist
    subject = subject_of(escalation)
    audit.record("post.read" if isinstance(subject, Post) else "conversation.read", name(subject), who=staff)
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


def post_to_report(staff: StaffMember, post_id: int) -> Post:
    """A post that `staff` knows of, to escalate it: moderators and leads know all, others what is public.

    Raises DoesNotExist.
    """
    posts = Post.objects.select_related("author__key")
    if staff.has_role(Role.SAFEGUARDING_LEAD, Role.MODERATOR):
        return posts.get(pk=post_id)
    return posts.get(pk=post_id, published_version__isnull=False)


def _everybody_is_called() -> QuerySet[Page]:
    """The last step of its chain called everybody who was on; whoever came on since is called as well."""
    later = Page.objects.filter(escalation=OuterRef("escalation"), step__gt=OuterRef("step"))
    return Page.objects.filter(~Exists(later), escalation=OuterRef("pk"), duty=EVERYBODY)


def leads_the_shift(staff: StaffMember) -> bool:
    """Is this person the shift lead of now?"""
    return staff.has_role(Role.SHIFT_LEAD) and on_duty(staff, Shift.Duty.SHIFT_LEAD) is not None


def _all_of_it(escalations: QuerySet[Escalation]) -> QuerySet[Escalation]:
    return escalations.select_related("key", "opened_by", "lead", *WITH_SUBJECT)
