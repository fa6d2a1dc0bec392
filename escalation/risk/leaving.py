"""Whoever leads a shift hands over what stands: each thing with a note, before the end or in the hours after it."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock
from escalation.models import RiskHandover, RiskItem
from escalation.risk.gather import WITH_THING, gather, waiting
from escalation.risk.people import LEADS, knows
from escalation.risk.standing import name, thing_of
from escalation.written import check_letters
from rota.models import Shift, StaffMember

# How long after its end somebody may still write what they know.
LATE = timedelta(hours=12)


def shift_to_leave(staff: StaffMember) -> Shift | None:
    """The lead's shift that somebody is on, or was on until a while ago."""
    now = clock.now()
    shifts = staff.shifts.filter(duty__in=LEADS, during__startswith__lte=now, during__endswith__gt=now - LATE)
    return shifts.order_by("-during").first()


@transaction.atomic
def leave(shift: Shift, notes: Mapping[str, str], *, by: StaffMember) -> None:
    """Hands over all that stands. `notes`: by the name of the thing ("escalation:7"), what is to be known about it.

    Raises ValidationError by name, where a note cannot be kept or somebody has signed meanwhile: then none is kept.
    """
    if shift.staff_id != by.pk or shift.duty not in LEADS:
        raise PermissionDenied
    if shift.starts_at > clock.now():
        raise ValidationError(_("This shift has not begun."))
    gather(shift, by=by)
    check_letters({f"note-{thing}": words for thing, words in notes.items()})
    wrong: dict[str, str] = {}
    for item in left_by(shift, by).select_for_update(of=("self",), no_key=True):
        words = notes.get(name(thing_of(item)), item.note or "").strip()
        if words == (item.note or ""):
            continue
        if item.signed_by is not None:
            already = _("%(name)s has signed for this: tell them yourself.")
            wrong[f"note-{name(thing_of(item))}"] = already % {"name": item.signed_by.name}
            continue
        item.note = words or None
        item.handed_by = by
        item.save(update_fields=["note", "handed_by"])
    if wrong:
        raise ValidationError(wrong)


def left_by(shift: Shift, staff: StaffMember) -> QuerySet[RiskItem]:
    """What of this shift's hand-over exists for somebody: of those that are not over by themselves."""
    items = RiskItem.objects.filter(shift=shift, over_at=None).select_related(*WITH_THING, "signed_by", "went_to")
    known = [item.pk for item in items if knows(staff, thing_of(item))]
    return items.filter(pk__in=known).order_by("pk")


def what_goes_on(shift: Shift, by: StaffMember) -> str:
    """For whoever finishes their shift: how much waits for a signature. Nobody has to stay because of it."""
    if shift.duty not in LEADS or shift.ends_at > clock.now():
        return ""
    gather(shift, by=shift.staff)
    unsigned = left_by(shift, by).filter(pk__in=waiting().values("pk")).count()
    if not unsigned:
        return ""
    words = ngettext(
        "%(n)d thing that stands is not signed for yet: it waits for whoever comes, then for the lead on call.",
        "%(n)d things that stand are not signed for yet: they wait for whoever comes, then for the lead on call.",
        unsigned,
    )
    return words % {"n": unsigned}


def is_gathered(shift: Shift) -> bool:
    """Its end was looked at: nothing more comes to it."""
    return RiskHandover.objects.filter(shift=shift, gathered_at__isnull=False).exists()
