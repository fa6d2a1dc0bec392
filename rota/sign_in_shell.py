"""What every staff page knows about the sign-in behind it: how it may be unlocked."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config import clock
from rota.models import StaffMember
from rota.proof import means_of
from rota.sign_ins import Standing


def about_sign_in(request: HttpRequest) -> dict[str, Any]:
    """Read only by pages that show it."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, StaffMember):
        return {}
    return {
        "lock_means": SimpleLazyObject(lambda: means_of(staff, password=True)),
        "sign_in_ends_at": _ends_at(request),
    }


def _ends_at(request: HttpRequest) -> datetime | None:
    """When they are asked who they are, once that is near enough to tell them. The keeper has looked."""
    standing: Standing | None = getattr(request, "sign_in_standing", None)
    return clock.now() + timedelta(seconds=standing.ends_in) if standing is not None and standing.ending else None
