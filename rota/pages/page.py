"""What every page of the rota shows around itself: the links to the others, for those who may follow them."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from config import clock
from rota.access import StaffRequest, may_lead
from rota.models import Away, Slot, StaffMember, Swap
from rota.pages import access
from rota.pages.lately import waiting
from rota.shifts import ROLE_FOR


class Link(NamedTuple):
    name: str
    words: str
    waiting: int = 0
    is_here: bool = False

    @property
    def address(self) -> str:
        return reverse(f"rota:{self.name}")


def show(request: StaffRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """One page of the rota, with the links around it."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return render(request, f"rota/{template}.html", {**common(request.user, here or ""), **context}, status=status)


def common(staff: StaffMember, here: str) -> dict[str, Any]:
    roles = staff.roles_held()
    return {
        "rota_links": [link._replace(is_here=link.name == here) for link in _links(staff, roles)],
        "plans": bool(roles & set(access.PLAN)),
        "sees_all": bool(roles & set(access.SEE_ALL)),
        "sees_gaps": bool(roles & set(access.SEE_GAPS)),
        "sees_others": bool(roles & set(access.SEE_GAPS)),
    }


def _links(staff: StaffMember, roles: frozenset[str]) -> list[Link]:
    links = [Link("week", _("Week")), Link("month", _("Month"))]
    if roles & set(ROLE_FOR.values()):
        links += [Link("mine", _("My shifts"), waiting(staff)), Link("open", _("Open shifts"), _to_claim(staff))]
    if roles & set(access.SEE_GAPS):
        links.append(Link("gaps", _("Gaps")))
    if roles & set(access.PLAN):
        links.append(Link("approvals", _("To approve"), _to_approve()))
    if may_lead(staff):
        links.append(Link("override", _("Come on, stay on")))
    if roles & set(access.SEE_ALL):
        links += [Link("patterns", _("Patterns")), Link("people", _("People"))]
    if roles & set(access.PLAN):
        links += [Link("put_on", _("Put somebody on")), Link("csv_in", _("Read a list in"))]
    return links


def _to_claim(staff: StaffMember) -> int:
    return open_places(staff).count()


def open_places(staff: StaffMember) -> QuerySet[Slot]:
    """The places somebody with these roles could take."""
    places = access.places_seen_by(staff).filter(duty__in=access.duties_of(staff)).exclude(published_at=None)
    return places.filter(shifts=None, during__startswith__gt=clock.now()).order_by("during", "pk")


def _to_approve() -> int:
    asked = Away.objects.filter(state=Away.State.ASKED, kind=Away.Kind.LEAVE).count()
    return asked + Swap.objects.filter(state=Swap.State.AGREED).count()
