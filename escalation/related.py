"""How somebody stands to an escalation, as the policy's table says it in words; and what does not exist for them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from chat.models import Hold
from escalation.models import Escalation, Page
from rota.models import StaffMember
from rota.policy import Relation

# The last step of the rota's chain of pages.
EVERYBODY = "everybody"
# What is open to more than leads and managers is never about somebody who works here.
NO_ALLEGATION = Q(about_staff=None)


def _paged(staff: StaffMember) -> Q:
    pages = Page.objects.filter(escalation=OuterRef("pk"), staff=staff)
    return NO_ALLEGATION & Q(Exists(pages), state__in=Escalation.UNDECIDED)


def _everybody_is_called(_staff: StaffMember) -> Q:
    """The last step of its chain called everybody who was on; whoever came on since is called as well."""
    later = Page.objects.filter(escalation=OuterRef("escalation"), step__gt=OuterRef("step"))
    called = Page.objects.filter(~Exists(later), escalation=OuterRef("pk"), duty=EVERYBODY)
    return NO_ALLEGATION & Q(Exists(called), state=Escalation.State.OPENED)


TO_AN_ESCALATION = {
    Relation.OPENED_IT: lambda staff: NO_ALLEGATION & Q(opened_by=staff),
    Relation.OWNS_ITS_CHAT: lambda staff: Q(conversation__owner=staff),
    Relation.PAGED: _paged,
    Relation.CALLED: _everybody_is_called,
    Relation.LIVE: lambda _staff: Q(conversation__isnull=False, conversation__ended_at=None),
    Relation.ALLEGATION: lambda _staff: Q(about_staff__isnull=False),
    Relation.OPEN: lambda _staff: NO_ALLEGATION & ~Q(state=Escalation.State.CLOSED),
}
TO_A_GLASS = {
    Relation.ASKED: lambda staff: Q(asked_by=staff),
    Relation.PAGED: lambda staff: Q(calls__staff=staff),
    Relation.NOT_ASKED: lambda staff: ~Q(asked_by=staff),
}


def about_them(staff: StaffMember) -> Q:
    """An allegation does not exist for whoever it is about, lead or manager or not."""
    return Q(about_staff=staff)


def names_of_those(staff: StaffMember) -> Iterable[str]:
    return (f"escalation:{pk}" for pk in Escalation.objects.filter(about_staff=staff).values_list("pk", flat=True))


def holds_about_them(staff: StaffMember) -> Q:
    """Holds of others because of an allegation, for everybody whom one is about: which one it is, no hold says."""
    one_about_them = Escalation.objects.filter(about_staff=staff)
    return Q(Exists(one_about_them), why=Hold.Why.ALLEGATION) & ~Q(placed_by=staff)


def names_of_those_holds(staff: StaffMember) -> Iterable[str]:
    return (f"hold:{pk}" for pk in Hold.objects.filter(holds_about_them(staff)).values_list("pk", flat=True))
