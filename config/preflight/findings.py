"""One line of the answer."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    MISSING = "missing"
    UNKNOWN = "cannot be told from here"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    name: str
    state: State
    says: str
    to_do: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"name": self.name, "state": self.state.value, "says": self.says, "to_do": self.to_do}


def ok(name: str, says: str) -> Finding:
    return Finding(name, State.OK, says)


def missing(name: str, says: str, to_do: str) -> Finding:
    return Finding(name, State.MISSING, says, to_do)


def unknown(name: str, says: str, to_do: str) -> Finding:
    return Finding(name, State.UNKNOWN, says, to_do)


def found(name: str, is_well: bool, *, well: str, ill: str, to_do: str) -> Finding:
    """One of two, by what was seen."""
    return ok(name, well) if is_well else missing(name, ill, to_do)
