"""The lock of a sign-in whose person has been away: the page of it, and the way back to where one was.

No page with anybody's words is given to a locked sign-in. Drafts and leases go on, and a form that was sent while it
was locked comes back after it.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from rota import kept_form, proof, sign_ins
from rota.access import StaffRequest

LOCKED = 423


def locked_page(request: HttpRequest, error: str = "") -> HttpResponse:
    """Instead of the page that was asked for. `kept` holds what was sent to it."""
    if wants_data(request):
        return JsonResponse({"locked": True}, status=LOCKED)
    staff = request.user
    due = sign_ins.standing_of(sign_ins.sign_in_of(request)).due
    context = {
        "means": proof.means_of(staff, password=not due),  # type: ignore[arg-type]
        "due": due,
        "next": request.get_full_path() if request.method == "GET" else place_to_go(request),
        "kept": kept_form.keep(request, staff),  # type: ignore[arg-type]
        "error": error,
    }
    return render(request, "sign_ins/locked.html", context, status=LOCKED)


def unlock(request: StaffRequest) -> HttpResponseBase:
    """Shows who they are, and goes on where they were. After a whole sign-in a password alone is too little."""
    if too_many := proof.too_many_tries(request):
        return too_many
    sign_in = sign_ins.sign_in_of(request)
    due = sign_ins.standing_of(sign_in).due
    means = proof.means_of(request.user, password=not due)
    try:
        proof.show(request, request.user, means)
    except proof.NotShown as not_shown:
        return _still_locked(request, means, due, not_shown.words)
    by_password = not (request.POST.get("credential") or request.POST.get("code"))
    sign_ins.shown(sign_in, steps_up=not by_password or not (means.passkey or means.code))
    request.session.modified = True  # the session lasts as long as its sign-in, which may have begun again
    if wants_data(request):
        return JsonResponse(state_of(request))
    return go_on(request)


def go_on(request: StaffRequest) -> HttpResponse:
    """To the page that was asked for; or back comes what was sent, to be sent again by the same hand."""
    kept = kept_form.give_back(request.POST.get("kept", ""), request.user)
    if kept is not None:
        return render(request, "sign_ins/kept.html", {"kept": kept})
    return redirect(place_to_go(request))


def state_of(request: StaffRequest) -> dict[str, int | bool | list[int]]:
    """For the page's own script: whether to hide the words, when to ask again, and when to tell of the end."""
    standing = sign_ins.standing_of(sign_ins.sign_in_of(request))
    return {
        "locked": standing.locked,
        "due": standing.due,
        "locks_in": standing.locks_in,
        "ends_in": standing.ends_in,
        "tell_at": sign_ins.told_before(),
    }


def place_to_go(request: HttpRequest) -> str:
    """A page of ours that the form names; else one's first page."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else "/staff/"


def wants_data(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _still_locked(request: StaffRequest, means: proof.Means, due: bool, words: str) -> HttpResponse:
    if wants_data(request):
        return JsonResponse({**state_of(request), "error": words}, status=LOCKED)
    kept, place = request.POST.get("kept", ""), place_to_go(request)
    context = {"means": means, "due": due, "next": place, "kept": kept, "error": words}
    return render(request, "sign_ins/locked.html", context, status=LOCKED)
