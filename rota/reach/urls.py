"""Addresses of how one is reached."""

from django.urls import path

from rota.reach import views

app_name = "reach"
urlpatterns = [
    path("staff/reach/", views.mine, name="mine"),
    path("staff/reach/number/", views.give_number, name="number"),
    path("staff/reach/number/code/", views.confirm_number, name="confirm"),
    path("staff/reach/number/again/", views.send_code_again, name="again"),
    path("staff/reach/number/end/", views.take_number_away, name="number_end"),
    path("staff/reach/browsers/", views.add_browser, name="browser"),
    path("staff/reach/browsers/<int:pk>/end/", views.take_browser_away, name="browser_end"),
    path("staff/reach/test/", views.send_test, name="test"),
    path("staff/reach/calls/<int:pk>/heard/", views.hear_call, name="hear"),
    path("staff/reach/heard/", views.heard_in_push, name="heard"),
    path("staff/reach/worker.js", views.worker, name="worker"),
]
