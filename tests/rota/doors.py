"""The doors of rota alone: a plain page stands in for the pages of the apps above."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("work")


urlpatterns = [
    path("", include("rota.urls")),
    path("console/", include(([path("", page, name="home")], "console"))),
    path("escalations/", include(([path("", page, name="list")], "escalation"))),
    path("service/", include(([path("", page, name="home")], "service"))),
    path("audit/", include(([path("", page, name="home")], "audit"))),
]
