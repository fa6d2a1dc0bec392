"""Addresses of the concern door."""

from django.urls import path

from chat.concern import views
from chat.concern.about_post import worried

app_name = "concern"
urlpatterns = [
    path("concern/", views.home, name="home"),
    path("concern/thanks/", views.thanks, name="thanks"),
    path("concern/more/", views.more, name="more"),
    path("forum/posts/<int:pk>/worried/", worried, name="about_post"),
]
