"""Addresses of the door for texts."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from chat.sms import views

app_name = "sms"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sms/incoming/", views.incoming, name="incoming"),
    path("sms/incoming/fallback/", views.fallback, name="fallback"),
    path("sms/status/", views.status, name="status"),
]
if settings.HAS_PRACTICE_PHONE:  # elsewhere these addresses do not exist
    urlpatterns.append(path(f"{settings.PRACTICE_PHONE_PATH.strip('/')}/", include("chat.sms.practice.urls")))
