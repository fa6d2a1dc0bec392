"""What would go now, what stays and why, without changing anything: for the page and `manage.py retention`."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from chat.keeping.erase import Stopped, obstacles, wanted_of
from chat.models import Conversation
from config.tuning import setting
from escalation.rights.kinds import KINDS, Kind
from escalation.rights.sweep import may_alone

# Beyond so many the reasons of the rest are not looked up one by one.
MOST_ASKED = 500


@dataclass(frozen=True)
class Counted:
    """One kind at one moment."""

    kind: Kind
    over: int
    goes: int
    # By code why.
    stays: dict[str, int] = field(default_factory=dict)
    alone: bool = True


def count_all(at: datetime) -> list[Counted]:
    return [count(kind, at) for kind in KINDS]


def count(kind: Kind, at: datetime) -> Counted:
    over, due = kind.over(at).count(), kind.due(at).count()
    stays = Counter({"held": over - due} if over > due else {})
    stays += _obstacles(kind, at)
    stopped = sum(stays.values()) - stays["held"]
    return Counted(kind, over, max(0, due - stopped), dict(stays), may_alone(kind, at))


def _obstacles(kind: Kind, at: datetime) -> Counter[str]:
    """Of conversations that are due: the first thing that stands against each, asked as erasing asks it."""
    found = Counter[str]()
    due: Any = kind.due(at)
    if due.model is Conversation:
        for conversation in due[: min(MOST_ASKED, int(setting("keeping.alone_a_day")))]:
            found.update(_first(conversation))
    return found


def _first(conversation: Conversation) -> list[str]:
    try:
        with transaction.atomic():
            return obstacles(wanted_of(conversation.young_person_id, conversation.pk))[:1]
    except Stopped as stopped:
        return stopped.codes[:1]
