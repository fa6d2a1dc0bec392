"""Addresses of the escalation pages. A verb that is not plain reading or writing is a resource of its own."""

from django.urls import path

from escalation import allegations, views
from escalation.glass import views as glass

app_name = "escalation"
urlpatterns = [
    path("escalations/", views.show_list, name="list"),
    path("escalations/rows/", views.rows, name="rows"),
    path("escalations/open/", views.open_by_hand, name="open"),
    path("escalations/about-staff/", allegations.about_staff, name="about_staff"),
    path("escalations/about-staff/sent/", allegations.sent, name="about_staff_sent"),
    path("escalations/contacts/", glass.contacts, name="contacts"),
    path("escalations/contacts/<int:pk>/seen/", glass.seen, name="contact_seen"),
    path("escalations/<int:pk>/", views.show, name="show"),
    path("escalations/<int:pk>/acknowledgement/", views.acknowledge, name="acknowledge"),
    path("escalations/<int:pk>/contact/", glass.contact, name="contact"),
    path("escalations/<int:pk>/contact/<int:glass>/agreement/", glass.agree, name="contact_agree"),
    path("escalations/<int:pk>/contact/<int:glass>/refusal/", glass.refuse, name="contact_refuse"),
    path("escalations/<int:pk>/contact/<int:glass>/opening/", glass.open_it, name="contact_open"),
    path("escalations/<int:pk>/contact/<int:glass>/review/", glass.review, name="contact_review"),
    path("escalations/<int:pk>/conversation/", views.conversation, name="conversation"),
    path("escalations/<int:pk>/decisions/", views.decide, name="decide"),
    path("escalations/<int:pk>/end-chat/", views.end_chat, name="end_chat"),
    path("escalations/<int:pk>/reached/", views.reached, name="reached"),
    path("escalations/<int:pk>/stand-down/", views.stand_down, name="stand_down"),
]
