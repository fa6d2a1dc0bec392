"""Pages about one's own sign-ins: where they are, ending them, the lock."""

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rota import idle_lock, sign_ins
from rota.access import StaffRequest
from rota.models import SignIn
from rota.people import sign_out_everywhere
from rota.sign_in_access import own_sign_in


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """Where I am signed in."""
    here = sign_ins.sign_in_of(request)
    return render(request, "sign_ins/mine.html", {"sign_ins": sign_ins.list_of(request.user), "here": here})


@require_POST
def end_mine(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        sign_ins.end(own_sign_in(request.user, pk), request.user)
    except SignIn.DoesNotExist:
        raise Http404 from None
    return redirect("staff:sign_ins")


@require_POST
def end_all_mine(request: StaffRequest) -> HttpResponse:
    """Here too: whoever fears for their sign-in begins anew everywhere."""
    sign_out_everywhere(request.user, request.user)
    return redirect("staff:home")  # which now asks for a sign-in


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: StaffRequest) -> HttpResponseBase:
    """GET: is it locked, for the page's script; without script one's first page. POST: lock it now."""
    if request.method == "POST":
        sign_ins.lock(sign_ins.sign_in_of(request))
    if idle_lock.wants_data(request):
        return JsonResponse(idle_lock.state_of(request))
    return redirect(idle_lock.place_to_go(request))


@require_POST
def here(request: StaffRequest) -> JsonResponse:
    """Somebody touched a key: the middleware has noted it."""
    return JsonResponse(idle_lock.state_of(request))


@require_POST
def unlock(request: StaffRequest) -> HttpResponseBase:
    return idle_lock.unlock(request)


@require_safe
def passkey_question(request: HttpRequest) -> JsonResponse:
    """What the browser has its passkey sign: new each time, and good for one answer."""
    return JsonResponse(begin_authentication(request.user))
