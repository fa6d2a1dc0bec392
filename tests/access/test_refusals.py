"""Who is sent away gets a page of their own door: staff one that says why, young people one with a way out."""

import pytest
from django.test import Client

from chat.access import new_young_person
from tests.access.cast import staff_member

EXIT = "Exit this page"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/console/", 403, "This page is not for your role"),
        ("/escalations/", 404, "We cannot find that page"),
        ("/nothing-here/", 404, "We cannot find that page"),
    ],
)
def test_staff_who_may_not_open_a_page_are_told_so_in_their_own_shell(database, path, status, words):
    olu = Client()
    olu.force_login(staff_member("rota"))

    answer = olu.get(path, HTTP_HOST="localhost")
    page = answer.content.decode()

    assert answer.status_code == status
    assert words in page
    assert 'data-door="staff"' in page
    assert "Sign out" in page
    assert 'href="/staff/"' in page
    assert EXIT not in page


def test_young_people_keep_their_way_out(database, settings):
    _aisha, cookie = new_young_person()
    client = Client()
    client.cookies[settings.YOUNG_PERSON_COOKIE] = cookie

    for visitor in (client, Client()):
        page = visitor.get("/nothing-here/", HTTP_HOST="localhost").content.decode()
        assert EXIT in page
        assert 'data-door="staff"' not in page
        assert "Sign out" not in page
