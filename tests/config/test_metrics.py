"""/metrics: numbers for a monitor, for nobody else, and nothing of anybody in them."""

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from chat.urgency import Urgency
from config.alive import say_alive
from config.metrics import COUNTED
from tests.people import flagged, make_aisha

HERE = {"HTTP_HOST": "localhost"}


@pytest.fixture
def numbers(database: str):
    def read(**headers: str) -> dict[str, dict[tuple[str, ...], float]]:
        answer = Client().get("/metrics", **HERE, **headers)
        assert answer.status_code == 200
        return {
            family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
            for family in text_string_to_metric_families(answer.content.decode())
        }

    return read


def test_they_count_what_is_there(numbers):
    message = make_aisha().says("i took some of my mums tablets")
    flagged(message, urgency=Urgency.NOW)
    say_alive("worker")

    found = numbers()

    assert found["nightlight_database_up"] == {(): 1.0}
    assert list(found["nightlight_waiting"].values()) == [1.0]
    assert set(*found["nightlight_waiting"]) == {"now", "web"}
    assert found["nightlight_unread_messages"] == {("pending",): 1.0}
    assert found["nightlight_flags_open"] == {("now",): 1.0}
    assert found["nightlight_process_silent_seconds"][("worker",)] < 30
    assert {f"nightlight_{name}" for name in COUNTED} <= set(found)


def test_they_hold_nothing_of_anybody(numbers):
    aisha = make_aisha()
    aisha.says("blue heron")

    text = Client().get("/metrics", **HERE).content.decode()

    assert "heron" not in text
    assert aisha.conversation.handle not in text


def test_only_this_machine_may_ask_where_no_token_is_set(database, settings):
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", **HERE).status_code == 200
    assert Client().get("/metrics", **HERE, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 404
    assert Client(REMOTE_ADDR="192.0.2.1").get("/metrics", **HERE).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "Basic right-one", "Bearer right-one "])
def test_with_a_token_set_nobody_else_may(database, settings, given):
    settings.METRICS_TOKEN = "right-one"

    assert Client().get("/metrics", **HERE, HTTP_AUTHORIZATION=given).status_code == 404
    assert Client().get("/metrics", **HERE, HTTP_AUTHORIZATION="Bearer right-one").status_code == 200


def test_a_database_that_is_away_is_a_number_too(database, numbers):
    from django.db import OperationalError, connection

    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        assert numbers()["nightlight_database_up"] == {(): 0.0}
