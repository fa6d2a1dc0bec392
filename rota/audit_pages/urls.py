"""Addresses of the pages of the privacy officer."""

from django.urls import path

from rota.audit_pages import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.home, name="home"),
    path("audit/export/", views.take, name="export"),
]
