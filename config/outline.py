"""What may be told about a failure: its type, a machine's code for it, and the places it went through.

An exception's text repeats what it choked on: a row's values, a form's field, a child's words. So
neither the log nor an error report ever asks an exception for its text; both are made from this.
"""

import errno
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

HOUSE = str(Path(__file__).resolve().parent.parent) + "/"
MOST_FAILURES, MOST_PLACES = 12, 40

_NAME = re.compile(r"[A-Za-z_<][A-Za-z0-9_.<>]{0,119}")
_PATH = re.compile(r"[A-Za-z0-9_./<>:+-]{1,160}")
_CONSTRAINT = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SQLSTATE = re.compile(r"[0-9A-Z]{5}")
_LIBRARY = re.compile(r".*/(?:site|dist)-packages/|.*/lib/python3\.\d+/")


class Place(NamedTuple):
    """A line of code an exception went through."""

    file: str
    line: int
    function: str = ""

    @property
    def is_ours(self) -> bool:
        return self.file.split("/", 1)[0] in {"chat", "config", "escalation", "moderation", "rota"}

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}".rstrip()


class Failure(NamedTuple):
    """One exception of a chain, without its text."""

    module: str
    name: str
    code: str
    places: tuple[Place, ...]

    def __str__(self) -> str:
        kind = self.name if self.module == "builtins" else f"{self.module}.{self.name}"
        return f"{kind} {self.code}".strip()


def outline(error: BaseException) -> list[Failure]:
    """The exception and what led to it, the one that was raised first."""
    return [_failure(link) for link in _chain(error)]


def short_path(path: str) -> str:
    """Where a file is in the house or in a library; nothing about the machine it runs on."""
    short = path.removeprefix(HOUSE) if path.startswith(HOUSE) else path
    short = _LIBRARY.sub("", short).replace("<frozen ", "<frozen:")
    if short.startswith("/"):
        short = short.rsplit("/", 1)[-1]
    return short if _PATH.fullmatch(short) else "?"


def plain_name(name: object) -> str:
    """A name as written in code, or a question mark."""
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "?"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    ahead: list[BaseException | None] = [error]
    while ahead and len(seen) < MOST_FAILURES:
        link = ahead.pop(0)
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        if isinstance(link, BaseExceptionGroup):
            ahead.extend(link.exceptions)
        ahead.append(link.__cause__ or (None if link.__suppress_context__ else link.__context__))


def _failure(error: BaseException) -> Failure:
    kind = type(error)
    places = _places(error.__traceback__)
    return Failure(plain_name(kind.__module__), plain_name(kind.__qualname__), _code(error), places)


def _places(traceback: TracebackType | None) -> tuple[Place, ...]:
    places: list[Place] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        name = plain_name(getattr(code, "co_qualname", code.co_name))
        places.append(Place(short_path(code.co_filename), int(traceback.tb_lineno or 0), name))
        if len(places) > 2 * MOST_PLACES:
            del places[MOST_PLACES // 2 : MOST_PLACES]
        traceback = traceback.tb_next
    return tuple(places[-MOST_PLACES:])


def _code(error: BaseException) -> str:
    """What a machine calls the failure: an SQL state and constraint, an errno, a missing module."""
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    if isinstance(error, ImportError):
        return plain_name(error.name).replace("?", "")
    sqlstate: Any = getattr(error, "sqlstate", None)
    if isinstance(sqlstate, str) and _SQLSTATE.fullmatch(sqlstate):
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        named = isinstance(constraint, str) and _CONSTRAINT.fullmatch(constraint)
        return f"{sqlstate} {constraint}" if named else sqlstate
    return ""
