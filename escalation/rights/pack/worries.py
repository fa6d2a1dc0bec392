"""How we tried to keep them safe: in a pack only once a safeguarding lead agreed, allegations included."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import AccessPack
from escalation.danger import of_young_person
from escalation.models import Escalation
from escalation.rights.pack.items import Item, Pack, Part
from rota.models import StaffMember
from rota.policy import unveiled


def worries(pack: AccessPack, found: Pack, reader: StaffMember | None) -> list[Part]:
    about = escalations_of(pack, reader)
    # Whoever had to do with it is named nowhere in a pack, also where the record itself is left out.
    found.staff |= {one for known in about for one in (known.lead, known.opened_by, known.about_staff) if one}
    if not pack.lead_agreed:
        found.left_out = len(about)
        return []
    return [_part(escalation, found) for escalation in about]


def escalations_of(pack: AccessPack, reader: StaffMember | None) -> QuerySet[Escalation]:
    """All about this young person or heard from them; none about whoever makes the pack, the lead, or who reads it."""
    theirs = of_young_person(pack.young_person_id) | Q(heard_in__young_person=pack.young_person)
    known = Escalation.objects.filter(theirs, key__isnull=False).select_related(
        "key", "lead", "opened_by", "about_staff"
    )
    for staff in filter(None, (pack.made_by, pack.lead, reader)):
        known = unveiled(known, staff)
    return known.order_by("opened_at", "pk")


def _part(escalation: Escalation, found: Pack) -> Part:
    title = _("How we tried to keep you safe")
    items = [
        Item(f"escalation:{escalation.pk}", _("It was about"), _(escalation.headline), escalation.opened_at, True),
        Item(
            f"urgency:{escalation.pk}", _("How soon somebody had to act"), escalation.get_urgency_display(), None, True
        ),
        *_quotes(escalation),
        *_raised(escalation, found),
        *_decided(escalation, found),
    ]
    return Part(title, items)


def _quotes(escalation: Escalation) -> Iterator[Item]:
    for quote in escalation.quotes.order_by("said_at", "pk"):
        quote.escalation = escalation
        yield Item(f"quote:{quote.pk}", _("Your words, kept with it"), quote.body or "", quote.said_at)


def _raised(escalation: Escalation, found: Pack) -> Iterator[Item]:
    for step in escalation.history.exclude(why=None).select_related("by").order_by("at", "pk"):
        step.escalation = escalation
        found.staff |= {step.by} if step.by else set()
        yield Item(f"step:{step.pk}", _("What somebody wrote about it"), step.why or "", step.at)


def _decided(escalation: Escalation, found: Pack) -> Iterator[Item]:
    for decision in escalation.decisions.select_related("decided_by").order_by("decided_at", "pk"):
        decision.escalation = escalation
        found.staff.add(decision.decided_by)
        yield Item(
            f"decision:{decision.pk}", _("Decided"), str(decision.get_outcome_display()), decision.decided_at, True
        )
        for key, label in _LABELS.items():
            if words := getattr(decision, key):
                yield Item(f"{key}:{decision.pk}", str(label), words, decision.decided_at)


_LABELS = {
    "why": gettext_lazy("Why"),
    "for_the_child": gettext_lazy("What it was to do for you"),
    "young_person_not_told_why": gettext_lazy("Why you were not told"),
    "parent_not_told_why": gettext_lazy("Why a parent or carer was not told"),
    "consulted": gettext_lazy("Who was asked"),
}
