"""How the service stands at this moment: asked for by every open start page every few seconds."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat import service as current
from config.csp import framed_here


@login_not_required
@require_safe
@framed_here
def service(request: HttpRequest) -> HttpResponse:
    """JSON for a script, a small page that asks again by itself for a frame without."""
    found = current.service()
    words = current.words(found)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"state": found.state, "words": words, "about_minutes": found.about_minutes, "people": found.people}
        )
    return render(request, "web/service.html", {"service": found, "words": words})
