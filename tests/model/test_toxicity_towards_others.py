"""Detoxify behind our adapter: an extra for the forum, whose absence is visible and lowers nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chat.urgency import Urgency
from moderation import classifiers
from moderation.checks import CHECKS, FORUM_CHECKS, CheckUnavailable, Context
from moderation.checks.toxicity_towards_others import ToxicityTowardsOthersCheck, check
from moderation.reading import read

ROOT = Path(__file__).parents[2]


def saying(**scores: float) -> ToxicityTowardsOthersCheck:
    """The check beside a model that always answers this."""
    return ToxicityTowardsOthersCheck(lambda: classifiers.Hostility(lambda text: {"toxicity": 0.0, **scores}))


def test_it_reads_posts_only() -> None:
    assert check in FORUM_CHECKS
    assert check not in CHECKS


def test_not_installed_is_no_failure_and_no_finding() -> None:
    reading = read("nobody likes you", Context(), (check,))

    assert (reading.failed, reading.findings) == ((), ())


def test_not_installed_is_visible() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", "--status"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "detoxify (posts only): not " in done.stdout
    assert "model: " in done.stdout
    assert "rules: " in done.stdout


def test_hostile_words_are_named_and_at_most_soon() -> None:
    insult, threat = saying(insult=0.95)("go away", Context()), saying(threat=0.95)("go away", Context())

    assert [(one.check, one.category, one.urgency) for one in insult] == [
        ("detoxify/insult", "toxicity", Urgency.ROUTINE)
    ]
    assert [one.urgency for one in threat] == [Urgency.SOON]


def test_swearing_alone_is_not_hostile() -> None:
    assert saying(obscene=0.99)("this bloody printer", Context()) == []


def test_somebody_who_tells_what_was_done_to_them_is_never_called_hostile() -> None:
    assert saying(toxicity=0.99, insult=0.99)("my stepdad hits me and calls me scum", Context()) == []


def test_a_checkpoint_that_is_not_the_pinned_one_is_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "any.ckpt"
    file.write_bytes(b"not what was pinned")
    files = classifiers.DetoxifyFiles(str(file), "0" * 64, str(tmp_path))

    with pytest.raises(classifiers.NotThere):
        classifiers._loaded_detoxify(files)
    with pytest.raises(classifiers.NotThere):
        classifiers._loaded_detoxify(classifiers.DetoxifyFiles(str(tmp_path / "gone"), "0" * 64, str(tmp_path)))


def test_a_model_that_was_promised_and_is_broken_is_not_checked() -> None:
    def broken() -> classifiers.Hostility:
        raise classifiers.NotThere

    with pytest.raises(CheckUnavailable):
        ToxicityTowardsOthersCheck(broken)("hello", Context())
