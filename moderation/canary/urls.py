"""The address of the made-up message. Nothing of it is for anybody outside."""

from django.urls import path

from moderation.canary import views

app_name = "canary"
urlpatterns = [path(views.PATH.removeprefix("/"), views.take, name="take")]
