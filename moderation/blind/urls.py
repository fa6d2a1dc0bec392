"""Addresses of blind readings."""

from django.urls import path

from moderation.blind import views

app_name = "blind"
urlpatterns = [
    path("review/blind/", views.home, name="home"),
    path("review/blind/next/", views.take_next, name="next"),
    path("review/blind/<int:pk>/", views.show, name="show"),
    path("review/blind/<int:pk>/verdict/", views.judge, name="judge"),
    path("review/blind/<int:pk>/skip/", views.skip, name="skip"),
]
