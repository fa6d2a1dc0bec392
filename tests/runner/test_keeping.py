"""What is kept: data between runs, processes that die, and nothing at all after the end."""

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from config.runner.folders import database_folder, open_data_folder
from config.runner.identity import birth_mark
from config.runner.postgres import EmbeddedPostgres
from config.runner.wheels import SHARED_PLACE
from tests.house import House

NAMES = ("postgres", "valkey", "web-1", "web-2", "worker")


def test_sigterm_and_a_new_start_keep_the_data(practice_house: Callable[..., House]) -> None:
    house = practice_house()
    house.sql("CREATE TABLE kept (words text)")
    house.sql("INSERT INTO kept VALUES (%s)", "still here")
    births = births_in(house)

    status = house.stop_all(signal.SIGTERM)
    house.start()

    assert status == 0
    assert alive(births) == []
    assert house.sql("SELECT words FROM kept") == [("still here",)]


def test_the_database_has_the_roles_and_checksums(lasting_house: House) -> None:
    house = lasting_house

    roles = [name for (name,) in house.sql("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", "nightlight%")]
    [(owner,)] = house.sql("SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = %s", "nightlight")
    [(checksums,)] = house.sql("SHOW data_checksums")

    assert sorted(roles) == [f"nightlight_{role}" for role in ("app", "jobs", "owner", "watchdog", "worker")]
    assert (owner, checksums) == ("nightlight_owner", "on")


def test_a_model_that_is_missing_keeps_nobody_out(practice_house: Callable[..., House]) -> None:
    """Reading suffers, and /readyz says so; the doors open all the same."""
    house = practice_house(PRACTICE_WEB="has_no_model")

    assert house.state["ready"] is True


def test_ctrl_c_leaves_nothing_running(practice_house: Callable[..., House]) -> None:
    house = practice_house()
    births = births_in(house)
    sockets = socket_folders(house)
    assert len(births) == len(NAMES)

    status = house.stop_all(signal.SIGINT)

    assert status == 0
    assert alive(births) == []
    assert [folder for folder in sockets if folder.exists()] == []
    assert house.state == {}


def test_a_killed_runner_leaves_nothing_in_the_way_of_the_next_start(practice_house: Callable[..., House]) -> None:
    house = practice_house()
    house.sql("CREATE TABLE kept (words text)")
    births = births_in(house)
    sockets = socket_folders(house)
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    assert len(alive(births)) == len(NAMES)

    house.start()

    assert alive(births) == []
    assert [folder for folder in sockets if folder.exists()] == []
    assert house.sql("SELECT count(*) FROM kept") == [(0,)]
    assert len(births_in(house)) == len(NAMES)


@pytest.mark.parametrize("name", ["web-1", "web", "worker", "valkey", "postgres"])
def test_whoever_is_killed_comes_back_at_the_same_address(lasting_house: House, name: str) -> None:
    address, environment = lasting_house.base_url, lasting_house.state["environment"]

    lasting_house.restart(name)

    assert lasting_house.base_url == address
    assert lasting_house.state["environment"] == environment
    assert lasting_house.valkey().ping()
    assert lasting_house.sql("SELECT count(*) FROM kept") == [(1,)]


def test_while_one_web_process_is_dead_the_other_answers(lasting_house: House) -> None:
    dead = lasting_house.kill("web-1")

    answers = {lasting_house.visitor().get("/").text for _ in range(5)}

    assert str(dead[0]) not in answers
    lasting_house.wait_until_back("web-1", dead)


def test_what_keeps_ending_is_restarted_ever_more_slowly(practice_house: Callable[..., House]) -> None:
    house = practice_house(PRACTICE_WORKER="ends")

    house.wait_until(lambda: len(begins(house)) >= 4, "the worker began four times")

    waits = [later - earlier for earlier, later in pairwise(begins(house))]
    assert waits[0] >= 0.2
    assert waits[1] >= 0.4
    assert waits[2] >= 0.8


def test_asked_twice_it_does_not_wait_for_the_deaf(practice_house: Callable[..., House]) -> None:
    house = practice_house(PRACTICE_WORKER="is_deaf")
    births = births_in(house)
    assert house.process is not None
    house.wait_until(lambda: bool(begins(house)), "the worker is deaf")

    house.process.send_signal(signal.SIGINT)
    house.wait_until(lambda: "stopping" in house.logs(), "it says that it stops")
    with pytest.raises(subprocess.TimeoutExpired):
        house.process.wait(1)
    house.process.send_signal(signal.SIGINT)

    assert house.process.wait(10) == 0  # and not after the 20 seconds everybody else gets
    assert alive(births) == []


def test_the_database_log_holds_no_words(lasting_house: House) -> None:
    house = lasting_house
    house.sql("CREATE TABLE said (body text CHECK (body <> 'canary-7431'), twin text UNIQUE)")

    for statement, value in (
        ("INSERT INTO said (body) VALUES (%s)", "canary-7431"),
        ("INSERT INTO said (twin) VALUES (%s), ('canary-7431')", "canary-7431"),
        ("SELECT 'canary-7431' = %s::int", "canary-7431"),
    ):
        with pytest.raises(Exception, match=r"said|invalid"):
            house.sql(statement, value)

    assert b"ready to accept connections" in house.log_bytes()
    assert b"canary-7431" not in house.log_bytes()


def test_nobody_else_can_reach_the_servers(lasting_house: House) -> None:
    for folder in socket_folders(lasting_house):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((lasting_house.data / "run" / "processes.json").stat().st_mode) == 0o600
    assert lasting_house.sql("SHOW listen_addresses") == [("",)]


def test_a_hidden_data_folder_has_its_database_where_the_server_can_go(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as another account")
    folder.chmod(0o700)
    data = folder / "data"
    open_data_folder(data)
    first, second = EmbeddedPostgres(data), EmbeddedPostgres(data)
    try:
        first.start()

        assert first.folder.parent == SHARED_PLACE
        assert second.folder == first.folder
        (data / "postgres.place").unlink()
        assert database_folder(data, first.account) != first.folder  # without its keys the old one is of no use
    finally:
        first.stop()
        second.stop()
        shutil.rmtree(first.folder)


def births_in(house: House) -> dict[int, str]:
    return {entry["pid"]: entry["birth"] for entry in house.state["processes"].values()}


def alive(births: dict[int, str]) -> list[int]:
    return [pid for pid, birth in births.items() if birth_mark(pid) == birth]


def socket_folders(house: House) -> list[Path]:
    environment = house.state["environment"]
    return [
        Path(environment["DATABASE_URL"].partition("host=")[2]),
        Path(environment["REDIS_URL"].removeprefix("unix://")).parent,
    ]


def begins(house: House) -> list[float]:
    lines = (house.folder / "logs" / "worker.log").read_text().splitlines()
    return [float(line.rpartition(" ")[2]) for line in lines if line.startswith("worker began at")]
