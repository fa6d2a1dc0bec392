"""Addresses of the young person's door."""

from django.urls import path

from chat.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("chat/start/", views.start, name="start"),
    path("chat/", views.chat, name="chat"),
    path("chat/messages/", views.say, name="say"),
    path("chat/transcript/", views.transcript, name="transcript"),
    path("chat/end/", views.end, name="end"),
    path("exit/", views.leave_the_page, name="exit"),
    path("other-help/", views.other_help, name="help"),
    path("safety-tips/", views.safety_tips, name="safety"),
]
