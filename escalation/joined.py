"""What goes on in an escalation: its own, and what those left open that joined it. Words stay under their keys."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from escalation.models import EmergencyCall, Escalation, EscalationEvent, Referral, Share

_Kind = EscalationEvent.Kind
# Steps of what they left open: done where they lie, and to be seen where everything goes on.
LEFT_OPEN = (
    _Kind.CALLED, _Kind.REACHED, _Kind.NOT_REACHED, _Kind.REFERRED, _Kind.CHASED, _Kind.ANSWERED, _Kind.RECALLED,
    _Kind.TOLD, _Kind.NOT_TOLD, _Kind.DISSENTED, _Kind.SETTLED,
)  # fmt: skip
# Where everything goes on, for rows that belong to an escalation.
GOES_ON_IN = Coalesce(F("escalation__joined_to_id"), F("escalation_id"))


def of(escalation: Escalation) -> Q:
    """Rows that belong to it, or to one that joined it."""
    return Q(escalation=escalation) | Q(escalation__joined_to=escalation)


def numbers_of(escalation: Escalation) -> list[int]:
    """Its own number first."""
    joined = Escalation.objects.filter(joined_to=escalation).order_by("pk")
    return [escalation.pk, *joined.values_list("pk", flat=True)]


def calls_of(escalation: Escalation) -> QuerySet[EmergencyCall]:
    return EmergencyCall.objects.filter(of(escalation)).select_related("escalation__key")


def referrals_of(escalation: Escalation) -> QuerySet[Referral]:
    return Referral.objects.filter(of(escalation)).select_related("escalation__key")


def shares_of(escalation: Escalation) -> QuerySet[Share]:
    return Share.objects.filter(of(escalation)).select_related("escalation__key")


def steps_of_others(escalation: Escalation) -> QuerySet[EscalationEvent]:
    """Of those that joined it: the steps of what they left open."""
    steps = EscalationEvent.objects.filter(escalation__joined_to=escalation, kind__in=LEFT_OPEN)
    return steps.select_related("by", "about", "escalation__key")
