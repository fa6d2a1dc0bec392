"""What every staff page knows about the sign-in behind it: how it may be unlocked, and who looks after accounts."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rota.models import Role, StaffMember
from rota.proof import means_of


def about_sign_in(request: HttpRequest) -> dict[str, Any]:
    """Read only by pages that show it."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, StaffMember):
        return {}
    return {
        "lock_means": SimpleLazyObject(lambda: means_of(staff, password=True)),
        "looks_after_people": staff.has_role(Role.MANAGER),
    }
