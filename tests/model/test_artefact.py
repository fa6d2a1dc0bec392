"""What is loaded is what was made: every file is the one its manifest names, or nothing is loaded at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from chat.urgency import Urgency
from moderation import classifiers
from moderation.checks import Context
from moderation.checks.learned import LearnedCheck
from moderation.combined import ARTEFACT, FILES, MANIFEST, Model, load
from moderation.encoder import NET, PIECES
from moderation.linear import WEIGHTS, Unusable
from moderation.model.lines import corpus_hash
from moderation.model.sets import DEVELOPMENT, set_hash
from moderation.reading import read

ROOT = Path(__file__).parents[2]
NEVER = {"numpy", "torch", "onnxruntime", "tokenizers", "moderation.combined", "detoxify"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ARTEFACT, tmp_path / "artefact"))


def from_folder(folder: Path) -> LearnedCheck:
    def source() -> Model:
        try:
            return load(folder)
        except Unusable:
            raise classifiers.NotThere from None

    return LearnedCheck(source)


def test_the_artefact_is_the_one_its_manifest_names_and_small() -> None:
    manifest = json.loads((ARTEFACT / MANIFEST).read_text())

    assert set(manifest["files"]) == set(FILES)
    assert {path.name for path in ARTEFACT.iterdir()} == {*FILES, MANIFEST}
    assert sum(path.stat().st_size for path in ARTEFACT.iterdir()) <= 30_000_000
    assert load().artefact_hash == sha256((ARTEFACT / MANIFEST).read_bytes()).hexdigest()


def test_the_artefact_was_made_from_the_lines_that_are_here_and_the_card_is_about_it() -> None:
    manifest = json.loads((ARTEFACT / MANIFEST).read_text())
    card = (ARTEFACT.parent / "card.md").read_text()

    assert manifest["corpus"] == corpus_hash()
    assert manifest["development"] == set_hash(DEVELOPMENT)
    assert all(manifest["files"][name][:12] in card for name in (WEIGHTS, NET))


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
@pytest.mark.parametrize("harm", ["changed", "gone", "cut off"])
def test_a_model_that_is_not_the_pinned_one_reads_nothing_and_that_is_visible(copy: Path, name: str, harm: str) -> None:
    file = copy / name
    whole = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) // 2] if harm == "cut off" else whole.replace(b"0", b"1", 1) + b" ")

    if name == MANIFEST and harm == "changed":
        return  # another manifest that still fits its files is another artefact, with another hash
    reading = read("i want to go home", Context(), checks=(from_folder(copy),))

    assert reading.failed == ("model",)
    assert reading.urgency is Urgency.NOT_CHECKED


def test_a_manifest_that_says_something_else_is_another_hash(copy: Path) -> None:
    before = load(copy).artefact_hash
    (copy / MANIFEST).write_bytes((copy / MANIFEST).read_bytes() + b"\n")

    assert load(copy).artefact_hash != before


def test_a_pickle_in_the_weights_is_never_opened(copy: Path) -> None:
    import numpy as np

    np.savez(copy / WEIGHTS, heads=np.array([{"any": "object"}], dtype=object))
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["files"][WEIGHTS] = sha256((copy / WEIGHTS).read_bytes()).hexdigest()
    (copy / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(Unusable):
        load(copy)


@pytest.mark.parametrize("name", [NET, PIECES])
def test_a_part_that_is_stated_but_is_no_model_is_refused(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"no model")
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["files"][name] = sha256(b"no model").hexdigest()
    (copy / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(Unusable):
        load(copy)


def test_a_manifest_that_names_fewer_files_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    del manifest["files"][NET]
    (copy / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(Unusable):
        load(copy)


def test_an_assessment_can_name_the_model_that_read() -> None:
    classifiers.model()

    assert classifiers.version().artefact_hash == load().artefact_hash
    assert {"levels", "levels_in_context", "categories"} <= set(classifiers.version().thresholds)


def test_a_web_process_never_loads_numpy_or_a_model() -> None:
    program = (
        "import config.asgi, config.urls, sys, importlib;"
        "from django.urls import get_resolver; get_resolver().url_patterns; get_resolver().reverse_dict;"
        f"sys.exit(', '.join(sorted({NEVER!r} & set(sys.modules))) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-300:]
