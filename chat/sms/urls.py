"""Addresses of the door for texts."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from chat.sms import views
from chat.sms.staff import views as staff_views

app_name = "sms"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sms/incoming/", views.incoming, name="incoming"),
    path("sms/incoming/fallback/", views.fallback, name="fallback"),
    path("sms/status/", views.status, name="status"),
    # About calls and texts to people who work here
    path("sms/staff/<str:token>/text/", staff_views.text_report, name="staff_text"),
    path("sms/staff/<str:token>/call/", staff_views.call_report, name="staff_call"),
    path("sms/staff/<str:token>/says/", staff_views.says, name="staff_says"),
    path("sms/staff/<str:token>/key/", staff_views.key, name="staff_key"),
]
if settings.HAS_PRACTICE_PHONE:  # elsewhere these addresses do not exist
    urlpatterns.append(path(f"{settings.PRACTICE_PHONE_PATH.strip('/')}/", include("chat.sms.practice.urls")))
