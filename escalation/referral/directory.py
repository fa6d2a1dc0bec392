"""The front doors of councils: added, changed, checked and ended by leads. An ended one stays, for what went there."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from escalation.models import Council
from escalation.referral.typed_in import is_odd
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

FIELDS = ("name", "nation", "places", "day_phone", "night_phone", "day_hours", "written_to", "lado_contact")
NEEDED = ("name", "nation", "day_phone", "night_phone")
_PHONE = re.compile(r"[0-9+() /-]*([0-9][ ()/-]*){3,}( ?(ext|x)\.? ?[0-9]+)?", re.IGNORECASE)


def standing() -> QuerySet[Council]:
    return Council.objects.filter(ended_at=None).select_related("checked_by").order_by("name", "pk")


def found(words: str) -> QuerySet[Council]:
    """By name and by the places people name instead: every word has to be in one of them."""
    councils = standing()
    for word in words.split()[:10]:
        councils = councils.filter(Q(name__icontains=word) | Q(places__icontains=word))
    return councils


def is_old(council: Council, at: datetime | None = None) -> bool:
    """Nobody checked it for so long that its numbers may be wrong."""
    return council.checked_at <= (at or clock.now()) - timedelta(days=setting("directory.old_after_days"))


@transaction.atomic
def add(given: Mapping[str, str], *, by: StaffMember, checked_at: datetime | None = None) -> Council:
    """Raises ValidationError, field by field."""
    return _save(Council(checked_at=checked_at or clock.now(), checked_by=by), given, by, "council.added")


@transaction.atomic
def change(
    council: Council, given: Mapping[str, str], *, by: StaffMember, checked_at: datetime | None = None
) -> Council:
    """Whoever changes it looked it up today."""
    council = _locked(council)
    council.checked_at, council.checked_by = checked_at or clock.now(), by
    return _save(council, given, by, "council.changed")


@transaction.atomic
def checked_today(council: Council, *, by: StaffMember) -> Council:
    """Everything that stands there is still so."""
    council = _locked(council)
    _may(by)
    council.checked_at, council.checked_by = clock.now(), by
    council.save(update_fields=["checked_at", "checked_by"])
    audit.record("council.checked", f"council:{council.pk}", who=by)
    return council


@transaction.atomic
def end(council: Council, *, by: StaffMember) -> Council:
    """It is no front door any more. What was sent there still names it. Safe to repeat."""
    _may(by)
    council = Council.objects.select_for_update().get(pk=council.pk)
    if council.ended_at is None:
        council.ended_at = clock.now()
        council.save(update_fields=["ended_at"])
        audit.record("council.ended", f"council:{council.pk}", who=by)
    return council


def cleaned(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed, trimmed. Raises ValidationError with all that is wrong, by field."""
    typed = {name: given.get(name, "").strip() for name in FIELDS}
    wrong = {
        name: _("Write it here: the directory is for the minute when somebody needs it.")
        for name in NEEDED
        if not typed[name]
    }
    for name, text in typed.items():
        if is_odd(text, getattr(Council._meta.get_field(name), "max_length", None) or 0):
            wrong[name] = _("Write it in fewer words, without odd characters.")
    if typed["nation"] and typed["nation"] not in Council.Nation.values:
        wrong["nation"] = _("Choose one of the four nations.")
    for name in ("day_phone", "night_phone"):
        if typed[name] and name not in wrong and not _PHONE.fullmatch(typed[name]):
            wrong[name] = _("This is no telephone number.")
    if wrong:
        raise ValidationError(wrong)
    return typed


def _save(council: Council, given: Mapping[str, str], by: StaffMember, verb: str) -> Council:
    _may(by)
    for name, text in cleaned(given).items():
        setattr(council, name, text)
    try:
        with transaction.atomic():
            council.save()
    except IntegrityError:
        raise ValidationError({"name": _("A council of this name is in the directory already.")}) from None
    audit.record(verb, f"council:{council.pk}", who=by)
    return council


def _locked(council: Council) -> Council:
    locked = Council.objects.select_for_update().get(pk=council.pk)
    if locked.ended_at is not None:
        raise ValidationError(_("This entry was ended meanwhile. Add it anew if it is a front door again."))
    return locked


def _may(by: StaffMember) -> None:
    if not may(by, Action.KEEP_DIRECTORY):
        raise PermissionDenied
