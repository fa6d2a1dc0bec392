"""What the Compose file and the image promise. No container engine is needed to read them."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from config.runner.postgres import EmbeddedPostgres
from config.runner.wheels import postgres_programs
from tests.folders import ROOT, forget, temporary_folder

OURS = ("web", "worker", "jobs", "watchdog", "prepare", "keys")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
    return loaded


def test_every_process_of_the_house_is_a_service(compose: dict[str, Any]) -> None:
    named = {"nginx", "web", "worker", "jobs", "watchdog", "postgres", "valkey"}

    assert named <= set(compose["services"])


@pytest.mark.parametrize("name", OURS)
def test_ours_can_change_nothing_of_the_machine(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert "ports" not in service


def test_only_the_proxy_can_be_reached_from_outside(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose["networks"]["inside"]["internal"] is True
    assert services["postgres"]["networks"] == services["valkey"]["networks"] == ["inside"]


def test_each_process_has_its_own_role_in_the_database(compose: dict[str, Any]) -> None:
    roles = {name: compose["services"][name]["environment"]["NIGHTLIGHT_ROLE"] for name in OURS if name != "keys"}

    assert roles == {"web": "app", "worker": "worker", "jobs": "jobs", "watchdog": "watchdog", "prepare": "migrator"}


def test_no_secret_stands_in_the_environment(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|TOKEN|SECRET|DATABASE_URL|_DSN", name):
                assert name.endswith("_FILE"), name
                assert str(value).startswith("/run/secrets/"), name


def test_every_setting_it_gives_is_one_we_read(compose: dict[str, Any]) -> None:
    known = (ROOT / ".env.example").read_text()
    given = {name.removesuffix("_FILE") for name in OURS for name in compose["services"][name]["environment"]}

    assert {name for name in given if f"# {name}=" not in known} == set()


def test_a_second_opinion_on_posts_can_be_switched_on(compose: dict[str, Any]) -> None:
    """In every process: the worker reads with it, the others say whether it is there."""
    named = {"DETOXIFY_ONNX", "DETOXIFY_ONNX_SHA256", "DETOXIFY_CHECKPOINT", "DETOXIFY_SHA256", "DETOXIFY_CONFIG"}

    assert all(named <= set(compose["services"][name]["environment"]) for name in ("web", "worker", "jobs"))


def test_whatever_it_mounts_from_here_is_here(compose: dict[str, Any]) -> None:
    mounted = [
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert mounted
    assert [path for path in mounted if not (ROOT / path).exists()] == []


def test_the_database_never_logs_what_was_in_a_statement(compose: dict[str, Any]) -> None:
    """The same switches as the embedded server's: a child's words are values of statements."""
    given = set(compose["services"]["postgres"]["command"])

    assert {
        "log_parameter_max_length_on_error=0",
        "log_parameter_max_length=0",
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        "log_statement=none",
    } <= given


def test_the_image_runs_as_nobody_in_particular_and_holds_no_data() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    copied = {
        part
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for part in line.split()[1:-1]
    }
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert last_user == "USER 1000:1000"
    assert copied == let_in
    assert all((ROOT / part).exists() for part in copied)
    assert any("--require-hashes" in line and "detoxify" in line for line in lines)


@pytest.mark.parametrize(("version", "code"), [("2.13.0+cpu", 0), ("2.13.0", 1), ("2.13.0+cu130", 1)])
def test_a_torch_for_graphics_cards_stops_the_build_and_says_what_to_do(version: str, code: int) -> None:
    """The image and `make test-detoxify` both ask before they fetch several GB."""
    would_install = json.dumps({"install": [{"metadata": {"name": "torch", "version": version}}]})
    program = "import runpy, sys; sys.platform = 'linux'; runpy.run_path(sys.argv[1], run_name='__main__')"

    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "requirements/only_cpu_torch.py")],
        input=would_install, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == code
    assert ("TORCH_INDEX" in done.stderr and "TORCH_ANY=1" in done.stderr) is bool(code)
    assert "requirements/only_cpu_torch.py < torch.json" in (ROOT / "Dockerfile").read_text()


def test_the_secrets_are_made_once_and_make_the_accounts(tmp_path: Path) -> None:
    """The two scripts of the installation, really run: the second against a database of ours."""
    secrets = tmp_path / "secrets"
    make = ["sh", str(ROOT / "config/deploy/make-secrets.sh"), str(secrets)]
    subprocess.run(make, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in secrets.iterdir()}
    folder = temporary_folder("nl-roles-")
    server = EmbeddedPostgres(folder, settings={"fsync": "off"})
    server.start()
    try:
        superuser = server.urls.superuser
        for role in ("app", "owner", "worker", "jobs", "watchdog"):
            run_psql(superuser, f"ALTER ROLE nightlight_{role} RENAME TO before_nightlight_{role}")
        run_psql(superuser, "ALTER DATABASE nightlight RENAME TO before")

        subprocess.run(
            ["sh", str(ROOT / "config/deploy/postgres-roles.sh")],
            check=True,
            capture_output=True,
            env={
                "PATH": f"{postgres_programs(server.account)}:/usr/bin:/bin",
                "NIGHTLIGHT_SECRETS": str(secrets),
                "PGHOST": str(server.socket_folder),
            },
        )

        owner = run_psql(superuser, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'nightlight'")
        accounts = run_psql(
            superuser,
            "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_authid "
            "WHERE rolname LIKE 'nightlight%' AND rolpassword LIKE 'SCRAM%' AND rolcanlogin AND NOT rolsuper",
        )
    finally:
        server.stop()
        forget(folder)
    subprocess.run(make, check=True, capture_output=True)

    assert made["twilio_auth_token"] == ""
    assert len({made[name] for name in made if made[name]}) == len([name for name in made if made[name]])
    assert {path.name: path.read_text() for path in secrets.iterdir()} == made  # the second run kept them all
    assert owner == "nightlight_owner"
    assert accounts == "nightlight_app nightlight_jobs nightlight_owner nightlight_watchdog nightlight_worker"


def run_psql(address: str, statement: str) -> str:
    import psycopg

    with psycopg.connect(address.replace("/nightlight?", "/postgres?"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    return str(row[0]) if row else ""
