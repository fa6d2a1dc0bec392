"""Takes it in: from our own jobs process and straight, never through the proxy."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from moderation.canary.receive import receive
from moderation.canary.signature import is_ours

PATH = "/service/canary/"


@csrf_exempt
@login_not_required
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Answered once it is committed. There is nothing to guess and nothing to fill: a row takes its words once."""
    number, words = request.POST.get("canary", ""), request.POST.get("words", "")
    if _came_from_outside(request) or not is_ours(number, words, request.headers.get("X-Canary", "")):
        raise PermissionDenied
    receive(int(number), words)
    return HttpResponse(status=204)


def _came_from_outside(request: HttpRequest) -> bool:
    return "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
