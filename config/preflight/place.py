"""Where it runs: its address as others see it, the accounts in the database, the disk, the clock, the processes."""

import shutil
import socket
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import clock
from config.models import ProcessSeen
from config.preflight.findings import Finding, found, missing, unknown
from config.storage import role_names
from moderation import second_opinion

LIMIT_SECONDS = 5.0
CERTIFICATE_DAYS = 14
FREE_BYTES, FREE_PART = 2 * 1024**3, 0.10
# More than that, and a deadline of a minute is not one.
CLOCK_SECONDS = 2.0
SEEN_WITHIN = timedelta(seconds=30)


def surroundings() -> Iterator[Finding]:
    yield found(
        "environment",
        settings.IS_PRODUCTION and not settings.DEBUG,
        well="Production, without debugging.",
        ill=f"NIGHTLIGHT_ENV is {settings.ENVIRONMENT}{', and debugging is on' if settings.DEBUG else ''}.",
        to_do="Set PUBLIC_URL to the https address that people type, and NIGHTLIGHT_ENV=production.",
    )
    yield found(
        "second step",
        settings.SECOND_STEP_REQUIRED,
        well="Nobody signs in with a password alone.",
        ill="A password alone opens young people's words.",
        to_do="It is asked for in production only: set NIGHTLIGHT_ENV=production.",
    )


def address() -> Iterator[Finding]:
    is_public = settings.IS_HTTPS and not settings.IS_LOOPBACK
    to_do = "Set PUBLIC_URL to the https address that people type (docs/operations.md, 1)."
    ill = f"PUBLIC_URL is {settings.PUBLIC_URL}: nobody else can reach that."
    yield found("address", is_public, well=settings.PUBLIC_URL, ill=ill, to_do=to_do)
    yield from _answering()
    if is_public:
        yield _certificate()


def _answering() -> Iterator[Finding]:
    name, to_do = "answering", "Start the service, and look at the proxy, the name in the DNS and the firewall."
    try:
        answer = requests.get(f"{settings.PUBLIC_URL}/readyz", timeout=LIMIT_SECONDS, allow_redirects=False)
        ready = answer.json()
    except requests.exceptions.SSLError:
        yield missing(name, "The certificate is not trusted.", "Look at the certificate (docs/operations.md, 2).")
        return
    except requests.ConnectionError:
        yield unknown(name, "It does not answer this machine. From outside it may.", f"{to_do} Try it from a phone.")
        return
    except (requests.RequestException, ValueError):
        yield missing(name, "Something else answers at this address, or nothing in time.", to_do)
        return
    lacks = ", ".join(ready.get("missing", ["?"]))
    yield found(
        name, answer.status_code == 200, well="It answers, and is ready.", ill=f"Not ready: {lacks}.", to_do=to_do
    )
    yield _clock_of_the_proxy(answer)


def _clock_of_the_proxy(answer: requests.Response) -> Finding:
    """A header has whole seconds, and took its time to come."""
    name, to_do = "clock of the proxy", "Set up time synchronisation (NTP) on every machine."
    try:
        apart = abs((parsedate_to_datetime(answer.headers["Date"]) - clock.now()).total_seconds())
    except (KeyError, ValueError, TypeError):
        return unknown(name, "It does not say what time it is.", to_do)
    ill = f"It is {apart:.0f} s from ours."
    return found(name, apart < CLOCK_SECONDS + LIMIT_SECONDS, well="As ours.", ill=ill, to_do=to_do)


def _certificate() -> Finding:
    name, to_do = "certificate", "Renew it, and reload the proxy (docs/operations.md, 2)."
    port = int(settings.PUBLIC_URL.rpartition(":")[2]) if settings.PUBLIC_URL.count(":") > 1 else 443
    try:
        with (
            socket.create_connection((settings.PUBLIC_HOST, port), timeout=LIMIT_SECONDS) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=settings.PUBLIC_HOST) as secure,
        ):
            certificate = secure.getpeercert() or {}
        ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), tz=UTC)
    except ssl.SSLError:
        return missing(name, "It is not trusted.", to_do)
    except (OSError, KeyError, ValueError):
        return unknown(name, "Nobody showed one.", to_do)
    days = (ends - clock.now()).days
    return found(
        name, days >= CERTIFICATE_DAYS, well=f"For {days} more days.", ill=f"Ends in {days} days.", to_do=to_do
    )


def database() -> Iterator[Finding]:
    roles = role_names()
    same = [role for role in roles if list(roles.values()).count(roles[role]) > 1]
    yield found(
        "accounts in the database",
        not same,
        well="Each process has its own.",
        ill=f"One account for {', '.join(same)}: grants mean nothing.",
        to_do="Set DATABASE_URL_MIGRATOR, _WORKER, _JOBS and _WATCHDOG (docs/operations.md, Roles in the database).",
    )
    executor = MigrationExecutor(connection)
    yield found(
        "migrations",
        not executor.migration_plan(executor.loader.graph.leaf_nodes()),
        well="The database is up to date.",
        ill="The database is of another version.",
        to_do="NIGHTLIGHT_ROLE=migrator python manage.py migrate",
    )
    yield _clock_of_the_database()
    yield _superuser()


def _clock_of_the_database() -> Finding:
    with connection.cursor() as cursor:
        before = clock.now()
        # When this statement began, as the server saw it.
        cursor.execute("SELECT query_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
        apart = abs((cursor.fetchone()[0] - before).total_seconds())
    to_do = "Set up time synchronisation (NTP) on every machine."
    well, ill = "The database's and ours agree.", f"The database's is {apart:.1f} s from ours."
    return found("clock", apart < CLOCK_SECONDS, well=well, ill=ill, to_do=to_do)


def _superuser() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_mighty = bool(cursor.fetchone()[0])
    to_do = "Use an account that is nothing but ours (docs/operations.md, Roles in the database)."
    ill = "This process may do anything in the database."
    return found("rights in the database", not is_mighty, well="Ordinary accounts.", ill=ill, to_do=to_do)


def processes() -> Iterator[Finding]:
    seen = {process.name: process.seen_at for process in ProcessSeen.objects.all()}
    for name in ("worker", "jobs", "watchdog"):
        is_there = name in seen and abs(clock.now() - seen[name]) < SEEN_WITHIN
        to_do = f"Start it: python manage.py {name}"
        yield found(f"process {name}", is_there, well="It is there.", ill="Nobody has seen it lately.", to_do=to_do)


def disk() -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.NIGHTLIGHT_DATA)
    is_enough = usage.free >= FREE_BYTES and usage.free >= usage.total * FREE_PART
    says = f"{usage.free / 1024**3:.1f} GB of {usage.total / 1024**3:.0f} GB are free."
    to_do = "Make room: at least 2 GB and a tenth of the disk. A full disk stops every word from being stored."
    yield found("disk of the data folder", is_enough, well=says, ill=says, to_do=to_do)
    yield unknown(
        "disk of the database",
        "Only the database's own machine knows.",
        "Watch it there, with an alarm at a tenth free.",
    )


def keys() -> Iterator[Finding]:
    folder = settings.NIGHTLIGHT_KEYS
    open_ones = [path.name for path in folder.glob("*.key") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    ill = f"Others on this machine may read {', '.join(sorted(open_ones))}."
    yield found("key files", not open_ones, well="Only we can read them.", ill=ill, to_do=f"chmod 600 {folder}/*.key")


def told() -> Iterator[Finding]:
    yield found(
        "error reports",
        bool(settings.SENTRY_DSN),
        well="They are sent, without words.",
        ill="Nobody is told when a page or a job fails.",
        to_do="Set SENTRY_DSN, or read the log every day.",
    )
    yield found(
        "numbers for a monitor",
        bool(settings.METRICS_TOKEN),
        well="A monitor may ask /metrics.",
        ill="Only this machine may ask /metrics.",
        to_do="Set METRICS_TOKEN and let a monitor ask, with the alarms of docs/operations.md (Is it well?).",
    )


def second_reading_of_posts() -> Iterator[Finding]:
    """Only where somebody wanted it: nothing is missing without."""
    named = second_opinion.files()
    if not named.is_set_up:
        return
    trouble = second_opinion.trouble_with(named)
    says, to_do = second_opinion.WORDS[trouble] if trouble else ("", "")
    ill = f"Detoxify is set up but not there: {says}. Posts count as not checked."
    yield found("second reading of posts", trouble is None, well="Detoxify is there.", ill=ill, to_do=to_do)


LOOKS = (surroundings, address, database, processes, disk, keys, told, second_reading_of_posts)
