"""Address of the page a young person reads before we tell anyone."""

from django.urls import path

from chat.telling.views import page

app_name = "telling"
urlpatterns = [path("chat/telling/", page, name="page")]
