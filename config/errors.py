"""Error reports for whoever runs the service (Sentry's protocol), without a word of anybody's.

The SDK's own switches leave the text of exceptions and log lines in, so a report is not cleaned but
built anew, from the outline of the exception and the ids of the log record; whatever was not built here
does not leave the process. There is one way in: a log record of level error. The hooks of
`config.hooks` turn everything else that fails into one.
"""

import logging
import os
import re
from typing import Any

from config import logs
from config.hooks import install_hooks, watch_twisted
from config.outline import outline, plain_name

__all__ = ["install_hooks", "start_error_reports"]

log = logging.getLogger(__name__)

KEPT_ON_SPANS = ("span_id", "parent_span_id", "trace_id", "op", "status", "start_timestamp", "timestamp")
_VIEW = re.compile(r"[A-Za-z0-9_.:<>/-]{1,120}")
_PLAIN = re.compile(r"[A-Za-z0-9_.:+-]{1,64}")


class Report(dict[str, Any]):
    """An event that was built here. Nothing else is sent."""


def start_error_reports(dsn: str, environment: str, release: str, process: str, traces: float = 0.0) -> bool:
    """Switches reports on for this process, if there is somewhere to send them; hooks and names in any case."""
    logs.process_name = process if _PLAIN.fullmatch(process) else ""
    install_hooks()
    if process == "web":
        watch_twisted()
    if not dsn:
        return False
    try:
        _start(dsn, environment, release, traces)
    except Exception:
        log.exception("error_reports.not_started")
        return False
    return True


def report_of(event: Any, hint: Any) -> Any:
    """`before_send`: the report of a failure, from its outline and its log record."""
    hint.pop("attachments", None)
    if event.get("type"):
        return None  # check-ins, feedback, and whatever the SDK learns to send next
    record = hint.get("log_record")
    if getattr(record, "name", "") == "django.request" and not hint.get("exc_info"):
        return None  # a page that answers "not now" on purpose, such as /readyz
    facts = logs.facts_of(record) if isinstance(record, logging.LogRecord) else {}
    report = _head(event)
    report["level"] = event["level"] if event.get("level") in {"warning", "error", "fatal"} else "error"
    report["logentry"] = {"message": _verb(record)}
    report["tags"] = {key: value for key, value in facts.items() if isinstance(value, str)}
    report["tags"] |= {
        key: value for key, value in (("process", logs.process_name), ("view", _view_of(event))) if value
    }
    report["extra"] = {key: value for key, value in facts.items() if not isinstance(value, str)}
    if isinstance(record, logging.LogRecord):
        report["logger"] = plain_name(record.name)
    if error := _error_of(record, hint):
        report["exception"] = {"values": _exceptions(error)}
    return report


def trace_of(event: Any, hint: Any) -> Any:
    """`before_send_transaction`: how long what kind of work took. Names of routes, never paths or statements."""
    hint.pop("attachments", None)
    if event.get("type") != "transaction":
        return None
    trace = _head(event)
    trace["type"] = "transaction"
    trace["transaction"] = _view_of(event) or "withheld"
    trace["start_timestamp"] = _plain(event.get("start_timestamp"))
    trace["contexts"] = {"trace": _span(event.get("contexts", {}).get("trace", {}))}
    trace["spans"] = [_span(span) for span in event.get("spans", [])]
    return trace


def _start(dsn: str, environment: str, release: str, traces: float) -> None:
    import sentry_sdk
    from sentry_sdk.integrations import Integration
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger

    integrations: list[Integration] = [
        AtexitIntegration(callback=lambda pending, timeout: None),
        DedupeIntegration(),
        LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
    ]
    if traces:
        from sentry_sdk.integrations.django import DjangoIntegration

        integrations.append(DjangoIntegration(transaction_style="function_name", signals_spans=False))
    ignore_logger("django.security.DisallowedHost")  # anybody on the internet can cause these
    os.environ.pop("SENTRY_PRINT_ENVELOPES", None)
    sentry_sdk.init(
        dsn=dsn,
        environment=environment if _PLAIN.fullmatch(environment) else "unknown",
        release=release if _PLAIN.fullmatch(release) else "unknown",
        transport=_only_reports(),
        before_send=report_of,
        before_send_transaction=trace_of,
        before_breadcrumb=lambda crumb, hint: None,
        before_send_log=lambda line, hint: None,
        before_send_metric=lambda metric, hint: None,
        integrations=integrations,
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        send_client_reports=False,
        enable_logs=False,
        enable_metrics=False,
        include_local_variables=False,
        include_source_context=False,
        attach_stacktrace=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        propagate_traces=False,
        trace_propagation_targets=[],
        traces_sample_rate=traces or None,
        server_name="",
        spotlight=False,
        debug=False,
    )


def _only_reports() -> Any:
    from sentry_sdk.envelope import Envelope
    from sentry_sdk.transport import HttpTransport

    class OnlyReports(HttpTransport):
        """Fails closed: of an envelope it sends what was built here, under a head of its own."""

        def capture_envelope(self, envelope: Envelope) -> None:
            kept = ("event_id", "sent_at")
            outgoing = Envelope(headers={key: envelope.headers[key] for key in kept if key in envelope.headers})
            for item in envelope.items:
                if isinstance(item.payload.json, Report):
                    outgoing.add_item(item)
            if outgoing.items:
                super().capture_envelope(outgoing)

    return OnlyReports


def _head(event: Any) -> Report:
    kept = {key: _plain(event.get(key)) for key in ("event_id", "timestamp", "environment", "release")}
    return Report({key: value for key, value in kept.items() if value != ""} | {"platform": "python"})


def _view_of(event: Any) -> str:
    """The name of the view in our code, never the address somebody asked for."""
    named = (event.get("transaction_info") or {}).get("source") in {"route", "component"}
    name = str(event.get("transaction", ""))
    return name if named and _VIEW.fullmatch(name) else ""


def _verb(record: object) -> str:
    return logs.verb_of(record) if isinstance(record, logging.LogRecord) else logs.WITHHELD


def _error_of(record: object, hint: Any) -> BaseException | None:
    error = (hint.get("exc_info") or (None, None))[1]
    return error or (logs.error_of(record) if isinstance(record, logging.LogRecord) else None)


def _exceptions(error: BaseException) -> list[dict[str, Any]]:
    """In Sentry's order: what came first stands first."""
    return [
        {
            "type": failure.name,
            "module": failure.module,
            "stacktrace": {
                "frames": [
                    {"filename": p.file, "function": p.function, "lineno": p.line, "in_app": p.is_ours}
                    for p in failure.places
                ]
            },
        }
        for failure in reversed(outline(error))
    ]


def _span(span: Any) -> dict[str, Any]:
    return {key: value for key in KEPT_ON_SPANS if (value := _plain(span.get(key))) != ""}


def _plain(value: object) -> Any:
    """A number, or a text with no room for a sentence; else nothing."""
    if isinstance(value, bool | int | float):
        return value
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else ""
