"""The rules of this house that no linter knows. Each file holds rules about one kind of text.

A rule takes a file's path (from the top of the repository) and its text, and says what is wrong, line by line.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parent.parent.parent
APPS = ("chat", "config", "escalation", "moderation", "rota")


class Finding(NamedTuple):
    """Something a rule does not want, and where."""

    line: int
    what: str


Rule = Callable[[str, str], Iterator[Finding]]


def files(*patterns: str) -> list[Path]:
    """Our own files of these kinds, as far as they exist yet."""
    found = {path for app in APPS for pattern in patterns for path in (HOUSE / app).rglob(pattern)}
    # Not ours to fill in: the proxy shows it while all of us are away, whole, with no other file to ask for.
    found -= set((HOUSE / "config" / "deploy").rglob("*"))
    if "*.py" in patterns and (HOUSE / "manage.py").exists():
        found.add(HOUSE / "manage.py")
    return sorted(path for path in found if "vendored" not in path.parts and "__pycache__" not in path.parts)


def broken(rule: Rule, paths: list[Path]) -> list[str]:
    """What the rule finds in the files, as lines to click on."""
    said = []
    for path in paths:
        name = path.relative_to(HOUSE).as_posix()
        said += [f"{name}:{line} {what}" for line, what in rule(name, path.read_text(encoding="utf-8"))]
    return said
