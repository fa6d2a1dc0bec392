"""Managers look after who works here: inviting, roles, suspending, ending sign-ins."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rota import invitations, links_by_two, people, sign_ins
from rota.access import StaffRequest, View, role_required
from rota.models import Invitation, Role, SignIn, StaffMember
from rota.second_step import has_one
from rota.sign_in_access import colleague, invitation_of, sign_in_of_colleague
from rota.step_up import needed, step_up_required

NOT_HERE = (StaffMember.DoesNotExist, Invitation.DoesNotExist, SignIn.DoesNotExist)
for_managers = role_required(Role.MANAGER)


def about_somebody(view: View) -> View:
    """Gives the view the person; what is not there is not there."""

    def guarded(request: HttpRequest, pk: int, **more: int) -> HttpResponseBase:
        try:
            return view(request, colleague(pk), **more)
        except NOT_HERE:
            raise Http404 from None

    return for_managers(guarded)


@require_safe
@for_managers
def everybody(request: StaffRequest) -> HttpResponse:
    members = StaffMember.objects.prefetch_related("role_grants").order_by("-is_active", "name", "pk")
    rows = [{"member": one, "roles": _roles(one), "invited": invitations.open_invitation(one)} for one in members]
    return render(request, "people/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def invite(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    if answer := needed(request):
        return answer
    sent = request.POST
    try:
        member, token = invitations.invite(
            sent.get("email", ""),
            sent.get("name", ""),
            sent.getlist("roles"),
            sent.get("level", ""),
            sent.get("works_as", ""),
            request.user,
        )
    except ValidationError as refused:
        return _form(request, errors=refused.messages)
    return _link(request, member, token)


@require_safe
@about_somebody
def somebody(request: StaffRequest, member: StaffMember) -> HttpResponse:
    return _somebody(request, member)


@require_POST
@about_somebody
@step_up_required
def invite_again(request: StaffRequest, member: StaffMember) -> HttpResponse:
    """Also for somebody who lost their password or their phone."""
    if member == request.user or not member.is_active:
        return _somebody(request, member, [str(people.NOT_ONESELF)])
    return _link(request, member, invitations.invite_again(member, request.user))


@require_POST
@about_somebody
def withdraw(request: StaffRequest, member: StaffMember, invitation: int) -> HttpResponse:
    invitations.withdraw(invitation_of(member, invitation), request.user)
    return redirect("staff:person", member.pk)


@require_POST
@about_somebody
def suspend(request: StaffRequest, member: StaffMember) -> HttpResponse:
    """At once, without being asked anything: what goes on may go on every second."""
    if member == request.user:
        return _somebody(request, member, [str(people.NOT_ONESELF)])
    people.suspend(member, request.user)
    return redirect("staff:person", member.pk)


@require_POST
@about_somebody
@step_up_required
def let_back(request: StaffRequest, member: StaffMember) -> HttpResponse:
    people.let_back(member, request.user)
    return redirect("staff:person", member.pk)


@require_POST
@about_somebody
@step_up_required
def grant(request: StaffRequest, member: StaffMember) -> HttpResponse:
    return _try(request, member, lambda: people.grant_role(member, request.POST.get("role", ""), request.user))


@require_POST
@about_somebody
def end_role(request: StaffRequest, member: StaffMember) -> HttpResponse:
    return _try(request, member, lambda: people.end_role(member, request.POST.get("role", ""), request.user))


@require_POST
@about_somebody
def end_sign_in(request: StaffRequest, member: StaffMember, sign_in: int) -> HttpResponse:
    sign_ins.end(sign_in_of_colleague(member, sign_in), request.user)
    return redirect("staff:person", member.pk)


@require_POST
@about_somebody
def end_sign_ins(request: StaffRequest, member: StaffMember) -> HttpResponse:
    people.sign_out_everywhere(member, request.user)
    return redirect("staff:person", member.pk)


def _try(request: StaffRequest, member: StaffMember, change: "people.Change") -> HttpResponse:
    try:
        change()
    except ValidationError as refused:
        return _somebody(request, member, refused.messages)
    return redirect("staff:person", member.pk)


def _somebody(request: StaffRequest, member: StaffMember, errors: list[str] | None = None) -> HttpResponse:
    held = member.roles_held()
    context = {
        "member": member,
        "roles": [(role.value, role.label) for role in Role if role in held],
        "other_roles": [(role.value, role.label) for role in Role if role not in held],
        "invitation": invitations.open_invitation(member),
        "sign_ins": sign_ins.list_of(member),
        "has_second_step": has_one(member),
        "is_me": member == request.user,
        "errors": errors or [],
    }
    return render(request, "people/person.html", context, status=422 if errors else 200)


def _form(request: StaffRequest, errors: list[str] | None = None) -> HttpResponse:
    context = {
        "roles": Role.choices,
        "levels": StaffMember.Level.choices,
        "ways": StaffMember.WorksAs.choices,
        "sent": request.POST,
        "chosen": request.POST.getlist("roles"),
        "errors": errors or [],
    }
    return render(request, "people/invite.html", context, status=422 if errors else 200)


def _link(request: StaffRequest, member: StaffMember, token: str) -> HttpResponse:
    """The only time that the link is shown."""
    link = settings.PUBLIC_URL + reverse("staff:invitation", args=[token])
    asks_two = links_by_two.is_guarded(member)
    context = {"member": member, "link": link, "asks_two": asks_two}
    if asks_two:
        context["may_agree"] = links_by_two.who_may_agree(member, request.user)
    return render(request, "people/link.html", context)


def _roles(member: StaffMember) -> str:
    held = {grant.role for grant in member.role_grants.all() if grant.ended_at is None}
    return ", ".join(str(role.label) for role in Role if role in held)
