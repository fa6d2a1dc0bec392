"""Each assessment says which model really read it: after a swap, in one go with others, and when none did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation import artefacts, classifiers
from moderation.assess import assess_pending
from moderation.checks import CHECKS, CheckUnavailable, Context, rules
from moderation.checks.learned import LearnedCheck, check
from moderation.checks.rules import rules_version
from moderation.combined import Model
from moderation.models import Assessment
from moderation.post_context import read_post
from moderation.reading import read
from tests.model.candidates import candidate
from tests.people import YoungWriter, make_aisha

WORDS = "my stepdad hits me with his belt every night and im scared to go home"


@pytest.fixture
def shipped() -> Iterator[Model]:
    shipped = classifiers.load_from(artefacts.SHIPPED)
    classifiers.take_up(shipped)
    yield shipped
    classifiers.take_up(shipped)


@pytest.fixture
def other(tmp_path: Path) -> Model:
    return classifiers.load_from(candidate(tmp_path / "other", concern=1.1, high=1.1, immediate=1.1))


@pytest.fixture
def aisha(database: str) -> YoungWriter:
    read("warm", Context(()))  # as the worker does: the first words of a process wait for every pattern
    return make_aisha()


def test_each_message_of_a_lot_names_the_model_that_read_it(aisha: YoungWriter, shipped: Model, other: Model) -> None:
    for _time in range(3):
        aisha.says("the same words")
    assess_pending(most=2)
    classifiers.take_up(other)
    assess_pending()
    aisha.says("the same words")
    assess_pending()

    read_by = list(Assessment.objects.order_by("message__place"))
    assert [one.artefact_hash for one in read_by] == [
        *[shipped.artefact_hash] * 2,
        *[other.artefact_hash] * 2,
    ]
    assert [one.thresholds for one in read_by] == [*[shipped.stated] * 2, *[other.stated] * 2]
    assert all(one.rules_version == rules_version() for one in read_by)
    for one in read_by:
        assert one.message is not None
        assert (one.read_from_place, one.read_to_place) == (read_by[0].read_from_place, one.message.place)
    assert all(one.milliseconds for one in read_by)


def test_what_the_old_model_said_is_never_taken_for_what_the_new_one_says(shipped: Model, other: Model) -> None:
    """The check remembers its last opinions, for the numbers it is asked for next."""
    first = check(WORDS, Context(()))
    classifiers.take_up(other)

    assert first
    assert check(WORDS, Context(())) == []
    assert check.version().artefact_hash == other.artefact_hash


def test_where_the_model_did_not_read_none_is_named(shipped: Model) -> None:
    def gone() -> Model:
        raise classifiers.NotThere

    for checks in ((rules.check,), (LearnedCheck(gone),)):
        reading = read(WORDS, Context(()), checks)
        assert reading.version == classifiers.Version()
        assert reading.milliseconds is None


def test_a_model_that_breaks_in_the_middle_is_not_named(aisha: YoungWriter, shipped: Model) -> None:
    class Breaks(LearnedCheck):
        def __call__(self, body: str, context: Context) -> list[object]:  # type: ignore[override]
            raise CheckUnavailable(self.name)

    aisha.says(WORDS)
    assess_pending(checks=(rules.check, Breaks()))

    assessment = Assessment.objects.get()
    assert assessment.failed_checks == ["model"]
    assert (assessment.artefact_hash, assessment.thresholds) == ("", {})


@pytest.mark.parametrize("title", ["", "about home"])
def test_a_post_names_it_too_with_a_title_and_without(shipped: Model, other: Model, title: str) -> None:
    classifiers.take_up(other)

    reading, _shift = read_post(title, WORDS, Context(()), CHECKS)

    assert reading.version.artefact_hash == other.artefact_hash
    assert reading.version.thresholds == other.stated
