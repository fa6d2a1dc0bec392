"""Rules about our Python."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from config.logs import ENUMERATED, ENUMERATIONS, NUMBERS
from tests.lint import Finding

OTHER_CLOCKS = {
    *("timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.utcnow", "datetime.today"),
    *(
        "date.today",
        "time.time",
        "time.time_ns",
        "datetime.datetime.now",
        "datetime.date.today",
        "functions.Now",
        "Now",
    ),
}
SQL_CLOCKS = re.compile(
    r"\bnow\s*\(\s*\)|\bcurrent_(?:timestamp|date|time)\b|\blocaltime(?:stamp)?\b|\b(?:clock|statement|transaction)_timestamp\b",
    re.IGNORECASE,
)
NOT_OUR_WORDS = {"user", "ticket", "room", "session", "case", "alert"}
# Names that others gave: Django's, Twilio's, and the decided words "session epoch".
NAMES_OF_OTHERS = {
    *(
        "create_user",
        "create_superuser",
        "get_session_auth_hash",
        "_get_session_auth_hash",
        "get_session_auth_fallback_hash",
    ),
    *("session_epoch", "normalize_username", "get_user", "is_case_sensitive", "casefold", "populate_username"),
    *("user_display", "save_user", "new_user", "clean_username", "is_open_for_signup", "pre_login", "post_login"),
}
# Procrastinate writes its heartbeats with the server's clock; what looks at them has to use the same.
COMPARES_WITH_THE_SERVER = {"escalation/stalled.py"}
VAGUE_FILES = {"utils", "util", "common", "helpers", "services", "managers", "signals", "misc"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "fatal", "log", "warn"}
RESERVED = set(vars(__import__("logging").makeLogRecord({}))) | {"message", "asctime"}
VERB = re.compile(r"[a-z][a-z0-9_-]{0,30}(\.[a-z0-9_-]{1,30}){1,4}")
MARKS_SAFE = {"mark_safe", "SafeString", "SafeText", "html_safe", "safestring"}
PRINTS_WORDS = {"print_exc", "print_exception", "format_exc", "print_stack", "print_tb", "format_exception"}


def one_clock(name: str, text: str) -> Iterator[Finding]:
    """Time comes from config/clock.py, so that a test can move it in every process."""
    if name == "config/clock.py":
        return
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.Call | ast.Attribute | ast.Name):
            called = _dotted(node.func if isinstance(node, ast.Call) else node)
            used = isinstance(node, ast.Call) or called.endswith("timezone.now")
            if used and any(called == clock or called.endswith("." + clock) for clock in OTHER_CLOCKS):
                yield Finding(node.lineno, f"{called}: the only clock is config.clock")
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"} and not _is_false(node.value):
            yield Finding(node.value.lineno, f"{node.arg} asks Django's clock: give it clock.now")


def no_time_in_sql(name: str, text: str) -> Iterator[Finding]:
    """SQL is given the time as a parameter."""
    if name in COMPARES_WITH_THE_SERVER:
        return
    for line, words in _texts(text):
        if SQL_CLOCKS.search(words):
            yield Finding(line, "SQL that asks the server for the time")


def our_words(name: str, text: str) -> Iterator[Finding]:
    """Classes and functions are named in the words of the service."""
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in NAMES_OF_OTHERS:
            parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", node.name)
            if bad := {part.lower().removesuffix("s") for part in parts} & NOT_OUR_WORDS:
                yield Finding(node.lineno, f"{node.name}: we do not say {', '.join(bad)}")


def plain_file_names(name: str, text: str) -> Iterator[Finding]:
    """A file is named for what it is about."""
    if re.split(r"[/.]", name)[-2] in VAGUE_FILES:
        yield Finding(1, "a name that says nothing")


def objects_through_access(name: str, text: str) -> Iterator[Finding]:
    """A door gets its objects from access.py, on somebody's behalf."""
    if name.rsplit("/", 1)[-1] not in {"views.py", "consumers.py"}:
        return
    for node in ast.walk(_tree(text)):
        if not isinstance(node, ast.Call):
            continue
        called = _dotted(node.func)
        by_id = any(k.arg in {"pk", "id"} or (k.arg or "").endswith(("__pk", "__id")) for k in node.keywords)
        asked = re.search(r"\bobjects\b.*\.(get|aget|filter|in_bulk)$", called)
        # `filter(pk=..., owner=staff)` asks on somebody's behalf; a bare id does not.
        if asked and by_id and (asked.group(1) != "filter" or len(node.keywords) == 1):
            yield Finding(node.lineno, f"{called}(pk=...): ask access.py")
        if called.rsplit(".", 1)[-1] in {"get_object_or_404", "aget_object_or_404"}:
            yield Finding(node.lineno, f"{called}: ask access.py")


def log_lines_are_verbs(name: str, text: str) -> Iterator[Finding]:
    """A log call is a constant verb, with declared ids beside it."""
    for node in ast.walk(_tree(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in LEVELS:
            continue
        if not re.fullmatch(r"(self\.)?(log|logger|_log|logging)|logging\.getLogger", _dotted(node.func.value)):
            continue
        args = node.args[1:] if node.func.attr == "log" else node.args
        verb = args[0] if args else None
        if not _is_verb(verb) and not (isinstance(verb, ast.Name) and _is_given_verbs(text, node, verb.id)):
            yield Finding(node.lineno, "a log line that is not a constant verb such as flag.raised")
        if len(args) > 1:
            yield Finding(node.lineno, "a log line with arguments")
        for given in node.keywords:
            yield from _extras(given)


def no_prints(name: str, text: str) -> Iterator[Finding]:
    """Commands write to self.stdout; everything else logs."""
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.Call) and _dotted(node.func) in {"print", "pprint", "pprint.pprint"}:
            yield Finding(node.lineno, "print")


def no_traceback_text(name: str, text: str) -> Iterator[Finding]:
    """A traceback in words repeats the words. (multiprocessing prints one whatever the hooks say.)"""
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.Attribute | ast.Name) and _dotted(node).rsplit(".", 1)[-1] in PRINTS_WORDS:
            yield Finding(node.lineno, _dotted(node))
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            if any(module.split(".")[0] == "multiprocessing" for module in names):
                yield Finding(node.lineno, "multiprocessing")


def nothing_marked_safe(name: str, text: str) -> Iterator[Finding]:
    """Everything is escaped."""
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.alias) and node.name.rsplit(".", 1)[-1] in MARKS_SAFE:
            yield Finding(node.lineno, node.name)
        if isinstance(node, ast.Attribute | ast.Name) and _dotted(node).rsplit(".", 1)[-1] in MARKS_SAFE:
            yield Finding(node.lineno, _dotted(node))


RULES = (
    one_clock,
    no_time_in_sql,
    our_words,
    plain_file_names,
    objects_through_access,
    log_lines_are_verbs,
    no_prints,
    no_traceback_text,
    nothing_marked_safe,
)


def _is_verb(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(VERB.fullmatch(node.value))


def _is_given_verbs(text: str, call: ast.Call, argument: str) -> bool:
    """Whether the function around the call gets a constant verb for this argument from all its callers in the file."""
    functions = [n for n in ast.walk(_tree(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    for around in (f for f in functions if call in ast.walk(f)):
        names = [arg.arg for arg in around.args.args]
        callers = [n for n in ast.walk(_tree(text)) if isinstance(n, ast.Call) and _dotted(n.func) == around.name]
        if argument in names and around.name.startswith("_") and callers:
            place = names.index(argument)
            return all(len(c.args) > place and _is_verb(c.args[place]) for c in callers)
    return False


def _extras(given: ast.keyword) -> Iterator[Finding]:
    if given.arg != "extra":
        return
    if not isinstance(given.value, ast.Dict):
        yield Finding(given.value.lineno, "extra is written out as a dict, so that it can be read here")
        return
    for key, value in zip(given.value.keys, given.value.values, strict=True):
        name = key.value if _is_text(key) else None  # type: ignore[union-attr]
        if name in RESERVED:
            yield Finding(value.lineno, f"extra {name!r} is a name of logging's own and raises KeyError")
        elif name == "at":
            continue
        elif name not in NUMBERS | ENUMERATIONS:
            yield Finding(value.lineno, f"extra {name!r} is not declared in config/logs.py and would not be shown")
        elif name in ENUMERATIONS and _is_text(value) and value.value not in ENUMERATED:  # type: ignore[attr-defined]
            yield Finding(value.lineno, f"{value.value!r} is not among the words of config/logs.py")  # type: ignore[attr-defined]
        elif isinstance(value, ast.JoinedStr | ast.BinOp):
            yield Finding(value.lineno, f"extra {name!r} is put together at run time")


@lru_cache(maxsize=512)
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _dotted(node: ast.AST) -> str:
    """`a.b.c` as text; a call in between is stepped over."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return _dotted(node.func) if isinstance(node, ast.Call) else ""


def _texts(text: str) -> Iterator[tuple[int, str]]:
    """Every text written out in the code, but for what stands there as a comment."""
    tree = _tree(text)
    remarks = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield node.lineno, node.value


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_false(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
