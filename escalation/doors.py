"""The way into the escalation pages: for people with business here; for everybody else there are none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from chat.models import Conversation, Post
from escalation.access import has_business_here
from escalation.bar_links import links_for
from escalation.glass.shown import notices_for
from escalation.models import Escalation
from escalation.risk import notices as risk_notices
from rota import links_by_two
from rota.access import on_call_lead, on_duty
from rota.models import Role, StaffMember
from rota.policy import Action, roles_for

# A bigint and no more: a longer number in an address names nothing.
LARGEST_ID = 2**63 - 1

# The first of them is what a bar shows of somebody who holds several.
ROLES_SHOWN = (
    *(Role.SAFEGUARDING_LEAD, Role.SHIFT_LEAD, Role.COUNSELLOR, Role.MODERATOR),
    *(Role.MANAGER, Role.ROTA, Role.PRIVACY),
)
HEARS_PAGES = frozenset(roles_for(Action.HEAR_PAGES))

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
        # Whom nobody calls is not let into the socket that rings: their page does not knock there.
        "hears_pages": bool(roles & HEARS_PAGES),
    }


def bar(request: HttpRequest) -> dict[str, Any]:
    """The same for every page: nothing for young people's, who have no sign-in."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, StaffMember):
        return {}
    roles = staff.roles_held()
    notices = [*links_by_two.notices_for(staff, roles), *notices_for(staff, roles), *risk_notices.notices_for(staff)]
    links = links_for(staff, request.path)
    return {**shell(staff), "bar_links": links.bar, "section_links": links.section, "notices_for_you": notices}
