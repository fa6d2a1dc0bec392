"""Whose sign-in, whose account: objects on somebody's behalf."""

from rota.links_by_two import links_for
from rota.models import Invitation, SignIn, StaffMember


def own_sign_in(staff: StaffMember, pk: int) -> SignIn:
    """One of their own. To everybody else it does not exist."""
    return SignIn.objects.get(pk=pk, staff=staff)


def colleague(pk: int) -> StaffMember:
    """For people who look after accounts: the door asks for their role first."""
    return StaffMember.objects.get(pk=pk)


def sign_in_of_colleague(staff: StaffMember, pk: int) -> SignIn:
    return SignIn.objects.get(pk=pk, staff=staff)


def invitation_of(staff: StaffMember, pk: int) -> Invitation:
    return Invitation.objects.get(pk=pk, staff=staff)


def link_known_to(staff: StaffMember, pk: int) -> Invitation:
    """A link into an account that a second person has to agree to. To those it does not concern it does not exist."""
    return links_for(staff).get(pk=pk)
