"""Every address of the service. One that is not declared in tests/access/policy.py fails the build."""

from django.urls import include, path

from config.health import healthz, readyz

urlpatterns = [
    path("", include("chat.web.urls")),
    path("", include("chat.console.urls")),
    path("", include("escalation.urls")),
    path("", include("rota.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
