"""What a person reads when Nightlight cannot start: what is wrong, what to do, and no traceback."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from config.runner.folders import open_data_folder
from config.runner.options import Options
from config.runner.postgres import EmbeddedPostgres
from config.runner.trouble import Trouble
from tests.house import House
from tests.runner.conftest import Run


def test_a_taken_port(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = run(PORT=str(port))

    assert_says(refused, f"Port {port} is taken by another program.", f"PORT={port + 1} make run")


def test_a_stranger_on_the_other_loopback_address(run: Run) -> None:
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6, so nobody can listen there")
        other.listen()
        port = other.getsockname()[1]

        refused = run(PORT=str(port))

    assert_says(refused, f"Port {port} is taken by another program.", "choose another port")


def test_a_data_folder_that_cannot_be_made(run: Run, folder: Path) -> None:
    (folder / "data").write_text("a file, where the folder should be")

    refused = run()

    assert_says(refused, f"The data folder {folder}/data cannot be written to", "set NIGHTLIGHT_DATA")


def test_a_data_folder_where_we_may_not_write(run: Run) -> None:
    """/proc refuses everybody, root included."""
    refused = run(NIGHTLIGHT_DATA="/proc/nightlight")

    assert_says(refused, "The data folder /proc/nightlight cannot be written to", "set NIGHTLIGHT_DATA")


def test_an_account_without_an_entry(run: Run, folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become an account that does not exist")
    folder.chmod(0o777)

    refused = run(PRACTICE_UID="4321")

    assert_says(refused, "This account (uid 4321) has no entry in the list of accounts", "set DATABASE_URL")


def test_a_database_server_that_will_not_start(run: Run, folder: Path) -> None:
    postgres = EmbeddedPostgres(made(folder / "data"))
    postgres.start()
    postgres.stop()
    (postgres.folder / "postgresql.conf").write_text("there_is_no_such_setting = 1\n")

    refused = run()

    assert_says(refused, "The embedded Postgres does not start", "logs/postgres.log")
    assert "there_is_no_such_setting" in refused.stderr


def test_a_database_of_another_account(run: Run, folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    (made(folder / "data") / "postgres").mkdir()
    os.chown(folder / "data" / "postgres", 4321, 4321)

    refused = run()

    assert_says(refused, "belongs to another account than nobody", "Run Nightlight as the account that made it")
    (folder / "data" / "postgres").rmdir()


def test_a_given_database_that_is_not_there(run: Run) -> None:
    refused = run(DATABASE_URL="postgres://somebody:secret-9921@127.0.0.1:1/nightlight")

    assert_says(refused, "The Postgres server of DATABASE_URL does not let us in", "unset DATABASE_URL")
    assert "secret-9921" not in refused.stderr + refused.stdout


def test_a_given_redis_that_is_not_there(run: Run) -> None:
    refused = run(REDIS_URL="redis://:secret-9921@127.0.0.1:1/0")

    assert_says(refused, "The server of REDIS_URL does not let us in", "unset REDIS_URL")
    assert "secret-9921" not in refused.stderr + refused.stdout


def test_a_secret_file_that_is_not_there() -> None:
    with pytest.raises(Trouble, match="The file named by DATABASE_URL_FILE cannot be read"):
        Options.of({"DATABASE_URL_FILE": "/nowhere"}).given("DATABASE_URL")


def test_a_secret_in_a_file(folder: Path) -> None:
    (folder / "secret").write_text("redis://elsewhere\n")

    assert Options.of({"REDIS_URL_FILE": str(folder / "secret")}).given("REDIS_URL") == "redis://elsewhere"


def test_a_step_that_fails(run: Run) -> None:
    refused = run(PRACTICE_STEP="fails")

    assert_says(refused, "Taking a step failed", "Read what it said above.")
    assert "the step says why" in refused.stderr


def test_a_process_that_never_stays(run: Run) -> None:
    refused = run(PRACTICE_WORKER="ends", PRACTICE_WEB="is_not_ready")

    assert_says(refused, "worker ends again and again", "put that right first")


@pytest.mark.parametrize("port", ["80x", "-1", "65536", "٣"])
def test_a_port_that_is_no_port(port: str) -> None:
    with pytest.raises(Trouble, match="PORT is not a number from 0 to 65535"):
        Options.of({"PORT": port})


def test_an_argument(run: Run) -> None:
    assert_says(run("--port=8001"), "The runner takes no arguments.", "PORT=8001 make run")


def test_a_second_runner_in_the_same_folder(run: Run, lasting_house: House) -> None:
    data, first = lasting_house.data, lasting_house.state["runner"]["pid"]

    refused = run(NIGHTLIGHT_DATA=str(data))

    assert_says(refused, f"Nightlight already runs from {data} (process {first})", "Stop that one first")
    assert lasting_house.visitor().get("/readyz").status == 200


def made(data: Path) -> Path:
    open_data_folder(data)
    return data


def assert_says(refused: subprocess.CompletedProcess[str], wrong: str, remedy: str) -> None:
    assert refused.returncode == 1
    assert wrong in refused.stderr
    assert remedy in refused.stderr
    assert "Traceback" not in refused.stderr
