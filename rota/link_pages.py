"""New links into the accounts of those who look after others: a second person agrees, its person may refuse."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rota import links_by_two
from rota.access import StaffRequest
from rota.models import Invitation
from rota.sign_in_access import link_known_to
from rota.step_up import needed


@require_safe
def links(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
def agree(request: StaffRequest, pk: int) -> HttpResponse:
    link = _link(request, pk)
    if answer := needed(request):
        return answer
    try:
        links_by_two.agree(link, request.user)
    except ValidationError as refused:
        return _page(request, refused.messages)
    return redirect("staff:links")


@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Without being asked who one is: refusing takes nothing from anybody, and it may be urgent."""
    links_by_two.refuse(_link(request, pk), request.user)
    return redirect("staff:links")


def _link(request: StaffRequest, pk: int) -> Invitation:
    try:
        return link_known_to(request.user, pk)
    except Invitation.DoesNotExist:
        raise Http404 from None


def _page(request: StaffRequest, errors: list[str] | None = None) -> HttpResponse:
    rows = [_row(link, request) for link in links_by_two.links_for(request.user)[: links_by_two.SHOWN]]
    return render(request, "people/links.html", {"rows": rows, "errors": errors or []}, status=422 if errors else 200)


def _row(link: Invitation, request: StaffRequest) -> dict[str, Any]:
    return {
        "link": link,
        "is_mine": link.staff_id == request.user.pk,
        "is_open": links_by_two.is_open(link),
        "may_agree": links_by_two.may_agree(link, request.user),
        "may_refuse": links_by_two.may_refuse(link, request.user),
    }
