"""The way into the escalation pages: for people with business here; for everybody else there are none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from chat.models import Conversation, Post
from escalation.access import has_business_here
from escalation.glass.shown import notices_for
from escalation.models import Escalation
from moderation.service.access import SEE_THE_SERVICE
from rota.access import on_call_lead, on_duty
from rota.models import Role, StaffMember
from rota.pages.access import sees_rota
from rota.policy import Action, may

# A bigint and no more: a longer number in an address names nothing.
LARGEST_ID = 2**63 - 1

# The one that a bar shows of somebody who holds several.
ROLES_SHOWN = (Role.SAFEGUARDING_LEAD, Role.SHIFT_LEAD, Role.COUNSELLOR, Role.MODERATOR)

View = Callable[..., HttpResponseBase]


def for_people_with_business(view: View) -> View:
    """404 where `access.py` gives nothing, so that nobody learns what exists."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        staff = request.user
        if not isinstance(staff, StaffMember) or not has_business_here(staff) or kwargs.get("pk", 0) > LARGEST_ID:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (Escalation.DoesNotExist, Conversation.DoesNotExist, Post.DoesNotExist):
            raise Http404 from None

    return guarded


def shell(staff: StaffMember) -> dict[str, Any]:
    """What the bar on top of every staff page shows."""
    lead = on_call_lead()
    roles = staff.roles_held()
    role = next((one for one in ROLES_SHOWN if one in roles), None)
    return {
        "staff": staff,
        "shift": on_duty(staff),
        "on_call": lead.name if lead else None,
        "role_words": role.label if role else "",
        "is_lead": True,
        "is_counsellor": bool(roles & {Role.COUNSELLOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD}),
        "sees_service": bool(roles & set(SEE_THE_SERVICE)),
        "sees_rota": sees_rota(staff),
        "sees_month": bool(may(staff, Action.SEE_MONTH)),
        "reads_audit": bool(may(staff, Action.READ_AUDIT)),
        "sees_retention": bool(may(staff, Action.PROPOSE_ERASING)),
        "sees_packs": bool(may(staff, Action.MAKE_PACK)) or bool(may(staff, Action.AGREE_PACK)),
        "is_reviewer": bool(roles & {Role.MODERATOR, Role.SAFEGUARDING_LEAD}),
    }


def bar(request: HttpRequest) -> dict[str, Any]:
    """The same for every page: nothing for young people's, who have no sign-in."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, StaffMember):
        return {}
    notices = notices_for(staff, staff.roles_held())
    return {**shell(staff), "is_lead": has_business_here(staff), "notices_for_you": notices}
