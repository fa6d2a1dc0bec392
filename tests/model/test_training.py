"""The same lines make the same model, also where the public lines are not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.combined import MANIFEST, load
from moderation.model.lines import CORPUS, bucket
from moderation.model.sets import DEVELOPMENT, SETS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def few_to_judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough of the development set to choose thresholds on."""
    folder = tmp_path_factory.mktemp("sets")
    for file, most in (("lines.jsonl", 80), ("conversations/talks.jsonl", 8)):
        rows = (SETS / DEVELOPMENT / file).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / DEVELOPMENT / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / DEVELOPMENT / file).write_text("".join(rows[:: len(rows) // most]), encoding="utf-8")
    return folder


@pytest.fixture
def few_lines(tmp_path: Path) -> Path:
    """A hundred and twenty lines of two categories."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("self_harm", "abuse"):
        lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:60]
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def trained(corpus: Path, sets: Path, out: Path) -> tuple[dict[str, object], str]:
    done = subprocess.run(
        [
            sys.executable, "-m", "moderation.train",
            "--corpus", corpus, "--sets", sets, "--out", out, "--data", out / "nowhere",
        ],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return json.loads((out / MANIFEST).read_text()), done.stderr


def test_training_twice_makes_the_same_files_and_says_what_was_missing(
    few_lines: Path, few_to_judge: Path, tmp_path: Path
) -> None:
    once, said = trained(few_lines, few_to_judge, tmp_path / "once")
    again, _ = trained(few_lines, few_to_judge, tmp_path / "again")

    assert once == again
    assert once["data"] is None
    assert "public lines are not there" in said
    assert load(tmp_path / "once").artefact_hash == load(tmp_path / "again").artefact_hash


def test_training_repeats_no_line_and_draws_no_bar_into_a_file(
    few_lines: Path, few_to_judge: Path, tmp_path: Path
) -> None:
    _, said = trained(few_lines, few_to_judge, tmp_path / "out")
    texts = [json.loads(line)["text"] for path in few_lines.glob("*.jsonl") for line in path.read_text().splitlines()]

    assert not [text for text in texts if text in said]
    assert "%|" not in said


def test_other_lines_make_another_model(
    few_lines: Path, few_to_judge: Path, tmp_path: Path
) -> None:
    once, _ = trained(few_lines, few_to_judge, tmp_path / "once")
    (few_lines / "abuse.jsonl").unlink()
    other, _ = trained(few_lines, few_to_judge, tmp_path / "other")

    assert once["files"] != other["files"]
    assert once["corpus"] != other["corpus"]


def test_nothing_to_learn_from_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "moderation.train", "--corpus", tmp_path, "--out", tmp_path / "out"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_template_is_always_on_the_same_side() -> None:
    assert [bucket(f"self_harm-{number:03}") for number in range(3)] == [bucket(f"self_harm-{n:03}") for n in range(3)]
    assert 0 <= min(bucket(str(number)) for number in range(1000)) < max(bucket(str(n)) for n in range(1000)) < 100
