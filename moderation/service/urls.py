"""Addresses of the page of the service."""

from django.urls import path

from moderation.service import views

app_name = "service"
urlpatterns = [
    path("service/", views.home, name="home"),
    path("service/incidents/<int:pk>/acknowledgement/", views.acknowledge, name="acknowledge"),
]
