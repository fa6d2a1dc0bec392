"""Addresses of differences of opinion, and of the policy about them."""

from django.urls import path

from escalation.dissent import policy_views, views

app_name = "dissent"
_ONE = "escalations/<int:pk>/dissents/<int:dissent>/"
urlpatterns = [
    path("escalations/dissents/", views.mine, name="mine"),
    path("escalations/<int:pk>/dissents/", views.home, name="home"),
    path(_ONE, views.show, name="show"),
    path(f"{_ONE}answer/", views.answer, name="answer"),
    path(f"{_ONE}next-stage/", views.take_up, name="take_up"),
    path(f"{_ONE}settling/", views.settle, name="settle"),
    path(f"{_ONE}taking-back/", views.take_back, name="take_back"),
    path("staff/policy/differences-of-opinion/", policy_views.policy_page, name="policy"),
    path("staff/policy/differences-of-opinion/readers/", policy_views.readers, name="readers"),
]
