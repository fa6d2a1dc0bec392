"""Addresses of referrals, and of the directory they go to."""

from django.urls import path

from escalation.referral import directory_views, lado_views, paper_views, views

app_name = "referral"
_ONE = "escalations/<int:pk>/referrals/<int:referral>/"
_SHARE = "escalations/<int:pk>/shares/<int:share>/"
urlpatterns = [
    path("escalations/directory/", directory_views.home, name="directory"),
    path("escalations/directory/new/", directory_views.new, name="council_new"),
    path("escalations/directory/list.csv", directory_views.list_out, name="list_out"),
    path("escalations/directory/list/", directory_views.list_in, name="list_in"),
    path("escalations/directory/<int:council>/", directory_views.council, name="council"),
    path("escalations/directory/<int:council>/checked/", directory_views.checked, name="council_checked"),
    path("escalations/directory/<int:council>/end/", directory_views.end, name="council_end"),
    path("escalations/<int:pk>/referrals/", views.home, name="list"),
    path(_ONE, views.show, name="show"),
    path(f"{_ONE}form/", views.form, name="form"),
    path(f"{_ONE}phone/", views.phone, name="phone"),
    path(f"{_ONE}leaves/", views.leaves, name="leaves"),
    path(f"{_ONE}preview/", views.preview, name="preview"),
    path(f"{_ONE}sending/", views.send, name="send"),
    path(f"{_ONE}chase/", views.chase, name="chase"),
    path(f"{_ONE}answer/", views.answer, name="answer"),
    path(f"{_ONE}exemption/", views.exempt, name="exempt"),
    path(f"{_ONE}put-off/", views.put_off, name="put_off"),
    path(f"{_ONE}print/", paper_views.as_print, name="print"),
    path(f"{_ONE}file.pdf", paper_views.as_pdf, name="pdf"),
    path(f"{_ONE}file.json", paper_views.as_json, name="json"),
    path(f"{_SHARE}recall/", paper_views.recall, name="recall"),
    path(f"{_SHARE}notice/", paper_views.notice, name="notice"),
    path("escalations/<int:pk>/allegation/", lado_views.allegation, name="allegation"),
]
