"""Addresses of the review of posts. A verb that is not plain reading or writing is a resource of its own."""

from django.urls import path

from moderation.review import views

app_name = "review"
urlpatterns = [
    path("review/", views.home, name="home"),
    path("review/lanes/", views.lanes, name="lanes"),
    path("review/next/", views.take_next, name="next"),
    path("review/<int:pk>/", views.show, name="show"),
    path("review/<int:pk>/whole/", views.show_whole, name="whole"),
    path("review/<int:pk>/decisions/", views.decide, name="decide"),
    path("review/<int:pk>/time/", views.more_time, name="more_time"),
    path("review/<int:pk>/put-back/", views.put_back, name="put_back"),
]
