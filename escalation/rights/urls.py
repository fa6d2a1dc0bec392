"""Addresses of what goes and of what a young person is given."""

from django.urls import path

from escalation.rights import pack_views, views

app_name = "rights"
urlpatterns = [
    path("retention/", views.home, name="retention"),
    path("retention/proposals/", views.propose, name="propose"),
    path("retention/proposals/<int:pk>/decision/", views.decide, name="decide"),
    path("packs/", pack_views.packs, name="packs"),
    path("packs/new/", pack_views.begin, name="begin"),
    path("packs/<int:pk>/", pack_views.show, name="pack"),
    path("packs/<int:pk>/redactions/", pack_views.redact, name="redact"),
    path("packs/<int:pk>/redactions/<int:redaction>/lift/", pack_views.lift, name="lift"),
    path("packs/<int:pk>/agreement/", pack_views.lead, name="lead"),
    path("packs/<int:pk>/file/", pack_views.take, name="take"),
    path("packs/<int:pk>/end/", pack_views.close, name="close"),
]
