"""The address of the record for a review."""

from django.urls import path

from escalation.review import views

app_name = "chronology"
urlpatterns = [path("escalations/<int:pk>/chronology/", views.record, name="record")]
