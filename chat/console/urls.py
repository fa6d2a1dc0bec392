"""Addresses of the console."""

from django.urls import path

from chat.console import views

app_name = "console"
urlpatterns = [
    path("console/", views.home, name="home"),
    path("console/next/", views.take_next, name="take_next"),
]
