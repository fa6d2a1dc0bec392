"""Detoxify was set up and is not there: posts are not checked, and whoever it concerns is told in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chat.console import board
from chat.forums import posts
from chat.models import Post, PostVersion
from config import clock
from config.models import ProcessSeen
from moderation import classifiers
from moderation.assess import assess_failed_again, assess_pending
from moderation.models import Flag, Incident, IncidentPage
from moderation.worker import Worker
from rota.models import StaffMember
from tests.forum.people import Writes
from tests.forum.review import Desk
from tests.people import make_lena

WORDS = "The second reading of posts (Detoxify) is set up but not there"


@pytest.fixture(autouse=True)
def nothing_is_loaded() -> Iterator[None]:
    classifiers._hostility = classifiers._trouble = None
    yield
    classifiers._hostility = classifiers._trouble = None


@pytest.fixture
def away(settings: Any, tmp_path: Path) -> Any:
    """A folder was named in which nothing is."""
    settings.DETOXIFY_ONNX, settings.DETOXIFY_ONNX_SHA256 = str(tmp_path), "0" * 64
    return settings


@pytest.fixture
def worker() -> Worker:
    return Worker()


def the_worker_says_how_it_is(worker: Worker) -> None:
    """Twice, because the first time only begins to load it."""
    worker._say_how_the_second_opinion_is()
    classifiers.aside.begin(lambda: None).result(timeout=30)
    worker._say_how_the_second_opinion_is()


def told(mina: StaffMember) -> list[bool]:
    """Console, review, page of the service, readiness: who of them says so."""
    lead = StaffMember.objects.filter(email__startswith="lena").first() or make_lena()
    pages = (
        board.queue_frame().incident or "",
        Desk(mina).sees(),
        Desk(lead).sees("service:home"),
        " ".join(Client(headers={"host": "localhost"}).get("/readyz").json()["warnings"]),
    )
    return [WORDS in page for page in pages]


def newest(post: Post) -> PostVersion:
    return posts.newest_wording(Post.objects.select_related("author__key").get(pk=post.pk))


def test_a_post_is_not_checked_and_cannot_go_up_until_it_is_back(
    aisha: Writes, mina: StaffMember, away: Any, worker: Worker
) -> None:
    post = aisha.begins(body="does anyone else find maths boring")
    assess_pending()

    assert newest(post).reading == PostVersion.Reading.FAILED
    assert [flag.urgency for flag in Flag.objects.all()] == ["not_checked"]
    with pytest.raises(posts.NotRead):
        posts.publish(newest(post), approved_by=mina)

    away.DETOXIFY_ONNX = away.DETOXIFY_ONNX_SHA256 = ""
    clock.move(timedelta(minutes=1))
    assess_failed_again()

    assert posts.publish(newest(post), approved_by=mina).state == Post.State.PUBLISHED


def test_console_review_service_and_readiness_say_so_and_nobody_is_called(
    mina: StaffMember, away: Any, worker: Worker
) -> None:
    assert told(mina) == [False] * 4

    the_worker_says_how_it_is(worker)

    assert told(mina) == [True] * 4
    assert ProcessSeen.objects.get(name="detoxify").detail == "no_file"
    assert not Incident.objects.exists()
    assert not IncidentPage.objects.exists()

    classifiers._hostility = classifiers.Hostility(lambda text: {"toxicity": 0.0})
    classifiers._trouble = None
    the_worker_says_how_it_is(worker)

    assert told(mina) == [False] * 4


def test_what_a_worker_said_that_is_gone_counts_no_more(mina: StaffMember, away: Any, worker: Worker) -> None:
    the_worker_says_how_it_is(worker)

    clock.move(timedelta(seconds=31))

    assert board.queue_frame().incident is None


def test_where_nobody_set_it_up_the_worker_says_nothing_of_it(database: str, worker: Worker) -> None:
    the_worker_says_how_it_is(worker)

    assert not ProcessSeen.objects.filter(name="detoxify").exists()
