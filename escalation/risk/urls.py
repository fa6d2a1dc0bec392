"""Addresses of what is handed over at the end of a shift, and of promises."""

from django.urls import path

from escalation.risk import promise_views, views

app_name = "risk"
_ONE = "escalations/promises/<int:pk>/"
urlpatterns = [
    path("escalations/handover/", views.handover, name="handover"),
    path("escalations/handover/<int:pk>/leaving/", views.leave, name="leave"),
    path("escalations/handover/items/<int:pk>/signature/", views.sign, name="sign"),
    path("escalations/promises/", promise_views.promises, name="promises"),
    path("escalations/promises/chat/<int:pk>/", promise_views.of_chat, name="of_chat"),
    path(_ONE, promise_views.promise, name="promise"),
    path(f"{_ONE}kept/", promise_views.kept, name="kept"),
    path(f"{_ONE}not-kept/", promise_views.not_kept, name="not_kept"),
    path(f"{_ONE}person/", promise_views.give, name="give"),
]
