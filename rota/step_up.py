"""What needs somebody to have shown who they are just now: break-glass, exports, keys, other people's roles.

    @step_up_required
    def export(request): ...

or, in the middle of a view:  `if answer := step_up.needed(request): return answer`

It counts for `staff.step_up_minutes`, and a fresh sign-in counts too. By passkey or code; by password only for somebody
who has no second step, which there is in development alone. What was sent is not lost: it comes back to be sent again.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from config import clock
from config.tuning import setting
from rota import audit, kept_form, proof, sign_ins
from rota.access import StaffRequest
from rota.idle_lock import go_on, place_to_go, wants_data

View = Callable[..., HttpResponseBase]


def is_needed(request: HttpRequest) -> bool:
    shown_at = sign_ins.sign_in_of(request).stepped_up_at
    return shown_at is None or shown_at <= clock.now() - timedelta(minutes=setting("staff.step_up_minutes"))


def needed(request: HttpRequest) -> HttpResponse | None:
    """The answer instead, where somebody has to show who they are first."""
    if not is_needed(request):
        return None
    ask_at = reverse("account_reauthenticate")
    if wants_data(request):
        return JsonResponse({"show_who_you_are": ask_at}, status=403)
    if request.method in {"GET", "HEAD"}:
        return redirect(f"{ask_at}?{urlencode({'next': request.get_full_path()})}")
    staff = request.user
    return _ask(request, kept=kept_form.keep(request, staff), next_page="/staff/")  # type: ignore[arg-type]


def step_up_required(view: View) -> View:
    """For views that a sign-in alone does not open."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return needed(request) or view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: StaffRequest) -> HttpResponseBase:
    """The page itself: "Is it still you?"."""
    if request.method != "POST":
        return _ask(request, kept="", next_page=place_to_go(request))
    if too_many := proof.too_many_tries(request):
        return too_many
    try:
        proof.show(request, request.user, proof.means_of(request.user, password=False))
    except proof.NotShown as not_shown:
        return _ask(request, request.POST.get("kept", ""), place_to_go(request), not_shown.words)
    sign_ins.shown(sign_ins.sign_in_of(request), steps_up=True)
    request.session.modified = True  # it lasts as long as its sign-in, which may have begun again
    audit.record("staff.stepped_up", f"staff:{request.user.pk}", who=request.user)
    return go_on(request)


def _ask(request: HttpRequest, kept: str, next_page: str, error: str = "") -> HttpResponse:
    means = proof.means_of(request.user, password=False)  # type: ignore[arg-type]
    return render(request, "sign_ins/step_up.html", {"means": means, "kept": kept, "next": next_page, "error": error})
