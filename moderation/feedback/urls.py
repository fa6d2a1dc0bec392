"""Addresses of what staff say about the checks."""

from django.urls import path

from moderation.feedback import views

app_name = "feedback"
urlpatterns = [
    path("feedback/", views.waiting, name="list"),
    path("feedback/<int:pk>/", views.item, name="item"),
    path("feedback/<int:pk>/reviews/", views.review, name="review"),
    path("feedback/chats/<int:pk>/", views.about_chat, name="chat"),
    path("feedback/posts/<int:pk>/", views.about_post, name="post"),
]
