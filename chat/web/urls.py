"""Addresses of the young person's door."""

from django.urls import path

from chat.web import views
from chat.web.beginning import home, start
from chat.web.code_words import code_word
from chat.web.ending import after, end, not_safe
from chat.web.leaving import leave_the_page
from chat.web.locking import lock, unlock
from chat.web.readers import readers
from chat.web.returning import come_back, history
from chat.web.service import service
from chat.web.since import since
from chat.web.transcript import transcript

app_name = "web"
urlpatterns = [
    path("", home, name="home"),
    path("chat/service/", service, name="service"),
    path("chat/start/", start, name="start"),
    path("chat/", views.chat, name="chat"),
    path("chat/messages/", views.say, name="say"),
    path("chat/since/", since, name="since"),
    path("chat/transcript/", transcript, name="transcript"),
    path("chat/readers/", readers, name="readers"),
    path("chat/end/", end, name="end"),
    path("chat/after/", after, name="after"),
    path("chat/not-safe/", not_safe, name="not_safe"),
    path("chat/lock/", lock, name="lock"),
    path("chat/unlock/", unlock, name="unlock"),
    path("chat/code-word/", code_word, name="code_word"),
    path("chat/history/", history, name="history"),
    path("come-back/", come_back, name="return"),
    path("exit/", leave_the_page, name="exit"),
    path("other-help/", views.other_help, name="help"),
    path("safety-tips/", views.safety_tips, name="safety"),
]
