"""Calls that are made after somebody had it: did help arrive, does a second lead agree, does the plan hold?

Such a call stands until a person has done anything with the escalation since.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from escalation.models import Escalation, EscalationEvent, Page

# What a page is about, beside the duties of the rota.
HELP, SECOND_LEAD, REVIEW = "help_arrived", "second_lead", "review"
AFTER = (HELP, SECOND_LEAD, REVIEW)


def asks() -> Q:
    """Of pages: those about this that nobody has answered."""
    done = EscalationEvent.objects.filter(
        escalation=OuterRef("escalation"), at__gte=OuterRef("at"), by__isnull=False
    ).exclude(kind__in=EscalationEvent.QUIET)
    return Q(~Exists(done), duty__in=AFTER, escalation__check_due_at__isnull=False)


def asked_about() -> Q:
    """Of escalations: those that somebody is asked about now, or to take over."""
    called = Exists(Page.objects.filter(asks(), escalation=OuterRef("pk")))
    return Q(called, check_due_at__isnull=False) | Q(offered_to__isnull=False)


def words_of(duty: str) -> str:
    return {
        HELP: _("Did help arrive? Somebody has to ask"),
        SECOND_LEAD: _("a second lead has to agree or decide otherwise"),
        REVIEW: _("the day to look at it again has come"),
    }[duty]


def words_of_offer(escalation: Escalation) -> str:
    who = escalation.lead.name if escalation.lead is not None else _("A lead")
    return _("%(who)s asks you to take this over") % {"who": who}
