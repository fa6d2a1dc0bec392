"""Jobs whose worker died while it held them."""

import pytest
from django.db import connection

from config import jobs
from escalation import stalled


@pytest.fixture(autouse=True)
def _looks_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalled, "_looked_at", float("-inf"))


def their_worker_dies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")


def waiting() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_a_job_whose_worker_died_waits_again(database: str) -> None:
    jobs.defer("moderation.stop_word", incoming_id=1)
    their_worker_dies()

    assert stalled.retry_stalled() == 1
    assert waiting() == ["moderation.stop_word"]


def test_one_that_its_clock_asked_for_again_meanwhile_keeps_no_other_from_being_put_back(database: str) -> None:
    """A phone's texts are asked for every second. Their job dies, another waits: what tells a lead must come back."""
    jobs.defer("moderation.stop_word", incoming_id=1)
    assert jobs.defer_once("chat.send_texts", once="texts-5", lock="texts-lane-1", phone_id=5)
    their_worker_dies()
    assert jobs.defer_once("chat.send_texts", once="texts-5", lock="texts-lane-1", phone_id=5)

    assert stalled.retry_stalled() == 2
    assert waiting() == ["moderation.stop_word", "chat.send_texts", "chat.send_texts"]
    assert not jobs.defer_once("chat.send_texts", once="texts-5", lock="texts-lane-1", phone_id=5)
