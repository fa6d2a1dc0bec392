"""Addresses of the escalation pages. A verb that is not plain reading or writing is a resource of its own."""

from django.urls import path

from escalation import allegations, joining_views, second_look_views, telling_views, views
from escalation.glass import views as glass
from escalation.working import views as working

app_name = "escalation"
urlpatterns = [
    path("escalations/", views.show_list, name="list"),
    path("escalations/rows/", views.rows, name="rows"),
    path("escalations/open/", views.open_by_hand, name="open"),
    path("escalations/about-staff/", allegations.about_staff, name="about_staff"),
    path("escalations/about-staff/sent/", allegations.sent, name="about_staff_sent"),
    path("escalations/contacts/", glass.contacts, name="contacts"),
    path("escalations/contacts/<int:pk>/seen/", glass.seen, name="contact_seen"),
    path("escalations/next/", working.next_one, name="next"),
    path("escalations/second-looks/", second_look_views.looks, name="second_looks"),
    path("escalations/second-looks/<int:pk>/", second_look_views.look, name="second_look"),
    path("escalations/<int:pk>/", views.show, name="show"),
    path("escalations/<int:pk>/acknowledgement/", views.acknowledge, name="acknowledge"),
    path("escalations/<int:pk>/contact/", glass.contact, name="contact"),
    path("escalations/<int:pk>/contact/<int:glass>/agreement/", glass.agree, name="contact_agree"),
    path("escalations/<int:pk>/contact/<int:glass>/refusal/", glass.refuse, name="contact_refuse"),
    path("escalations/<int:pk>/contact/<int:glass>/opening/", glass.open_it, name="contact_open"),
    path("escalations/<int:pk>/contact/<int:glass>/review/", glass.review, name="contact_review"),
    path("escalations/<int:pk>/conversation/", views.conversation, name="conversation"),
    path("escalations/<int:pk>/same-person/", joining_views.link, name="same_person"),
    path("escalations/<int:pk>/owner/", joining_views.owner_saw, name="owner_saw"),
    path("escalations/<int:pk>/decisions/", views.decide, name="decide"),
    path("escalations/<int:pk>/end-chat/", views.end_chat, name="end_chat"),
    path("escalations/<int:pk>/tellings/", telling_views.write, name="tell"),
    path("escalations/<int:pk>/tellings/unsafe/", telling_views.not_tell, name="not_told"),
    path("escalations/<int:pk>/tellings/<int:telling_id>/outcome/", telling_views.outcome, name="tell_outcome"),
    path("escalations/<int:pk>/tellings/<int:telling_id>/taken-back/", telling_views.take_back, name="tell_back"),
    path("escalations/<int:pk>/more-time/", working.extend, name="extend"),
    path("escalations/<int:pk>/put-off/", working.hold, name="put_off"),
    path("escalations/<int:pk>/put-back/", working.let_go, name="let_go"),
    path("escalations/<int:pk>/offer/", working.offer, name="offer"),
    path("escalations/<int:pk>/offer/yes/", working.accept, name="accept"),
    path("escalations/<int:pk>/offer/no/", working.decline, name="decline"),
    path("escalations/<int:pk>/take-over/", working.take_over, name="take_over"),
    path("escalations/<int:pk>/advice/", working.ask_advice, name="ask_advice"),
    path("escalations/<int:pk>/advice/<int:advice_id>/", working.advise, name="advise"),
    path("escalations/<int:pk>/scales/", working.scale, name="scale"),
    path("escalations/<int:pk>/picture/", working.draw, name="picture"),
    path("escalations/<int:pk>/emergency/", working.call, name="call"),
    path("escalations/<int:pk>/emergency/<int:call_id>/", working.answer_call, name="answer_call"),
    path("escalations/<int:pk>/review/", working.review, name="review"),
    path("escalations/<int:pk>/end/", working.close, name="close"),
    path("escalations/<int:pk>/reopening/", working.reopen, name="reopen"),
    path("escalations/<int:pk>/reached/", views.reached, name="reached"),
    path("escalations/<int:pk>/stand-down/", views.stand_down, name="stand_down"),
]
