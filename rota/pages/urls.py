"""Addresses of the rota. What each asks for: `access.py`."""

from django.urls import path

from rota.pages import gap_views, lead_views, list_views, offer_views, own_views, plan_views, staff_views, views

app_name = "rota"
urlpatterns = [
    path("rota/", views.week, name="week"),
    path("rota/month/", views.month, name="month"),
    path("rota/shifts/<int:pk>/", views.shift, name="shift"),
    path("rota/places/<int:pk>/", views.place, name="place"),
    # My own shifts
    path("rota/mine/", own_views.mine, name="mine"),
    path("rota/now/", own_views.now, name="now"),
    path("rota/mine/seen/", own_views.seen, name="seen"),
    path("rota/shifts/<int:pk>/confirmation/", own_views.confirm, name="confirm"),
    path("rota/shifts/<int:pk>/test-page/", own_views.test_page, name="test_page"),
    path("rota/shifts/<int:pk>/break/", own_views.take_break, name="break"),
    path("rota/shifts/<int:pk>/note/", own_views.write_note, name="shift_note"),
    path("rota/shifts/<int:pk>/end/", own_views.finish, name="finish"),
    path("rota/shifts/<int:pk>/debrief/", own_views.debrief, name="debrief"),
    path("rota/notes/<int:pk>/", own_views.note, name="note"),
    path("rota/away/", own_views.away, name="away"),
    path("rota/away/<int:pk>/withdrawal/", own_views.withdraw_away, name="away_withdraw"),
    # Open shifts and swaps
    path("rota/open/", offer_views.open_shifts, name="open"),
    path("rota/places/<int:pk>/claim/", offer_views.claim, name="claim"),
    path("rota/shifts/<int:pk>/swap/", offer_views.ask_swap, name="swap"),
    path("rota/swaps/<int:pk>/answer/", offer_views.answer_swap, name="swap_answer"),
    # What is missing, and asking people to fill it
    path("rota/gaps/", gap_views.gaps, name="gaps"),
    path("rota/gaps/offer/", gap_views.offer_time, name="gap_offer"),
    path("rota/places/<int:pk>/offer/", gap_views.offer_place, name="place_offer"),
    path("rota/places/<int:pk>/no/", gap_views.decline, name="offer_decline"),
    # What a rota manager decides
    path("rota/approvals/", plan_views.approvals, name="approvals"),
    path("rota/swaps/<int:pk>/decision/", plan_views.decide_swap, name="swap_decide"),
    path("rota/away/<int:pk>/decision/", plan_views.decide_away, name="away_decide"),
    path("rota/publication/", plan_views.publish_week, name="publish"),
    path("rota/places/<int:pk>/person/", plan_views.assign, name="assign"),
    path("rota/places/<int:pk>/cancellation/", plan_views.cancel_place, name="place_cancel"),
    path("rota/shifts/<int:pk>/release/", plan_views.release, name="release"),
    path("rota/come-on/", lead_views.override, name="override"),
    path("rota/put-on/", plan_views.put_on, name="put_on"),
    path("rota/patterns/", plan_views.patterns, name="patterns"),
    path("rota/patterns/new/", plan_views.new_pattern, name="pattern_new"),
    path("rota/patterns/<int:pk>/", plan_views.pattern, name="pattern"),
    path("rota/patterns/<int:pk>/end/", plan_views.end_pattern, name="pattern_end"),
    path("rota/people/", staff_views.people, name="people"),
    path("rota/people/<int:pk>/", staff_views.person, name="person"),
    path("rota/people/<int:pk>/clearances/", staff_views.note_clearance, name="clearance"),
    path("rota/people/<int:pk>/works-as/", staff_views.works_as, name="works_as"),
    # Lists
    path("rota/list.csv", list_views.written, name="csv_out"),
    path("rota/list/", list_views.read_in, name="csv_in"),
]
