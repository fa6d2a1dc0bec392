"""The made-up message that shows, on a night when no child writes, that words are stored, read, noticed and told."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chat.models import Conversation, Message
from config import clock
from config.metrics import COUNTED, _family
from config.postgres import close_async_pool
from config.tuning import change_setting
from moderation import classifiers, incidents
from moderation.assess import assess_pending
from moderation.canary import arrival, due, watch
from moderation.canary.read import read_next
from moderation.canary.signature import signature
from moderation.canary.views import PATH
from moderation.canary.words import READERS, SAID
from moderation.checks import CHECKS, Check, CheckUnavailable, Context, Finding
from moderation.models import Assessment, Canary, Flag, Incident
from tests.people import make_aisha

Kind, Part = Incident.Kind, Incident.Part
STEP = 10


@pytest.fixture(autouse=True)
def jobs_process(database: str) -> Iterator[None]:
    """One that has just started: the first canary is due half a minute later."""
    watch.begin()
    yield
    watch._since = watch._looked_at = None
    clock.reset()


class Mute:
    """A check that runs and finds nothing: what going blind looks like."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, body: str, context: Context) -> list[Finding]:
        return []


class Gone(Mute):
    """A check that cannot run."""

    def __call__(self, body: str, context: Context) -> list[Finding]:
        raise CheckUnavailable(self.name)


def with_check(check: Check) -> tuple[Check, ...]:
    """What reads a message, with `check` in the place of the one of its name."""
    assert check.name in {one.name for one in CHECKS}
    return tuple(check if one.name == check.name else one for one in CHECKS)


def seconds_pass(seconds: int) -> None:
    """With the clocks of the jobs process running."""
    for _ in range(0, seconds, STEP):
        clock.move(timedelta(seconds=STEP))
        watch.watch()


def sent() -> Canary:
    """The newest that the clock has sent, as soon as there is one under way."""
    while not (canary := Canary.objects.filter(stored_at=None).order_by("-pk").first()):
        seconds_pass(STEP)
    return canary


def is_said(canary: Canary, *, words: str = "", **headers: str) -> int:
    """What the web process answers."""
    number, body = str(canary.pk), SAID[canary.number]
    given = {"X-Canary": signature(number, body), "Host": "localhost", **headers}
    return Client().post(PATH, {"canary": number, "words": words or body}, headers=given).status_code


def is_shown() -> None:
    async def look() -> None:
        await arrival.note()
        await close_async_pool()

    asyncio.run(look())


def comes_through(checks: tuple[Check, ...] = CHECKS) -> Canary:
    canary = sent()
    assert is_said(canary) == 204
    assert read_next(checks=checks) == 1
    is_shown()
    watch.watch()
    canary.refresh_from_db()
    return canary


def open_parts() -> list[str]:
    return list(Incident.objects.filter(kind=Kind.CANARY_LOST, closed_at=None).values_list("part", flat=True))


def test_one_goes_the_whole_way_and_nobody_is_told() -> None:
    canary = comes_through()

    moments = [canary.sent_at, canary.stored_at, canary.read_at, canary.arrived_at]
    assert moments == sorted(one for one in moments if one)
    seconds_pass(120)
    assert not Incident.objects.exists()


def test_each_text_is_noticed_by_each_reader_by_itself() -> None:
    for _ in SAID:
        canary = comes_through()
        assert set(canary.urgencies) == set(READERS)
        assert set(canary.urgencies.values()) <= {"now", "very_soon"}, SAID[canary.number]
        assert canary.failed_checks == []

    assert Canary.objects.values("number").distinct().count() == len(SAID)


def test_it_is_nobodys_and_counts_nowhere() -> None:
    before = {name: counted(name) for name in COUNTED if name not in {"canary_seconds", "jobs_waiting"}}

    comes_through()

    for model in (Conversation, Message, Flag, Assessment, Incident):
        assert not model.objects.exists()
    assert {name: counted(name) for name in before} == before


def counted(name: str) -> list[tuple[dict[str, str], float]]:
    return [(sample.labels, sample.value) for sample in _family(name).samples]


def test_the_words_lie_sealed() -> None:
    canary = comes_through()

    assert canary.body == SAID[canary.number]
    assert SAID[canary.number].encode() not in bytes(canary.__dict__["body"])


def test_a_forged_one_is_refused_and_stores_nothing() -> None:
    canary = sent()

    assert is_said(canary, words="somebody else's words") == 403
    assert is_said(canary, **{"X-Canary": "0" * 64}) == 403
    assert is_said(canary, **{"X-Canary": "\u00e9"}) == 403
    assert is_said(canary, **{"X-Forwarded-For": "192.0.2.1"}) == 403
    assert Client().post(PATH, headers={"Host": "localhost"}).status_code == 403
    canary.refresh_from_db()
    assert canary.stored_at is None


def test_one_that_is_said_again_changes_nothing() -> None:
    canary = comes_through()

    assert is_said(canary) == 204

    assert Canary.objects.get(pk=canary.pk).stored_at == canary.stored_at
    assert read_next() == 0


def test_it_waits_behind_a_child_who_wrote_before_it() -> None:
    canary = sent()
    make_aisha().says("hello")
    is_said(canary)

    assert read_next() == 0
    assess_pending()
    assert read_next() == 1


def test_a_child_who_writes_later_does_not_wait_for_more_than_one() -> None:
    for _ in range(2):
        canary = sent()
        is_said(canary)

    assert read_next() == 1
    assert Canary.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("failing", [Mute, Gone])
def test_h08_a_reader_that_went_blind_behind_the_others_opens_an_incident(reader: str, failing: type[Mute]) -> None:
    comes_through()

    comes_through(with_check(failing(reader)))

    assert open_parts() == [Part.NOT_NOTICED]
    assert "did not notice" in str(incidents.words())


def test_a_key_that_the_reader_cannot_open_is_noticed_and_stops_no_reader() -> None:
    canary = sent()
    is_said(canary)
    Canary.objects.update(number=canary.number + 1)  # another place than it was sealed for

    assert read_next() == 1
    watch.watch()

    assert open_parts() == [Part.NOT_NOTICED]


def test_h09_an_incident_says_which_part_of_the_way_is_broken() -> None:
    canary = sent()
    seconds_pass(70)
    assert open_parts() == [Part.NOT_STORED]
    assert "was not stored" in str(incidents.words())

    is_said(canary)
    watch.watch()
    assert open_parts() == [Part.NOT_READ]
    assert "was not read" in str(incidents.words())

    read_next()
    watch.watch()
    assert open_parts() == [Part.NOT_SHOWN]
    assert "reach your console" in str(incidents.words())
    assert Incident.objects.count() == 1


def test_it_is_over_when_each_of_the_texts_has_come_through_in_time() -> None:
    canary = sent()
    seconds_pass(70)
    is_said(canary)

    read_next()
    is_shown()
    for _ in SAID[1:]:
        comes_through()
    assert len(open_parts()) == 1, "the one that came late is no proof"
    before = clock.now()
    comes_through()

    assert open_parts() == []
    assert clock.now() - before < timedelta(seconds=60), "they come more often while something is wrong"


def test_one_blind_text_among_good_ones_does_not_open_and_close_the_incident_again_and_again() -> None:
    for number in range(2 * len(SAID)):
        comes_through(with_check(Mute("rules")) if number % len(SAID) == 0 else CHECKS)

    assert len(open_parts()) == 1
    assert Incident.objects.count() == 1


def test_a_model_that_was_never_there_calls_nobody_and_one_that_has_gone_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(classifiers, "_model", None)
        comes_through(with_check(Gone("model")))
    assert open_parts() == []

    comes_through()
    with monkeypatch.context() as without:
        without.setattr(classifiers, "_model", None)
        comes_through(with_check(Gone("model")))
    assert open_parts() == [Part.NOT_NOTICED]


def test_nobody_is_called_twice_where_a_childs_words_wait_for_the_same_reader() -> None:
    is_said(sent())
    incidents.tell(Kind.NOT_CHECKED, is_wrong=True)

    seconds_pass(70)

    assert open_parts() == []


def test_what_was_under_way_while_the_clocks_stood_still_is_no_proof() -> None:
    sent()
    clock.move(timedelta(minutes=4))

    watch.watch()
    seconds_pass(20)

    assert open_parts() == []
    assert sent(), "and the next one goes soon"


def test_they_rest_where_a_person_has_said_so() -> None:
    sent()
    seconds_pass(70)
    assert open_parts()
    before = Canary.objects.count()

    change_setting("canary.every_seconds", 0, why="the hall is being moved", set_by=None)
    seconds_pass(400)

    assert open_parts() == []
    assert Canary.objects.count() == before


def test_before_the_process_began_nothing_goes_out() -> None:
    watch._since = None

    seconds_pass(120)

    assert not Canary.objects.exists()


def test_a_few_days_are_kept_and_the_newest_that_a_model_has_read() -> None:
    first, newest = comes_through(), comes_through()
    clock.move(timedelta(days=4))
    due._send(0)

    kept = set(Canary.objects.values_list("pk", flat=True))

    assert first.pk not in kept
    assert newest.pk in kept
    assert len(kept) == 2


def test_who_watches_from_outside_is_told_when_one_came_last() -> None:
    assert told()["canary_seconds"] is None
    comes_through()
    clock.move(timedelta(minutes=4))
    assert told()["canary_seconds"] in range(240, 250)
    assert [round(value, -1) for _, value in counted("canary_seconds")] == [240]
    assert told()["warnings"] == ["Nobody watches the worker and the clocks: no watchdog."]

    clock.move(timedelta(minutes=12))

    assert "No test message has come through for a while." in told()["warnings"]


def told() -> dict[str, Any]:
    answer: dict[str, Any] = Client().get("/readyz", headers={"Host": "localhost"}).json()
    return answer
