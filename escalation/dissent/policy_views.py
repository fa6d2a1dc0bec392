"""The page of the policy, for everybody who works here; and who has read which version, for leads and managers."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from escalation.dissent import policy
from escalation.doors import shell
from rota.access import StaffRequest
from rota.policy import Action, action_required, may


@require_http_methods(["GET", "POST"])
def policy_page(request: StaffRequest) -> HttpResponseBase:
    """A post says that its version was read."""
    if request.method != "POST":
        return _page(request)
    if policy.read(request.user, request.POST.get("version", "")):
        return redirect("dissent:policy")
    return _page(request, is_older=True, status=409)


@require_GET
@action_required(Action.SEE_POLICY_READERS)
def readers(request: StaffRequest) -> HttpResponse:
    found, version = policy.readers(), policy.version()
    rows = [
        {
            "name": one.staff.name,
            "is_this_one": one.is_this_one,
            "at": one.read.at if one.read else None,
            "version": policy.short(one.read.version) if one.read else "",
        }
        for one in found
    ]
    count = sum(one.is_this_one for one in found)
    context = {"readers": rows, "count": count, "policy_short": policy.short(version), "policy_version": version}
    return render(request, "dissent/readers.html", {**shell(request.user), **context})


def _page(request: StaffRequest, *, is_older: bool = False, status: int = 200) -> HttpResponse:
    version = policy.version()
    context = {
        "policy": policy.sections(),
        "policy_version": version,
        "policy_short": policy.short(version),
        "read": policy.last_read(request.user),
        "is_read": policy.has_read(request.user, version),
        "is_older": is_older,
        "sees_readers": bool(may(request.user, Action.SEE_POLICY_READERS)),
    }
    return render(request, "dissent/policy.html", {**shell(request.user), **context}, status=status)
