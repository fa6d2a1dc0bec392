"""One person a role, and one escalation that has nothing to do with most of them."""

from chat.models import Post
from escalation.models import Escalation
from escalation.open import open_escalation
from moderation.models import Review
from rota.models import RoleGrant, StaffMember
from tests.forum.people import approve, writes
from tests.forum.review import waits
from tests.people import flagged, make_aisha


def staff_member(role: str) -> StaffMember:
    """Somebody who holds this role and no other."""
    email = f"{role}@matrix.example"
    member = StaffMember.objects.filter(email=email).first()
    if member is None:
        member = StaffMember.objects.create_user(email, "a-long-password-for-tests", name=role.title())
        RoleGrant.objects.create(staff=member, role=role)
    return member


def an_escalation() -> Escalation:
    return open_escalation(flagged(make_aisha().says("i took the whole packet")))


def a_public_post() -> Post:
    """The first post of a thread, by somebody who is not in the matrix."""
    return approve(writes().begins(), staff_member("moderator"))


def a_review() -> Review:
    """A post that waits for a moderator."""
    return waits(writes().begins("school", "nobody talks to me there"))
