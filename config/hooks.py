"""Last resorts: the places where Python, asyncio and Twisted would print a traceback, text and all.

Each becomes one log record, so that the log and the error reports have a single way in.
"""

import asyncio
import logging
import os
import sys
import threading
import warnings
from types import TracebackType
from typing import Any, TextIO, cast

from config.logs import PlainHandler, TextLines
from config.outline import Place, short_path

log = logging.getLogger(__name__)


def install_hooks() -> None:
    """Call it first in every process, before anything can fail."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    last_resort = PlainHandler()
    last_resort.setFormatter(TextLines())
    last_resort.setLevel(logging.WARNING)
    logging.lastResort = last_resort
    logging.raiseExceptions = False
    if "twisted.logger" in sys.modules:
        watch_twisted()
    warnings.showwarning = _warned  # after Twisted, which puts its own


def watch_twisted() -> None:
    """Takes Twisted's log over before it prints a failure. Daphne adds its own observer later, which drops all."""
    from twisted.logger import globalLogBeginner

    if getattr(globalLogBeginner, "_temporaryObserver", None) is not None:
        globalLogBeginner.beginLoggingTo([cast(Any, _observe_twisted)], discardBuffer=True, redirectStandardIO=False)
        warnings.showwarning = _warned


def loop_failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For `loop.set_exception_handler`: a task nobody waited for has failed."""
    error = context.get("exception")
    log.error("loop.failed", exc_info=error if isinstance(error, BaseException) else None)


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _say("process.uncaught", error, traceback)


def _uncaught_in_thread(args: Any) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _say("thread.uncaught", args.exc_value, args.exc_traceback)


def _unraisable(args: Any) -> None:
    _say("process.unraisable", args.exc_value, args.exc_traceback)


def _say(verb: str, error: BaseException | None, traceback: TracebackType | None) -> None:
    """A hook that fails makes Python print what it was hiding, so this one cannot."""
    try:
        log.critical(verb, exc_info=(type(error), error, traceback) if error is not None else None)
    except BaseException:
        os.write(2, b"a failure could not be logged\n")


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning's text is often made from a value; its kind and place are enough to find it."""
    log.warning("python.warned", extra={"error": category, "at": Place(short_path(filename), lineno)})


def _observe_twisted(event: Any) -> None:
    failure = event.get("log_failure")
    level = str(getattr(event.get("log_level"), "name", "info"))
    if failure is not None:
        error = failure.value
        log.error("twisted.failed", exc_info=(type(error), error, failure.getTracebackObject()))
    elif level in {"error", "critical"}:
        log.error("twisted.complained")
