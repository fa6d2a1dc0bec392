"""Addresses of the forum."""

from django.urls import path

from chat.forums import views

app_name = "forum"
urlpatterns = [
    path("forum/", views.home, name="home"),
    path("forum/threads/new/", views.new, name="new"),
    path("forum/threads/<int:pk>/", views.thread, name="thread"),
    path("forum/threads/<int:pk>/posts/", views.reply, name="reply"),
    path("forum/mine/", views.mine, name="mine"),
    path("forum/posts/<int:pk>/edit/", views.edit, name="edit"),
    path("forum/posts/<int:pk>/withdrawal/", views.withdraw, name="withdraw"),
]
