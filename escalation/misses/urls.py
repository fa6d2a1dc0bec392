"""The address of what the checks miss."""

from django.urls import path

from escalation.misses import views

app_name = "misses"
urlpatterns = [path("misses/", views.home, name="home")]
