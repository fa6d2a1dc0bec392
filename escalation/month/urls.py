"""Addresses of the manager's month."""

from django.urls import path

from escalation.month import views

app_name = "month"
urlpatterns = [
    path("month/", views.home, name="home"),
    path("month/csv/", views.as_csv, name="csv"),
]
