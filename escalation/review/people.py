"""Who somebody was at a moment: the name, the roles they held then and the duty they were on. Not what they are now."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from rota.models import Role, RoleGrant, Shift, StaffMember


class People:
    """Reads each person's roles and shifts once."""

    def __init__(self) -> None:
        self._held = lru_cache(maxsize=None)(_grants)
        self._shifts = lru_cache(maxsize=None)(_shifts)

    def who(self, staff: StaffMember | None, at: datetime, *, nobody: str = "") -> str:
        """ "Lena (Safeguarding lead; First safeguarding lead on call)"."""
        if staff is None:
            return nobody or _("the program")
        held = [
            str(Role(role).label)
            for role, since, until in self._held(staff.pk)
            if since <= at and (until is None or at < until)
        ]
        duties = [str(Shift.Duty(duty).label) for duty, during in self._shifts(staff.pk) if at in during]
        return f"{staff.name} ({'; '.join([', '.join(held) or _('no role then'), *(duties or [_('off duty')])])})"


def _grants(staff_id: int) -> list[tuple[str, datetime, datetime | None]]:
    grants = RoleGrant.objects.filter(staff=staff_id).order_by("granted_at", "pk")
    return list(grants.values_list("role", "granted_at", "ended_at"))


def _shifts(staff_id: int) -> list[tuple[str, Any]]:
    return list(Shift.objects.filter(staff=staff_id).order_by("pk").values_list("duty", "during"))
