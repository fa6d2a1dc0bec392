"""Every address of the service. One that is not declared in tests/access/policy.py fails the build."""

from django.urls import include, path

from config.health import healthz, readyz
from config.metrics import metrics

handler400 = "config.uploads.could_not_read"

urlpatterns = [
    path("", include("chat.web.urls")),
    path("", include("chat.console.urls")),
    path("", include("chat.sms.urls")),
    path("", include("chat.forums.urls")),
    path("", include("chat.concern.urls")),
    path("", include("chat.telling.urls")),
    path("", include("moderation.blind.urls")),
    path("", include("moderation.review.urls")),
    path("", include("moderation.feedback.urls")),
    path("", include("moderation.service.urls")),
    path("", include("moderation.canary.urls")),
    path("", include("escalation.urls")),
    path("", include("escalation.referral.urls")),
    path("", include("escalation.dissent.urls")),
    path("", include("escalation.finding.urls")),
    path("", include("escalation.review.urls")),
    path("", include("escalation.risk.urls")),
    path("", include("rota.audit_pages.urls")),
    path("", include("escalation.month.urls")),
    path("", include("escalation.misses.urls")),
    path("", include("escalation.rights.urls")),
    path("", include("rota.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
