"""A candidate reads beside the live model: it is written down what it would have made of it, and nothing follows."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat.models import Conversation, Message
from chat.urgency import Urgency
from config import clock
from escalation.candidate import report as reports
from moderation.assess import assess_pending
from moderation.checks import CheckUnavailable, Context, Finding
from moderation.models import Assessment, Flag, FlagEvent, ShadowReading
from moderation.reading import read
from moderation.shadow import READS_WITHIN, UNFINISHED, Shadow, read_beside
from tests.people import YoungWriter, make_aisha

CANDIDATE = "c" * 64
WORDS = "my stepdad hits me with his belt every night and im scared to go home"


@pytest.fixture
def aisha(database: str) -> YoungWriter:
    read("warm", Context(()))  # as the worker does: the first words of a process wait for every pattern
    return make_aisha()


class Candidate:
    """A check in the place of a loaded model: it says what it is told."""

    name = "model"

    def __init__(self, *urgencies: Urgency, breaks: bool = False) -> None:
        self.urgencies, self.breaks = urgencies, breaks
        self.read: list[str] = []

    def __call__(self, body: str, context: Context) -> Sequence[Finding]:
        self.read.append(body)
        if self.breaks:
            raise CheckUnavailable(self.name)
        return [Finding("model.abuse", "abuse", urgency, "may be") for urgency in self.urgencies]


def state() -> list[object]:
    """All that people see of what was read."""
    return [
        list(Flag.objects.order_by("pk").values()),
        FlagEvent.objects.count(),
        list(Conversation.objects.order_by("pk").values_list("urgency", flat=True)),
        list(Message.objects.order_by("pk").values_list("reading", flat=True)),
        list(Assessment.objects.order_by("pk").values()),
    ]


def test_what_a_candidate_finds_is_written_down_and_changes_nothing(aisha: YoungWriter) -> None:
    aisha.says("what time do you close on sundays")
    assess_pending()
    before = state()

    assert Shadow(CANDIDATE).read_next(Candidate(Urgency.NOW))

    assert state() == before
    shadow = ShadowReading.objects.get()
    assert (shadow.urgency, shadow.categories, shadow.error) == (Urgency.NOW, ["abuse"], "")
    assert shadow.milliseconds is not None
    assert shadow.artefact_hash == CANDIDATE


def test_rules_count_beside_a_candidate_that_finds_nothing(aisha: YoungWriter) -> None:
    aisha.says("i have taken an overdose")
    assess_pending()

    Shadow(CANDIDATE).read_next(Candidate())

    assert Assessment.objects.get().urgency == Urgency.NOW
    assert ShadowReading.objects.get().urgency == Urgency.NOW


def test_it_waits_while_anybodys_words_wait_and_drops_what_is_old(aisha: YoungWriter) -> None:
    candidate, shadow = Candidate(), Shadow(CANDIDATE)
    aisha.says("one")
    assess_pending()
    aisha.says("two")

    assert not shadow.read_next(candidate)
    assess_pending()
    Assessment.objects.filter(message__place=1).update(at=clock.now() - READS_WITHIN - timedelta(seconds=1))
    while shadow.read_next(candidate):
        pass

    assert candidate.read == ["two"]


def test_nothing_is_read_twice_and_what_ended_the_process_is_not_tried_again(aisha: YoungWriter) -> None:
    aisha.says("one")
    aisha.says("two")
    assess_pending()
    first = Assessment.objects.order_by("pk")[0]
    ShadowReading.objects.create(assessment=first, artefact_hash=CANDIDATE, error=UNFINISHED)

    for _process in range(2):
        candidate, shadow = Candidate(), Shadow(CANDIDATE)
        while shadow.read_next(candidate):
            pass
    read_beside(first, CANDIDATE, Candidate(Urgency.NOW))

    assert sorted(ShadowReading.objects.values_list("error", flat=True)) == ["", UNFINISHED]


def test_an_error_of_a_candidate_is_counted(aisha: YoungWriter) -> None:
    aisha.says("one")
    assess_pending()
    before = state()

    Shadow(CANDIDATE).read_next(Candidate(breaks=True))

    assert ShadowReading.objects.get().error == "failed"
    assert state() == before


def test_it_goes_with_the_assessment(aisha: YoungWriter) -> None:
    aisha.says("one")
    assess_pending()
    Shadow(CANDIDATE).read_next(Candidate())

    Assessment.objects.all().delete()

    assert not ShadowReading.objects.exists()


def test_the_report_compares_without_a_word_and_hides_small_counts(aisha: YoungWriter, tmp_path: Path) -> None:
    for _time in range(7):
        aisha.says(WORDS)
    for _time in range(2):
        aisha.says("what time do you close on sundays")
    assess_pending()
    Flag.objects.filter(check_name__startswith="model.").update(state=Flag.State.CONFIRMED)
    shadow = Shadow(CANDIDATE)
    while shadow.read_next(Candidate(Urgency.NOW)):
        pass
    call_command("shadow_report", out=tmp_path, stdout=io.StringIO())

    figures = json.loads((tmp_path / "report.json").read_text())
    page = (tmp_path / "report.html").read_text()
    assert figures["messages and posts read by both"] == 9
    assert figures["errors"] == {}
    assert figures["urgency"]["routine"]["now"] not in range(1, 5)
    assert figures["milliseconds"]["live"]["median"] > 0
    for told in (page, json.dumps(figures)):
        assert "stepdad" not in told
        assert "sundays" not in told


def test_small_counts_cannot_be_worked_out_of_a_table() -> None:
    shown = reports.table(
        {("now", "now"): 40, ("now", "soon"): 3, ("soon", "soon"): 20}, ("now", "soon"), ("now", "soon")
    )

    hidden = [cell for row in shown.values() for cell in row.values() if isinstance(cell, str)]
    assert isinstance(shown["now"]["soon"], str)
    assert len(hidden) >= 4, "one more in its row, one more in its column, and where these meet"


def test_without_a_candidate_there_is_nothing_to_report(database: str) -> None:
    with pytest.raises(CommandError, match="No candidate"):
        call_command("shadow_report")
