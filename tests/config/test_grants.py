"""Who may do what in the database. Postgres itself refuses the rest, whatever the process that asks believes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from config.grants import PROCESSES, privileges, role_of_command, together, verbs
from config.runner.roles import APP, JOBS, WATCHDOG, WORKER
from config.storage import RECORDS
from tests.people import make_aisha
from tests.servers import Servers

ACCOUNTS = {"app": APP, "worker": WORKER, "jobs": JOBS, "watchdog": WATCHDOG}

# Whoever it is that asks.
FORBIDDEN_TO_ALL = (
    "DROP TABLE chat_message",
    "DROP SCHEMA public CASCADE",
    "ALTER TABLE rota_auditrow DISABLE TRIGGER ALL",
    "ALTER TABLE chat_message ADD COLUMN mine text",
    "ALTER TABLE chat_message OWNER TO CURRENT_USER",
    "CREATE TABLE mine (id int)",
    "CREATE TABLE public.mine AS SELECT * FROM config_processseen",
    "CREATE TEMPORARY TABLE mine (id int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TRIGGER mine BEFORE INSERT ON chat_message EXECUTE FUNCTION procrastinate_notify_queue()",
    "CREATE INDEX ON chat_message (by)",
    "CREATE EXTENSION dblink",
    "CREATE ROLE somebody",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE nightlight_owner PASSWORD 'mine'",
    "GRANT nightlight_owner TO CURRENT_USER",
    "SET ROLE nightlight_owner",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "ALTER ROLE CURRENT_USER SET log_statement = 'all'",
    "SET log_statement = 'all'",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "COPY chat_message TO '/tmp/mine'",
    "COPY config_processseen FROM '/etc/passwd'",
    "SELECT lo_import('/etc/passwd')",
    "TRUNCATE chat_message CASCADE",
    "TRUNCATE config_datakey CASCADE",
    "LOCK TABLE rota_auditrow IN ACCESS EXCLUSIVE MODE",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('chat', '9999_mine', now())",
    "DELETE FROM django_migrations",
    "UPDATE django_content_type SET model = 'mine'",
    "DELETE FROM chat_message",
    "DELETE FROM chat_conversation",
    "DELETE FROM escalation_escalation",
    "DELETE FROM moderation_flag",
    "DELETE FROM chat_hold",
    "DELETE FROM rota_staffmember",
    "SELECT setval('procrastinate_jobs_id_seq', 1)",
)

FORBIDDEN = {
    "app": (
        "DELETE FROM config_datakey",
        "UPDATE config_datakey SET wrapped_by = 'mine'",
        "INSERT INTO config_wrappingkey (name, made_at) VALUES ('mine', now())",
        "UPDATE config_wrappingkey SET retired_at = now()",
        "INSERT INTO config_keyproof (at, needs_from, keys_opened, texts_opened) VALUES (now(), 'mine', 1, 1)",
        "INSERT INTO rota_auditlink (place, row_id, signature) VALUES (1, 1, 'x')",
        "INSERT INTO rota_auditcheck (at, links, problems, first_problem) VALUES (now(), 0, 0, '')",
        "UPDATE moderation_assessment SET urgency = 'routine'",
        "DELETE FROM moderation_assessment",
        "UPDATE config_processseen SET seen_at = now()",
        "DELETE FROM procrastinate_jobs",
        "UPDATE procrastinate_jobs SET status = 'succeeded'",
        "DELETE FROM chat_mark",
    ),
    "worker": (
        "SELECT * FROM rota_staffmember",
        "SELECT * FROM rota_shift",
        "UPDATE rota_shift SET duty = 'counsellor'",
        "INSERT INTO rota_rolegrant (role) VALUES ('manager')",
        "SELECT * FROM rota_signin",
        "SELECT * FROM django_session",
        "SELECT * FROM mfa_authenticator",
        "SELECT * FROM chat_phone",
        "SELECT * FROM chat_draft",
        "SELECT * FROM chat_staffnote",
        "SELECT * FROM escalation_decision",
        "SELECT * FROM escalation_quote",
        "INSERT INTO chat_message (by) VALUES ('counsellor')",
        "INSERT INTO rota_auditrow DEFAULT VALUES",
        "INSERT INTO config_settingversion (name) VALUES ('mine')",
        "DELETE FROM config_datakey",
        "DELETE FROM procrastinate_jobs",
    ),
    "jobs": (
        "SELECT * FROM mfa_authenticator",
        "SELECT * FROM account_emailaddress",
        "SELECT session_data FROM django_session",
        "UPDATE django_session SET expire_date = 'infinity'",
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('a', 'b', now())",
        "SELECT * FROM rota_invitation",
        "UPDATE rota_signin SET ended_at = NULL",
        "UPDATE rota_staffmember SET password = 'mine'",
        "UPDATE rota_staffmember SET is_active = true",
        "INSERT INTO rota_rolegrant (role) VALUES ('manager')",
        "INSERT INTO rota_auditlink (place, row_id, signature) VALUES (1, 1, 'x')",
    ),
    "watchdog": (
        "SELECT * FROM chat_message",
        "SELECT * FROM chat_conversation",
        "SELECT * FROM config_datakey",
        "SELECT * FROM rota_staffmember",
        "SELECT * FROM rota_auditrow",
        "SELECT * FROM moderation_flag",
        "SELECT * FROM escalation_escalation",
        "SELECT urgency FROM escalation_escalation",
        "UPDATE escalation_escalation SET page_due_at = NULL",
        "UPDATE moderation_incident SET closed_at = now()",
        "DELETE FROM config_processseen",
        "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('a', 'b')",
    ),
}

# What the records below are refused to everybody who may work in the database at all.
REWRITES = ("UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE")

Asks = Callable[[str], Any]


@pytest.fixture
def tables(database: str) -> set[str]:
    make_aisha().says("hello")
    return set(connection.introspection.table_names())


@pytest.fixture(scope="module", autouse=True)
def each_by_itself(servers: Servers) -> Iterator[None]:
    """Other stories do everybody's work in one process, as the app: here it is the app and nothing more."""
    assert servers.template
    servers.superuser.execute(f"REVOKE {WORKER}, {JOBS} FROM {APP}".encode())
    yield
    servers.superuser.execute(f"GRANT {WORKER}, {JOBS} TO {APP}".encode())


@contextmanager
def connected_as(servers: Servers, database: str, process: str) -> Iterator[Asks]:
    addresses = servers.postgres.urls_of(database)
    with psycopg.connect(getattr(addresses, process), autocommit=True) as line:

        def ask(statement: str) -> Any:
            with line.transaction(force_rollback=True):
                return line.execute(statement.encode())

        yield ask


def refusals_missing(ask: Asks, statements: tuple[str, ...]) -> list[str]:
    """Those that Postgres did not refuse for want of a right."""
    through = []
    for statement in statements:
        try:
            ask(statement)
        except InsufficientPrivilege:
            continue
        except psycopg.Error as other:
            through.append(f"{statement}: {other}")
        else:
            through.append(statement)
    return through


@pytest.mark.parametrize("process", PROCESSES)
def test_postgres_itself_refuses_what_is_not_a_processs_work(servers: Servers, database: str, process: str) -> None:
    # The temporary table is refused by a right of the database, which a copy of a database does not inherit.
    servers.manage("migrate", "--verbosity", "0", role="migrator", database=database)

    with connected_as(servers, database, process) as ask:
        assert "\n".join(refusals_missing(ask, (*FORBIDDEN_TO_ALL, *FORBIDDEN[process]))) == ""


@pytest.mark.parametrize("process", PROCESSES)
def test_nobody_rewrites_a_record(servers: Servers, tables: set[str], database: str, process: str) -> None:
    assert set(RECORDS) <= tables
    statements = tuple(
        rewrite.format(table=table, key="place" if table == "rota_auditlink" else "id")
        for table in RECORDS
        for rewrite in REWRITES
    )

    with connected_as(servers, database, process) as ask:
        assert refusals_missing(ask, statements) == []


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_has_exactly_what_the_table_says(
    servers: Servers, tables: set[str], database: str, process: str
) -> None:
    """What Postgres holds, read back from it, table by table, is what stands in `config/grants.py`."""
    rows = servers.postgres.urls_of(database).superuser
    with psycopg.connect(rows) as superuser:
        held = superuser.execute(
            "SELECT c.relname, x.privilege_type FROM pg_class c, aclexplode(c.relacl) x"
            " JOIN pg_roles r ON r.oid = x.grantee WHERE c.relkind = 'r' AND r.rolname = %s",
            [ACCOUNTS[process]],
        ).fetchall()
    given = {table: {verb for name, verb in held if name == table} for table in tables}

    wanted = {
        table: {verb for verb in privileges(verbs(process, table, is_record=table in RECORDS), "id") if "(" not in verb}
        for table in tables
    }
    assert given == wanted


def test_the_watchdog_still_sees_what_it_watches(servers: Servers, database: str) -> None:
    said = servers.manage  # ends with 1 and a list where somebody is silent: here both are
    with pytest.raises(AssertionError, match="worker\njobs"):
        said("watchdog", "--once", role="watchdog", database=database)


def test_the_app_is_not_the_owner(tables: set[str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rota_auditrow DISABLE TRIGGER ALL")


def test_one_account_for_two_processes_gets_what_either_needs() -> None:
    assert together(["ra", "rc"]) == "rac"
    assert together(["r(id, state)", ""]) == "r(id, state)"
    assert together(["r(id, state)", "rl"]) == "rl"
    assert together(["r(id, state)d", "r(id)"]) == "r(id, state)d"
    assert together(["", ""]) == ""
    assert privileges("rl", "id") == ["SELECT", "UPDATE (id)"]
    assert privileges("r(id, state)", "id") == ["SELECT (id, state)"]
    assert privileges("racl", "id") == ["SELECT", "INSERT", "UPDATE"]


def test_a_command_works_as_whoever_its_work_belongs_to() -> None:
    assert role_of_command(["manage.py", "jobs"]) == "jobs"
    assert role_of_command(["/app/manage.py", "rotate_keys", "--status"]) == "jobs"
    assert role_of_command(["manage.py", "create_staff"]) == "app"
    assert role_of_command(["manage.py"]) == role_of_command(["pytest", "jobs"]) == "app"
