"""Error reports arrive, say what failed and where, and hold nobody's words."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.sentry_sink import SentrySink, traces_of

HOUSE = Path(__file__).resolve().parent.parent
CANARY = "kestrel-Quince-0n-the-landing"


@pytest.fixture
def sink() -> Iterator[SentrySink]:
    with SentrySink() as sink:
        yield sink


def play(scene: str, dsn: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a scene of the canary program to its end."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.canary_program", scene],
        cwd=HOUSE,
        env=environment(dsn, **more),
        capture_output=True,
        timeout=60,
        check=False,
    )


def environment(dsn: str, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SENTRY_", "LOG_", "DJANGO_"))}
    return kept | {"CANARY": CANARY, "SENTRY_DSN": dsn, "PYTHONWARNINGS": "always"} | more


def test_without_our_hooks_the_canary_is_everywhere(sink: SentrySink) -> None:
    """If this one fails, the others prove nothing."""
    done = play("control", sink.dsn)

    assert traces_of(CANARY, sink.everything)
    assert traces_of(CANARY, done.stderr)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "hex", "base64", "json escapes"])
def test_the_scan_knows_the_canary_in_every_dress(encoding: str) -> None:
    import base64

    dressed = {
        "utf-8": CANARY.encode(),
        "utf-16-le": CANARY.encode("utf-16-le"),
        "utf-16-be": CANARY.encode("utf-16-be"),
        "hex": CANARY.encode().hex().upper().encode(),
        "base64": base64.b64encode(f"she said: {CANARY} and left".encode()),
        "json escapes": "".join(f"\\u{ord(letter):04x}" for letter in CANARY).encode(),
    }

    assert traces_of(CANARY, b"before " + dressed[encoding] + b" after") == [encoding]
    assert traces_of(CANARY, b"nothing of the kind") == []


def test_the_worker_reports_what_failed_and_no_words(sink: SentrySink) -> None:
    done = play("worker", sink.dsn)

    assert done.returncode == 0
    assert {"RuntimeError", "IntegrityError", "UniqueViolation", "ValidationError", "ExceptionGroup"} <= sink.types
    assert {"LookupError", "FileNotFoundError"} <= sink.types, "the members of a group are told too"
    assert {"assess_batch", "store_twice", "read_a_frame"} <= sink.functions
    assert all(event["extra"] == {"message_id": 7} for event in sink.items("event"))
    assert all(event["logentry"] == {"message": "worker.failed"} for event in sink.items("event"))
    assert_clean(sink, done.stderr)


def test_a_job_that_fails_on_its_arguments_keeps_them(sink: SentrySink) -> None:
    done = play("jobs", sink.dsn)

    assert "ZeroDivisionError" in sink.types
    assert "jobs.<locals>.page_somebody" in sink.functions
    assert {event["tags"]["process"] for event in sink.items("event")} == {"jobs"}
    assert b"procrastinate.job_error" in done.stderr
    assert_clean(sink, done.stderr)


def test_every_kind_of_log_call_keeps_its_words(sink: SentrySink) -> None:
    done = play("log_calls", sink.dsn)

    assert len(sink.items("event")) > 20
    assert "KeyError" in sink.types, "a traceback written into a message is told as an outline"
    assert_clean(sink, done.stderr)


def test_what_nobody_caught_is_reported_and_keeps_its_words(sink: SentrySink) -> None:
    done = play("last_resorts", sink.dsn)

    assert done.returncode == 1
    assert {
        "ArithmeticError",
        "BufferError",
        "EOFError",
        "ReferenceError",
        "AssertionError",
        "ValueError",
    } <= sink.types
    assert {"fail_in_a_thread", "FailsToGo.__del__", "fail_in_a_task", "fail_in_twisted"} <= sink.functions
    assert_clean(sink, done.stderr)


@pytest.mark.parametrize("traces", ["0", "1"])
def test_pages_and_sockets_report_what_failed_and_no_words(sink: SentrySink, traces: str) -> None:
    """Through a real Daphne: words in the path, query, body, a header, a cookie and a frame."""
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.canary_program", "web"],
        cwd=HOUSE,
        env=environment(sink.dsn, TRACES=traces),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as web:
        try:
            assert web.stdout is not None
            port = int(web.stdout.readline())
            status = post(f"http://127.0.0.1:{port}/fails/{CANARY}/?q={CANARY}")
            not_found = post(f"http://127.0.0.1:{port}/{CANARY}/")
            socket_dies(port)
            post(f"http://127.0.0.1:{port}/fine/?q={CANARY}")
            not_now = post(f"http://127.0.0.1:{port}/not_now/")
        finally:
            web.terminate()
            stdout, stderr = web.communicate(timeout=20)

    assert (status, not_found, not_now) == (500, 404, 503)
    assert stdout == b"", "Django's own handler mailed the traceback"
    assert {"ValueError", "LookupError"} <= sink.types
    assert {"choke_on", "_application.<locals>.Consumer.receive"} <= sink.functions
    tags = [event["tags"] for event in sink.items("event")]
    where = {"view": "__main__.page"} if traces == "1" else {"route": "fails"}
    assert where | {"process": "web"} in [{key: tag[key] for key in tag if key != "status_code"} for tag in tags]
    assert all(event.get("exception") for event in sink.items("event")), "a 503 on purpose is no failure"
    assert b'"request.answered"' in stderr
    assert_clean(sink, stderr)
    transactions = {transaction["transaction"] for transaction in sink.items("transaction")}
    assert transactions == ({"__main__.page", "withheld"} if traces == "1" else set())


def test_a_report_is_built_of_nothing_but_the_named_keys(sink: SentrySink) -> None:
    play("worker", sink.dsn)

    for event in sink.items("event"):
        assert set(event) <= {
            *("event_id", "timestamp", "environment", "release", "platform", "level", "logentry", "tags", "extra"),
            *("logger", "exception"),
        }
        for value in event["exception"]["values"]:
            assert set(value) == {"type", "module", "stacktrace"}
            for frame in value["stacktrace"]["frames"]:
                assert set(frame) == {"filename", "function", "lineno", "in_app"}
                assert not frame["filename"].startswith("/")
    for envelope in sink.envelopes:
        head = json.loads(envelope.split(b"\n\n", 1)[1].split(b"\n")[0])
        assert set(head) <= {"event_id", "sent_at"}


def test_without_an_address_nothing_is_sent_and_nothing_is_shown(sink: SentrySink) -> None:
    done = play("last_resorts", "")

    assert sink.envelopes == []
    assert b"process.uncaught" in done.stderr
    assert traces_of(CANARY, done.stderr) == []


def test_an_address_that_is_none_does_not_stop_the_service() -> None:
    done = play("log_calls", f"not-an-address-{CANARY}")

    assert done.returncode == 0
    assert b"error_reports.not_started" in done.stderr
    assert traces_of(CANARY, done.stderr) == []


SPREADS = """
import os, sys
import sentry_sdk
from config import errors
{broken}
errors.start_error_reports(os.environ["SENTRY_DSN"], "test", "0", "web", traces=1.0)
words = os.environ["CANARY"]
scope = sentry_sdk.get_isolation_scope()
scope.set_user({{"id": words, "ip_address": words}})
scope.set_tag("words", words)
scope.set_extra("conversation", words)
scope.set_context("words", {{"words": words}})
scope.fingerprint = [words]
scope.set_transaction_name(words)
scope.add_breadcrumb(message=words)
scope.add_attachment(bytes=words.encode(), filename=words)
sentry_sdk.capture_message(words)
try:
    raise ValueError(words)
except ValueError as error:
    sentry_sdk.capture_exception(error)
with sentry_sdk.start_transaction(op="work", name=words) as transaction:
    transaction.set_data("words", words)
    with sentry_sdk.start_span(op="db", name=words) as span:
        span.set_data("words", words)
from sentry_sdk.crons import capture_checkin
capture_checkin(monitor_slug=words)
from sentry_sdk.envelope import Envelope
stray = Envelope(headers={{"words": words}})
stray.add_event({{"message": words}})
stray.add_session({{"sid": words}})
sentry_sdk.get_client().transport.capture_envelope(stray)
sentry_sdk.flush()
"""


def spread(dsn: str, broken: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", SPREADS.format(broken=broken)],
        cwd=HOUSE,
        env=environment(dsn),
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_words_given_to_the_sdk_itself_do_not_leave(sink: SentrySink) -> None:
    done = spread(sink.dsn)

    assert done.returncode == 0, done.stderr.decode()
    assert sink.kinds == {"event", "transaction"}
    assert len(sink.items("event")) == 2
    assert sink.items("transaction")[0]["transaction"] == "withheld"
    assert traces_of(CANARY, sink.everything + done.stderr) == []


def test_a_hook_that_breaks_sends_nothing(sink: SentrySink) -> None:
    """It fails closed."""
    done = spread(sink.dsn, broken="errors._head = lambda event: 1 / 0")

    assert done.returncode == 0
    assert sink.envelopes == []
    assert traces_of(CANARY, done.stderr) == []


def assert_clean(sink: SentrySink, stderr: bytes) -> None:
    assert sink.envelopes, "nothing arrived, so nothing was shown"
    assert stderr.count(b'"level"') > 0, "nothing was logged, so nothing was shown"
    assert traces_of(CANARY, sink.everything) == []
    assert traces_of(CANARY, stderr) == []
    for address in (b"127.0.0.1", os.uname().nodename.encode()):
        assert all(address not in envelope.split(b"\n\n", 1)[1] for envelope in sink.envelopes)


def post(url: str) -> int:
    asked = urllib.request.Request(  # noqa: S310
        url,
        data=f'{{"{CANARY}": "{CANARY}"}}'.encode(),
        headers={"X-Words": CANARY, "X-Request-ID": CANARY, "Cookie": f"chat={CANARY}", "User-Agent": CANARY}
        | {"baggage": f"sentry-environment={CANARY},sentry-trace_id={'a' * 32}", "Forwarded": f"for={CANARY}"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def socket_dies(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/ws/chat/?q={CANARY}") as socket:
        socket.send(CANARY)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=15)
