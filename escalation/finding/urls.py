"""Addresses of the search for a number that the police give us."""

from django.urls import path

from escalation.finding import views

app_name = "finding"
urlpatterns = [
    path("staff/find/", views.find, name="find"),
    path("staff/find/searches/", views.searches, name="searches"),
    path("staff/find/searches/<int:pk>/seen/", views.seen, name="seen"),
]
