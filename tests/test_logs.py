"""The console log says what happened to which row, and never a word that somebody wrote."""

import io
import json
import logging
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from config.logs import JsonLines, TextLines, answering, logging_config
from tests.sentry_sink import traces_of
from tests.test_errors import CANARY, play

OURS = logging.getLogger("chat.tests_of_logs")


class Written:
    """What a logger wrote, line by line."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(formatter)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def last(self) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(self.text.splitlines()[-1])
        return line


@pytest.fixture
def written() -> Iterator[Written]:
    yield from _written(JsonLines())


@pytest.fixture
def written_for_people() -> Iterator[Written]:
    yield from _written(TextLines())


def _written(formatter: logging.Formatter) -> Iterator[Written]:
    answering.set("")  # no page is being answered here, whatever ran before
    written, root = Written(formatter), logging.getLogger()
    level = root.level
    root.addHandler(written.handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(written.handler)
    root.setLevel(level)


def test_a_verb_and_its_ids_are_shown(written: Written) -> None:
    OURS.info("flag.raised", extra={"flag": 3, "conversation": 7, "urgency": "very_soon"})

    line = written.last
    assert (line["level"], line["logger"], line["verb"]) == ("info", "chat.tests_of_logs", "flag.raised")
    assert (line["flag"], line["conversation"], line["urgency"]) == (3, 7, "very_soon")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


def test_a_message_that_is_no_verb_is_withheld(written: Written) -> None:
    words = "help"  # plain enough to look like a verb, were it not made at run time
    for message in ("I want to go home", "Flag raised", f"{words}.{words}", "flag", ("a", "tuple")):
        OURS.info(message)

        assert written.last["verb"] == "message withheld"


def test_a_verb_made_at_run_time_is_withheld(written: Written) -> None:
    OURS.info(".".join(["someones", "words"]))

    assert written.last["verb"] == "message withheld"


def test_a_librarys_constant_is_shown_and_what_it_filled_in_is_not(written: Written) -> None:
    record = logging.getLogger("daphne.server").makeRecord(
        "daphne.server", logging.INFO, _file_of_daphne(), 1, "Listening on TCP address %s:%s", ("203.0.113.9", 80), None
    )
    logging.getLogger().handle(record)

    assert written.last["verb"] == "Listening on TCP address %s:%s"
    assert "203.0.113.9" not in written.text


@pytest.mark.parametrize("number", [447700900123, 7700900123, -447700900123, float("nan")])
def test_a_number_long_enough_to_ring_is_not_shown(written: Written, number: float) -> None:
    OURS.info("flag.raised", extra={"flag": number})

    assert "flag" not in written.last


def test_an_extra_nobody_declared_is_not_shown(written: Written) -> None:
    OURS.info("flag.raised", extra={"phone": 12, "flag": "three", "flags": [1, "two"], "state": "my stepdad"})

    assert written.last.keys() == {"time", "level", "logger", "verb", "state"}
    assert written.last["state"] == "withheld"


def test_a_choice_and_a_type_of_error_are_shown(written: Written) -> None:
    class State(StrEnum):
        PAGED_AGAIN = "paged_again"

    OURS.warning("page.failed", extra={"state": State.PAGED_AGAIN, "error": ConnectionRefusedError})

    assert (written.last["state"], written.last["error"]) == ("paged_again", "ConnectionRefusedError")


def test_a_failure_is_shown_as_types_and_places_of_the_whole_chain(written: Written) -> None:
    def store() -> None:
        try:
            raise FileNotFoundError(2, CANARY)
        except OSError as error:
            raise ValueError(CANARY) from error

    try:
        store()
    except ValueError:
        OURS.exception("message.lost")

    first, second = written.last["failures"]
    assert first["type"] == "ValueError"
    assert second["type"] == "FileNotFoundError ENOENT"
    assert re.fullmatch(r"tests/test_logs\.py:\d+ test_a_failure\w+\.<locals>\.store", first["at"][-1])
    assert CANARY not in written.text


def test_the_name_of_a_broken_constraint_is_shown(written: Written) -> None:
    class Diagnosis:
        constraint_name = "message_place_once"

    class UniqueViolation(Exception):
        sqlstate = "23505"
        diag = Diagnosis()

    OURS.error("message.lost", exc_info=UniqueViolation(CANARY))

    assert written.last["failures"][0]["type"].endswith("UniqueViolation 23505 message_place_once")


def test_a_person_at_a_terminal_reads_the_same(written_for_people: Written) -> None:
    OURS.error("flag.raised", extra={"flag": 3}, exc_info=ValueError(CANARY))

    text = written_for_people.text
    assert re.match(
        r"\d\d:\d\d:\d\d\.\d{3} ERROR    flag\.raised flag=3 \[chat\.tests_of_logs\]\n    ValueError\n", text
    )
    assert CANARY not in text


def test_a_line_cannot_be_broken_in_two(written: Written) -> None:
    logging.getLogger("chat\nforged").error("flag.raised\nforged", extra={"state": "a\nb"})

    assert len(written.text.splitlines()) == 1


@pytest.mark.parametrize("name", ["twilio.http_client", "redis", "psycopg", "django.db.backends"])
def test_libraries_that_log_numbers_and_statements_are_kept_to_warnings(name: str) -> None:
    assert logging_config("DEBUG", "json")["loggers"][name]["level"] == "WARNING"


@pytest.mark.parametrize(("level", "fmt"), [("LOUD", "json"), ("INFO", "xml")])
def test_a_setting_that_means_nothing_is_refused(level: str, fmt: str) -> None:
    with pytest.raises(ValueError, match="LOG_"):
        logging_config(level, fmt)


@pytest.mark.parametrize("scene", ["worker", "jobs", "log_calls", "last_resorts", "unconfigured"])
@pytest.mark.parametrize("fmt", ["json", "text"])
def test_nothing_a_process_writes_holds_the_words(scene: str, fmt: str) -> None:
    """Also with no reports switched on, and also before there is a configuration."""
    done = play(scene, LOG_FORMAT=fmt, LOG_LEVEL="DEBUG")

    assert done.stderr.count(b"canary_program.py:") > 0, "no failure was shown, so nothing was proven"
    assert traces_of(CANARY, done.stderr + done.stdout) == []


def test_every_last_resort_has_its_line() -> None:
    done = play("last_resorts")

    lines = [json.loads(line) for line in done.stderr.decode().splitlines()]
    verbs = {line["verb"] for line in lines}
    assert {"process.uncaught", "thread.uncaught", "process.unraisable", "twisted.failed", "python.warned"} <= verbs
    assert any(line["logger"] == "asyncio" and line["failures"][0]["type"] == "EOFError" for line in lines)
    uncaught = next(line for line in lines if line["verb"] == "process.uncaught")
    assert [failure["type"] for failure in uncaught["failures"]] == ["AssertionError", "ValueError"]
    warned = next(line for line in lines if line["verb"] == "python.warned")
    assert warned["error"] == "ResourceWarning"
    assert warned["at"].startswith("tests/canary_program.py:")


def _file_of_daphne() -> str:
    import daphne.server

    return str(daphne.server.__file__)
