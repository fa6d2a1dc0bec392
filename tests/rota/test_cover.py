"""H13: the service opens, narrows and closes by who is really there, and nobody on duty is noticed and paged."""

from datetime import timedelta

import pytest
from django.test import Client

from chat import service
from chat.access import new_young_person
from chat.conversations import start_conversation
from chat.queue import NobodyWaiting, take_next
from chat.urgency import Urgency
from config import clock
from config.tuning import DEFAULTS, change_setting, forget_settings
from moderation import incident_pages, incidents
from moderation.models import Incident, IncidentPage
from rota import cover
from rota.models import CoverChange, Role, Shift
from tests.people import make_lena, make_sam, on_shift, person

State = cover.State


@pytest.fixture
def as_in_service(database):
    """The numbers of a live service: two people and a lead."""
    for name in ("cover.least_people", "cover.needs_lead"):
        change_setting(name, DEFAULTS[name], why="as in service", set_by=None)
    forget_settings()
    service.forget_service()


def ama():
    ama = person("Ama", Role.COUNSELLOR)
    on_shift(ama, Shift.Duty.COUNSELLOR)
    return ama


def test_two_people_and_a_lead_open_the_service_one_narrows_it_and_none_closes_it(as_in_service):
    sam, second = make_sam(), ama()
    assert cover.now() == (State.CLOSED, 0, 2)  # on the rota is not there

    cover.say_present([sam.pk])
    assert cover.now() == (State.NARROWED, 1, 2)

    cover.say_present([sam.pk, second.pk])
    assert cover.now() == (State.NARROWED, 2, 2)  # no lead on shift or on call

    make_lena()
    assert cover.now() == (State.OPEN, 2, 2)

    clock.move(timedelta(seconds=DEFAULTS["cover.present_seconds"] + 1))
    assert cover.now().state == State.CLOSED


def test_somebody_off_shift_or_suspended_is_not_cover(as_in_service):
    marc = person("Marc", Role.COUNSELLOR)
    gone = ama()
    gone.is_active = False
    gone.save()
    cover.say_present([marc.pk, gone.pk])

    assert cover.now() == (State.CLOSED, 0, 0)


def test_while_narrowed_only_the_most_urgent_are_given_out(as_in_service):
    sam = make_sam()
    cover.say_present([sam.pk])
    patient, urgent = (start_conversation(new_young_person()[0]) for _ in range(2))
    urgent.urgency = Urgency.VERY_SOON
    urgent.save()

    assert take_next(sam).pk == urgent.pk
    with pytest.raises(NobodyWaiting):
        take_next(sam)

    # Whoever has waited for an hour is given a person all the same.
    clock.move(timedelta(minutes=61))
    assert take_next(sam).pk == patient.pk


def test_nobody_there_is_an_incident_within_thirty_seconds_and_calls_people_until_somebody_is_on_it(as_in_service):
    lena = make_lena()
    incidents.watch_cover()
    clock.move(timedelta(seconds=29))
    incidents.watch_cover()
    incident_pages.page_all_due()

    incident = Incident.objects.get(kind=Incident.Kind.NOBODY_ON_DUTY, closed_at=None)
    assert [page.staff for page in IncidentPage.objects.filter(incident=incident)] == [lena]

    # Round and round, never an end, until a person acts.
    for _ in range(5):
        clock.move(timedelta(seconds=DEFAULTS["incident.page_step_seconds"]))
        incident_pages.page_all_due()
    assert IncidentPage.objects.filter(incident=incident, staff=lena).count() == 6

    client = Client()
    client.force_login(lena, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Nobody is there" in client.get("/service/").content.decode()
    client.post(f"/service/incidents/{incident.pk}/acknowledgement/")
    clock.move(timedelta(minutes=DEFAULTS["incident.again_minutes"], seconds=-1))
    incident_pages.page_all_due()
    assert IncidentPage.objects.filter(incident=incident).count() == 6

    # Still nobody: to have said "I am on it" is not the end of it.
    clock.move(timedelta(seconds=1))
    incident_pages.page_all_due()
    assert IncidentPage.objects.filter(incident=incident).count() == 7

    # Somebody comes on: it is over by itself, and the row says since when.
    sam = make_sam()
    cover.say_present([sam.pk])
    incidents.watch_cover()
    incident.refresh_from_db()
    assert incident.closed_at is not None
    assert [change.state for change in CoverChange.objects.order_by("pk")] == [State.CLOSED, State.NARROWED]


def test_the_start_page_is_told_the_truth_in_words_and_numbers(as_in_service):
    answer = Client().get("/chat/service/", headers={"Accept": "application/json"})
    assert answer.json()["state"] == "closed"
    assert "No one is here" in answer.json()["words"]

    cover.say_present([make_sam().pk])
    service.forget_service()
    answer = Client().get("/chat/service/", headers={"Accept": "application/json"})
    assert (answer.json()["state"], answer.json()["people"]) == ("narrowed", 1)
    assert "in danger" in Client().get("/chat/service/").content.decode()
