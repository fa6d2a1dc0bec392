"""Which model reads is chosen by people, in one command there and one back; what is no model is never let in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from config.alive import say_alive
from moderation import artefacts, choosing, classifiers, incidents
from moderation.encoder import NET
from moderation.model_rows import ModelChoice
from moderation.models import Incident
from moderation.taking_up import TakingUp
from rota.models import AuditRow
from tests.model.candidates import candidate, hash_of, stated_anew
from tests.people import make_lena


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.NIGHTLIGHT_DATA = tmp_path / "data"
    yield settings.NIGHTLIGHT_DATA
    classifiers.take_up(classifiers.load_from(artefacts.SHIPPED))


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    return candidate(tmp_path / "stricter", concern=0.6)


def model(*arguments: object) -> str:
    said = io.StringIO()
    call_command("model", *map(str, arguments), stdout=said)
    return said.getvalue()


def copied(data: Path, folder: Path) -> str:
    """Added without trying it, for stories about what comes after."""
    copy = artefacts.take_copy(folder)
    artefacts.put_in_place(copy, hash_of(folder))
    return hash_of(folder)


def test_a_model_is_added_used_and_taken_back_in_one_command(database: str, stricter: Path, data: Path) -> None:
    lena = make_lena()

    model("add", stricter)
    assert choosing.live_hash() == artefacts.shipped_hash(), "adding chooses nothing"
    model("use", hash_of(stricter)[:6], "--why", "It finds more.", "--by", lena.email)
    assert choosing.live_hash() == hash_of(stricter)
    told = model("status")
    model("back")

    assert choosing.live_hash() == artefacts.shipped_hash()
    assert "It finds more." in told
    assert lena.email in told
    assert told.count("files verify") == 2
    assert {path.name for path in (data / "models").iterdir()} == {hash_of(stricter)[:12]}
    verbs = ["model.added", "model.used", "model.went_back"]
    rows = AuditRow.objects.filter(action__startswith="model.").order_by("pk")
    assert [row.action for row in rows] == verbs
    assert rows[1].who_id == lena.pk


@pytest.mark.parametrize("harm", ["changed", "cut off", "gone", "empty", "link", "no model"])
def test_what_is_not_whole_is_refused_and_nothing_is_left_of_it(
    database: str, stricter: Path, data: Path, harm: str
) -> None:
    net = stricter / NET
    whole = net.read_bytes()
    net.unlink()
    if harm == "link":
        net.symlink_to(artefacts.SHIPPED / NET)
    elif harm != "gone":
        net.write_bytes({"changed": whole + b" ", "cut off": whole[:1000], "empty": b""}.get(harm, b"no model"))
    if harm == "no model":
        stated_anew(stricter)

    with pytest.raises(CommandError, match="Not added"):
        model("add", stricter)

    assert list((data / "models").glob("*")) == []
    assert not ModelChoice.objects.exists()


def test_a_model_that_hears_nothing_is_refused(database: str, tmp_path: Path, data: Path) -> None:
    deaf = candidate(tmp_path / "deaf", concern=1.1, high=1.1, immediate=1.1)

    with pytest.raises(CommandError, match="finds nothing"):
        model("add", deaf)

    assert list((data / "models").glob("*")) == []


def test_a_model_that_calls_everything_danger_is_refused(database: str, tmp_path: Path) -> None:
    loud = candidate(tmp_path / "loud", concern=0.0, high=0.0, immediate=0.0)

    with pytest.raises(CommandError, match="ordinary lines"):
        model("add", loud)


def test_nobody_uses_what_is_not_here_or_was_changed_or_without_a_reason(
    database: str, stricter: Path, data: Path
) -> None:
    artefact_hash = copied(data, stricter)

    for words in (("ffff", "--why", "x"), (artefact_hash[:6], "--why", " ")):
        with pytest.raises(CommandError):
            model("use", *words)
    with (data / "models" / artefact_hash[:12] / NET).open("ab") as file:
        file.write(b" ")
    with pytest.raises(CommandError, match="manifest"):
        model("use", artefact_hash[:6], "--why", "x")

    assert choosing.live_hash() == artefacts.shipped_hash()
    assert "DO NOT VERIFY" in model("status")


def test_going_back_passes_over_what_is_gone_and_ends_at_the_shipped_one(
    database: str, tmp_path: Path, data: Path
) -> None:
    first = copied(data, candidate(tmp_path / "a", concern=0.61))
    second = copied(data, candidate(tmp_path / "b", concern=0.62))
    third = copied(data, candidate(tmp_path / "c", concern=0.63))
    for one in (first, second, third):
        choosing.use(one, why="better", account="lena")
    (data / "models" / second[:12] / NET).unlink()

    choosing.go_back(why="", account="lena")
    assert choosing.live_hash() == first
    choosing.go_back(why="", account="lena")
    assert choosing.live_hash() == artefacts.shipped_hash()

    with pytest.raises(choosing.NothingBefore):
        choosing.go_back(why="", account="lena")
    with pytest.raises(CommandError, match="shipped"):
        model("back")


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(["a", "b", "c", "shipped", "back"]), max_size=12))
def test_whatever_is_chosen_in_whatever_order_back_is_the_one_before(
    database: str, data: Path, monkeypatch: pytest.MonkeyPatch, moves: list[str]
) -> None:
    """A pile of what was chosen: `use` puts on it, `back` takes off, and the shipped one lies at the bottom."""
    monkeypatch.setattr(artefacts, "is_whole", lambda _hash: True)
    hashes = {name: name * 64 for name in "abc"} | {"shipped": artefacts.shipped_hash()}
    pile = [choosing.live_hash()]
    if pile == [artefacts.shipped_hash()]:
        choosing.use(hashes["shipped"], why="begin", account="story")
    floor = len(pile)

    for move in moves:
        if move != "back":
            choosing.use(hashes[move], why="story", account="story")
            pile = pile if pile[-1] == hashes[move] else [*pile, hashes[move]]
        elif len(pile) > floor:
            choosing.go_back(why="", account="story")
            pile.pop()
        assert choosing.live_hash() == pile[-1]


def test_nobody_rewrites_who_chose_what(database: str, stricter: Path, data: Path) -> None:
    choosing.use(copied(data, stricter), why="better", account="lena")

    with pytest.raises(DatabaseError):
        ModelChoice.objects.update(why="worse")


def test_a_chosen_model_that_is_gone_is_an_incident_and_the_shipped_one_reads(
    database: str, stricter: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artefact_hash = copied(data, stricter)
    choosing.use(artefact_hash, why="better", account="lena")
    (data / "models" / artefact_hash[:12] / NET).unlink()
    monkeypatch.setattr(choosing, "TAKEN_UP_WITHIN", choosing.TAKEN_UP_WITHIN * 0)

    TakingUp().begin()
    say_alive("worker", classifiers.model().artefact_hash[:16])
    incidents.watch()

    assert classifiers.version().artefact_hash == artefacts.shipped_hash()
    assert Incident.objects.filter(kind="other_model", closed_at=None).exists()
    choosing.go_back(why="", account="lena")
    incidents.watch()
    assert not Incident.objects.filter(closed_at=None).exists()


def test_a_running_worker_keeps_its_model_when_the_chosen_one_cannot_be_loaded(
    database: str, tmp_path: Path, stricter: Path, data: Path
) -> None:
    chosen, runs = copied(data, candidate(tmp_path / "other", concern=0.61)), copied(data, stricter)
    choosing.use(runs, why="better", account="lena")
    worker = TakingUp()
    worker.begin()
    choosing.use(chosen, why="better still", account="lena")
    (data / "models" / chosen[:12] / NET).write_bytes(b"no model")

    worker.look()
    assert worker._loading is not None
    worker._loading.join()
    worker.look()

    assert classifiers.version().artefact_hash == runs
