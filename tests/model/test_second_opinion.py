"""Detoxify as it was set up: read without torch from a pinned folder, or said in words that it is not there.

In place of a converted checkpoint stands our own encoder, which has the same shape; the real one is made and read where
torch is (tests/model/detoxify_real.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chat.urgency import Urgency
from config import preflight
from moderation import classifiers, second_opinion
from moderation.checks import Context
from moderation.checks.toxicity_towards_others import check
from moderation.combined import ARTEFACT
from moderation.reading import Reading, read
from moderation.second_opinion import MANIFEST, NET, PIECES, WORDS, DetoxifyFiles, Trouble
from moderation.system_checks import second_opinion_is_there

KINDS = ["toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"]


@pytest.fixture(autouse=True)
def nothing_is_loaded() -> Iterator[None]:
    """As in a process that just began, before and after."""
    classifiers._hostility = classifiers._trouble = None
    yield
    classifiers._hostility = classifiers._trouble = None


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """What `convert_detoxify` leaves, and its pin in the settings."""
    made = tmp_path / "detoxify-onnx"
    made.mkdir()
    for name in (NET, PIECES):
        shutil.copy(ARTEFACT / name, made / name)
    stated = {
        "format": second_opinion.FORMAT,
        "files": {name: digest(made / name) for name in (NET, PIECES)},
        "classes": KINDS,
        "longest": 64,
    }
    (made / MANIFEST).write_text(json.dumps(stated))
    settings.DETOXIFY_ONNX, settings.DETOXIFY_ONNX_SHA256 = str(made), digest(made / MANIFEST)
    return made


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def read_a_post() -> Reading:
    return read("nobody likes you", Context(), (check,))


def status() -> str:
    said = StringIO()
    call_command("assess", "--status", stdout=said)
    return said.getvalue()


def says_in_every_place(trouble: Trouble) -> bool:
    says, to_do = WORDS[trouble]
    [warning] = second_opinion_is_there(None)
    [line] = preflight.place.second_reading_of_posts()
    told = status()
    return (
        warning.id == f"moderation.detoxify_{trouble.value}"
        and says in warning.msg
        and warning.hint == to_do == line.to_do
        and says in line.says
        and says in told
        and to_do in told
    )


def test_a_folder_is_read_without_torch(folder: Path) -> None:
    model = classifiers.hostility(second_opinion.files())

    assert set(model.predict("nobody likes you")) == set(KINDS)
    assert all(0 <= chance <= 1 for chance in model.predict("").values())
    assert model.predict("nobody likes you") != model.predict("my cat is asleep")
    assert read_a_post().failed == ()


def test_of_a_text_that_is_too_long_the_beginning_is_read_and_it_says_so(folder: Path) -> None:
    model, beginning = classifiers.hostility(second_opinion.files()), "cat " * 62

    assert model.fits(beginning)
    assert not model.fits(beginning + "cat")
    assert model.predict(beginning) == pytest.approx(model.predict(beginning + "you are scum"))


def test_what_is_well_says_so_in_every_place(folder: Path) -> None:
    [line] = preflight.place.second_reading_of_posts()

    assert second_opinion_is_there(None) == []
    assert line.state == preflight.State.OK
    assert "detoxify (posts only): ready, from the ONNX folder" in status()


def test_where_nobody_set_it_up_nothing_is_missing() -> None:
    assert second_opinion_is_there(None) == []
    assert list(preflight.place.second_reading_of_posts()) == []
    assert read_a_post().failed == ()


@pytest.mark.parametrize("name", [MANIFEST, NET, PIECES])
@pytest.mark.parametrize(("harm", "trouble"), [("gone", Trouble.NO_FILE), ("changed", Trouble.OTHER_FILE)])
def test_a_file_that_is_not_the_pinned_one_reads_nothing_and_that_is_said(
    folder: Path, name: str, harm: str, trouble: Trouble
) -> None:
    file = folder / name
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b" ")

    reading = read_a_post()

    assert (reading.failed, reading.urgency) == (("detoxify",), Urgency.NOT_CHECKED)
    assert says_in_every_place(trouble)


def test_a_folder_that_is_pinned_and_is_no_net_is_not_checked(folder: Path) -> None:
    (folder / NET).write_bytes(b"no net")
    repin(folder, files={NET: digest(folder / NET), PIECES: digest(folder / PIECES)})

    assert read_a_post().failed == ("detoxify",)
    assert WORDS[Trouble.UNUSABLE][0] in status()


@pytest.mark.parametrize("stated", [{"format": 0}, {"files": {}}, {"files": {"../x": "0"}}, {"files": None}])
def test_a_manifest_of_another_kind_is_refused(folder: Path, stated: dict[str, Any]) -> None:
    repin(folder, **stated)

    assert read_a_post().failed == ("detoxify",)
    assert says_in_every_place(Trouble.UNUSABLE)


def repin(folder: Path, **stated: Any) -> None:
    from django.conf import settings

    written = json.loads((folder / MANIFEST).read_text()) | stated
    (folder / MANIFEST).write_text(json.dumps(written))
    settings.DETOXIFY_ONNX_SHA256 = digest(folder / MANIFEST)


@pytest.mark.parametrize("name", ["DETOXIFY_ONNX", "DETOXIFY_ONNX_SHA256", "DETOXIFY_CHECKPOINT", "DETOXIFY_CONFIG"])
def test_a_setting_that_was_forgotten_does_not_switch_it_off_in_silence(settings: Any, name: str) -> None:
    setattr(settings, name, "something")

    assert read_a_post().failed == ("detoxify",)
    assert says_in_every_place(Trouble.HALF_SET)


def test_a_checkpoint_where_torch_is_not_installed_is_not_checked_and_that_is_said(
    settings: Any, tmp_path: Path
) -> None:
    settings.DETOXIFY_CHECKPOINT, settings.DETOXIFY_SHA256 = str(tmp_path / "a.ckpt"), "0" * 64
    settings.DETOXIFY_CONFIG = str(tmp_path)

    assert read_a_post().failed == ("detoxify",)
    assert says_in_every_place(Trouble.NO_LIBRARY)


def test_what_was_put_right_is_read_after_a_while(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / NET).rename(folder / "elsewhere")
    assert read_a_post().failed == ("detoxify",)
    (folder / "elsewhere").rename(folder / NET)

    assert read_a_post().failed == ("detoxify",)  # loading it for each post would cost more than it gives
    monkeypatch.setattr(classifiers, "TRY_AGAIN_SECONDS", 0.0)

    assert read_a_post().failed == ()


def test_the_folder_counts_where_both_are_named(folder: Path) -> None:
    both = DetoxifyFiles("a.ckpt", "0" * 64, "somewhere", str(folder), digest(folder / MANIFEST))

    assert second_opinion.trouble_with(both) is None


def test_converting_needs_the_extra_and_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Install torch first"):
        call_command("convert_detoxify", out=tmp_path / "out", stdout=StringIO())

    assert not (tmp_path / "out").exists()
