"""Addresses of what goes and of what a young person is given."""

from django.urls import path

from escalation.rights import erasure_views, hold_views, pack_views, views

app_name = "rights"
urlpatterns = [
    path("retention/", views.home, name="retention"),
    path("retention/proposals/", views.propose, name="propose"),
    path("retention/proposals/<int:pk>/decision/", views.decide, name="decide"),
    path("holds/", hold_views.home, name="holds"),
    path("holds/new/", hold_views.place, name="place_hold"),
    path("holds/<int:pk>/review/", hold_views.keep, name="keep_hold"),
    path("holds/<int:pk>/lifting/", hold_views.ask, name="ask_to_lift"),
    path("holds/<int:pk>/end/", hold_views.lift, name="lift_hold"),
    path("erasures/", erasure_views.home, name="erasures"),
    path("erasures/new/", erasure_views.ask, name="ask_erasure"),
    path("erasures/<int:pk>/", erasure_views.show, name="erasure"),
    path("erasures/<int:pk>/decision/", erasure_views.decide, name="decide_erasure"),
    path("packs/", pack_views.packs, name="packs"),
    path("packs/new/", pack_views.begin, name="begin"),
    path("packs/<int:pk>/", pack_views.show, name="pack"),
    path("packs/<int:pk>/redactions/", pack_views.redact, name="redact"),
    path("packs/<int:pk>/redactions/<int:redaction>/lift/", pack_views.lift, name="lift"),
    path("packs/<int:pk>/agreement/", pack_views.lead, name="lead"),
    path("packs/<int:pk>/file/", pack_views.take, name="take"),
    path("packs/<int:pk>/end/", pack_views.close, name="close"),
]
