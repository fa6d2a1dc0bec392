"""Addresses of the practice phones and of the stand-in for the carrier. Included in development and tests only."""

from django.urls import path

from chat.sms.practice import api, views
from chat.sms.practice.schema import API_VERSION

_account = f"{API_VERSION}/Accounts/<str:account>"

urlpatterns = [
    path("", views.page, name="practice"),
    path("texts/", views.texts, name="practice_texts"),
    path("phones/<int:which>/texts/", views.say, name="practice_say"),
    path("phones/<int:which>/switches/", views.switches, name="practice_switches"),
    path(f"{_account}/Balance.json", api.balance, name="practice_balance"),
    path(f"{_account}/IncomingPhoneNumbers.json", api.numbers, name="practice_numbers"),
    path("phones/<int:which>/call/", views.answer_call, name="practice_call"),
    path(f"{_account}/Calls.json", api.ring, name="practice_calls"),
    path(f"{_account}/Messages.json", api.messages, name="practice_messages"),
    path(f"{_account}/Messages/<str:sid>.json", api.message, name="practice_message"),
]
