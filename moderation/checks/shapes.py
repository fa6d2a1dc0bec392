"""What a check is given and what it answers. The rules of today and the models of tomorrow share these shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from chat.urgency import Urgency
from moderation.classifiers import Version

CATEGORIES: tuple[str, ...] = (
    "self_harm",
    "abuse",
    "sexual_exploitation",
    "criminal_exploitation",
    "missing_homeless",
    "eating",
    "violence_to_others",
    "bullying",
    "substance",
    "toxicity",
)


@dataclass(frozen=True)
class Turn:
    """One earlier message. `by` is young_person, peer, counsellor or system.

    Beside a body that is being read, `young_person` is whoever wrote that body; the others are the others.
    """

    by: str
    body: str
    place: int | None = None


@dataclass(frozen=True)
class Context:
    """The recent conversation before a message, oldest first."""

    earlier: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One reason for a human to look. Offsets count code points of the body as it was written."""

    check: str
    category: str | None
    urgency: Urgency
    words: str
    start: int | None = None
    end: int | None = None
    score: float | None = None


class CheckUnavailable(Exception):
    """A check could not run. That is a finding of its own, never a silence."""

    def __init__(self, check_name: str) -> None:
        super().__init__(check_name)
        self.check_name = check_name


class Check(Protocol):
    """Reads one body in its context. Has a name that staff can be told and a log may carry."""

    @property
    def name(self) -> str: ...

    def __call__(self, body: str, context: Context) -> list[Finding]: ...


@runtime_checkable
class Learned(Check, Protocol):
    """A check that also has a number for each head, whether or not it found something, and says which model it is."""

    def chances(self, body: str, context: Context) -> dict[str, float]: ...

    def version(self) -> Version: ...
