"""The console log: verbs, ids, and the outline of what failed. Never words.

    {"time": ..., "level": "info", "logger": "moderation.flags", "verb": "flag.raised", "flag": 3}

A line may hold only what this page names. A message that is not one of our verbs is withheld, also a
library's, unless it stands word for word as a constant in the very file that logged it; arguments,
exception texts and unknown extras are never read. A service that must say why it cannot start
says so with `SystemExit("words of ours")`.
"""

import ast
import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from config.outline import Place, outline, plain_name

OUR_LOGGERS = ("chat", "config", "escalation", "moderation", "rota")
KNOWN_LOGGERS = ("asyncio", "channels", "daphne", "django", "procrastinate", "psycopg", "redis", "twisted")
# These log numbers, statements or keys when asked for less than warnings.
TALKATIVE = (
    "asyncio", "channels_redis", "django.db.backends", "procrastinate.blueprints", "psycopg", "redis",
    "twilio.http_client", "urllib3",
)  # fmt: skip
WITHHELD = "message withheld"

# Extras that may be shown when they are numbers, and those that may be shown when they are one of a few words.
NUMBERS = frozenset(
    "after_ms assessment assessments attempt attempts audit canary carrier_code conversation conversations count "
    "cpus decision delay_ms delivery dropped escalation exit_code failed feedback flag flags frames generation "
    "highest id incident job jobs key_version length line mark marks message_id messages milliseconds ms page "
    "pages people pid pids place places port queued removed restarts retries row rows seconds shift size sockets "
    "staff status status_code step stored text version waited waiting young_person".split()
)
ENUMERATIONS = frozenset(
    "category channel check clock code door error event kind outcome queue reason role server state task "
    "urgency was".split()
)
ENUMERATED = frozenset(
    # processes, servers and doors
    "web worker jobs runner watchdog migrate migrator app postgres valkey redis database nginx sms forums console "
    # roles and ways to be
    "counsellor shift_lead moderator safeguarding_lead manager rota privacy young_person system "
    "waiting active offered ending closed opened acknowledged decided escalated revoked expired stale full gone "
    "handing_over quiet safety_hold paused closed_by_young_person abandoned failed "
    # the clocks of escalation.jobs_process
    "escalation leases incidents incident_pages cover reviews stalled alive "
    "concerns handover away silence holds one_owner places rota_incidents retention referrals dissents "
    "second_looks risk "
    # what is wrong with the service
    "posts_not_checked texts_not_going_out nobody_on_duty no_owner_no_clock keys_stalled narrowed "
    "reply_overdue now_and_all_full audit audit_broken gap_in_rota nobody_came other_model canary_lost canaries "
    "texts missed_texts keys missing overdue unproven "
    # what becomes of a text of ours, and why a phone gets no more of them
    "queued sending sent delivered undelivered blocked discarded stopped dead landline "
    # by which way somebody was called, and what came of it
    "push sms voice email written taken reach "
    # urgency
    "now very_soon soon routine not_checked "
    # what a nudge is about
    "words look typing seen taken state mine queue marks flag page reconnect review delivery safety help offer "
    "telling canary "
    # why a frame or a start was refused: the keys of chat.refusals.WORDS, and signals
    "empty not_now not_on_shift not_readable not_text not_yours odd_characters over signed_out slow_down too_long "
    "too_long_for_text not_yet locked "
    "unknown sigterm sigint sigkill timeout".split()
)
LARGEST_NUMBER = 999_999_999  # a telephone number is larger

_VERB = re.compile(r"[a-z][a-z0-9_-]{0,30}(\.[a-z0-9_-]{1,30}){1,4}")
_WORD = re.compile(r"[a-z][a-z0-9_.:-]{1,60}")
_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9_]{2,60}")
_HEX_ID = re.compile(r"[0-9a-fA-F-]{8,64}")

process_name = ""
answering: ContextVar[str] = ContextVar("answering", default="")  # the id of the request; see config.headers
_error_names: set[str] = set()


def logging_config(level: str, fmt: str) -> dict[str, Any]:
    """Django's LOGGING. Every record of the process goes through one formatter to stderr."""
    level = level.upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ValueError("LOG_LEVEL is DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    if fmt not in {"json", "text"}:
        raise ValueError("LOG_FORMAT is json or text.")
    at_least_warnings = {"level": "WARNING", "handlers": [], "propagate": True}
    as_the_house = {"level": "NOTSET", "handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": JsonLines if fmt == "json" else TextLines}},
        "handlers": {"stderr": {"()": PlainHandler, "formatter": "plain"}},
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {
            # Named so that Django's own handlers, mail with whole tracebacks among them, are taken off.
            **dict.fromkeys(("django", "django.server", "django.request", "django.security"), as_the_house),
            **dict.fromkeys(TALKATIVE, at_least_warnings),
        },
    }


def verb_of(record: logging.LogRecord) -> str:
    """What happened, if it is one of our verbs or a constant of a library we know; else nothing of it."""
    message = record.msg
    if not isinstance(message, str):
        return WITHHELD
    if _belongs(record.name, OUR_LOGGERS) or record.name == "__main__":
        return message if _VERB.fullmatch(message) and message in _constants_of(record.pathname) else WITHHELD
    if record.name == "django.request" and hasattr(record, "status_code"):
        return "request.answered"  # the status and the route stand beside it
    if _belongs(record.name, ("procrastinate",)):
        action = getattr(record, "action", None)
        if isinstance(action, str) and _WORD.fullmatch(action) and action in _constants_of(record.pathname):
            return f"procrastinate.{action}"
    if _belongs(record.name, KNOWN_LOGGERS) and message in _constants_of(record.pathname):
        return message
    return WITHHELD


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """The ids, counts and short known words of a record."""
    facts: dict[str, Any] = {}
    for key, value in vars(record).items():
        if key in NUMBERS and isinstance(value, bool | int | float) and abs(value) <= LARGEST_NUMBER:
            facts[key] = value
        elif key in NUMBERS and isinstance(value, list | tuple) and len(value) <= 100 and all(_is_id(v) for v in value):
            facts[key] = list(value)
        elif isinstance(value, Place):
            facts[key] = str(value)
        elif key in ENUMERATIONS and (word := _known_word(value)):
            facts[key] = word
        elif key == "job" and isinstance(value, dict) and _is_id(value.get("id")):
            facts["job"] = value["id"]  # Procrastinate's: the arguments stay behind
    if (route := _route_of(record)) is not None:
        facts["route"] = route
    return facts


class PlainHandler(logging.StreamHandler[Any]):
    """Writes to stderr. A record it cannot write is counted out loud, not shown."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def handleError(self, record: logging.LogRecord) -> None:
        try:
            sys.__stderr__.write("a log line could not be written\n")  # type: ignore[union-attr]
        except Exception:  # noqa: S110  (nowhere is left to say it)
            pass


class PlainLines(logging.Formatter):
    """Takes from a record what may be told. The two kinds of lines differ only in how they are drawn."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower() if record.levelname.isalpha() else str(record.levelno),
            "logger": plain_name(record.name),
            "verb": verb_of(record),
        }
        if process_name:
            line["process"] = process_name
        if _HEX_ID.fullmatch(request := answering.get()):
            line["request"] = request
        line |= {key: value for key, value in facts_of(record).items() if key not in line}
        if error := error_of(record):
            line["failures"] = [{"type": str(link), "at": [str(at) for at in link.places]} for link in outline(error)]
        return self.draw(line)

    def draw(self, line: dict[str, Any]) -> str:
        raise NotImplementedError


class JsonLines(PlainLines):
    """One JSON object a line, for machines."""

    def draw(self, line: dict[str, Any]) -> str:
        return json.dumps(line)


class TextLines(PlainLines):
    """The same for a person at a terminal."""

    def draw(self, line: dict[str, Any]) -> str:
        chain = line.pop("failures", [])
        head = f"{line.pop('time')[11:23]} {line.pop('level').upper():<8} {line.pop('verb')}"
        logger = line.pop("logger")
        facts = "".join(f" {key}={value}" for key, value in line.items())
        failures = "".join(f"\n    {link['type']}" + "".join(f"\n      {at}" for at in link["at"]) for link in chain)
        return f"{head}{facts} [{logger}]{failures}"


def error_of(record: logging.LogRecord) -> BaseException | None:
    """The exception a record is about, also where a library wrote the traceback into the message."""
    if isinstance(record.exc_info, tuple) and isinstance(record.exc_info[1], BaseException):
        return record.exc_info[1]
    if isinstance(record.msg, BaseException):
        return record.msg
    if isinstance(value := getattr(record.msg, "value", None), BaseException):  # a Twisted Failure
        return value
    return sys.exc_info()[1] if record.levelno >= logging.ERROR else None


def _route_of(record: logging.LogRecord) -> str | None:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    name = getattr(match, "view_name", None)
    return name if isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_.:-]{1,80}", name) else None


def _known_word(value: object) -> str:
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, str) and _WORD.fullmatch(value.value) else ""
    if isinstance(value, type) and issubclass(value, BaseException):
        return plain_name(value.__qualname__)
    if isinstance(value, str) and (value in ENUMERATED or _names_an_error(value)):
        return value
    return "withheld" if isinstance(value, str) else ""


def _names_an_error(word: str) -> bool:
    return bool(_CLASS_NAME.fullmatch(word)) and (word in _error_names or word in _learn_error_names())


def _learn_error_names() -> set[str]:
    ahead: list[type[BaseException]] = [BaseException]
    while ahead:
        kind = ahead.pop()
        _error_names.add(kind.__name__)
        ahead.extend(kind.__subclasses__())
    return _error_names


def _is_id(value: object) -> bool:
    return isinstance(value, int) and abs(value) <= LARGEST_NUMBER


def _belongs(name: str, families: tuple[str, ...]) -> bool:
    return name.split(".", 1)[0] in families


@lru_cache(maxsize=512)
def _constants_of(path: str) -> frozenset[str]:
    """Every text written out in a source file. What is not among them was made at run time."""
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
