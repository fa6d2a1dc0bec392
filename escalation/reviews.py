"""What the review of posts asks of this app: an escalation by hand, and whether there is one."""

from chat.models import Member, Post
from escalation import open as opening
from escalation.danger import of_young_person
from escalation.models import Escalation
from rota.models import StaffMember


def escalate(post: Post, urgency: str, why: str, opened_by: StaffMember) -> int:
    """A moderator is worried about whoever wrote this. Gives the number of the escalation."""
    return opening.open_by_hand(post, urgency, why, opened_by).pk


def has_open_escalation(member: Member) -> bool:
    """Does somebody have to decide about this member now, for a post or for a conversation?"""
    about = of_young_person(member.young_person_id)
    undecided = (*Escalation.UNDECIDED, Escalation.State.SECOND_REVIEW)
    return Escalation.objects.filter(about, state__in=undecided).exists()
