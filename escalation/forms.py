"""What was typed into the forms of this app, read without trusting it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

DECISION_FIELDS = (
    "outcome",
    "why",
    "for_the_child",
    "young_person_told",
    "young_person_not_told_why",
    "parent_told",
    "parent_not_told_why",
    "consulted",
    "review_on",
    "options",
    "basis",
    "shared",
    "not_shared_why",
    "next_offer",
    "told_sure",
)
END_FIELDS = ("end_why", "end_sure")
REACHED_FIELDS = ("reached_why",)
STAND_DOWN_FIELDS = ("stand_down_why", "stand_down_sure")
STAFF_REPORT_FIELDS = ("about_staff", "conversation", "urgency", "why")
REPORT_FIELDS = ("conversation", "post", "urgency", "why")
_TOLD = {"yes": True, "no": False}
MOST_DIGITS = 18
LONDON = ZoneInfo("Europe/London")


def typed(posted: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    """As it was typed, to show it again; nothing but the fields of the form."""
    return {name: str(posted.get(name, "")) for name in fields}


def decision_in(form: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `decide`; None where nothing, or nothing that can be read, was chosen."""
    return {
        **{name: form[name] for name in DECISION_FIELDS},
        "young_person_told": _TOLD.get(form["young_person_told"]),
        "parent_told": _TOLD.get(form["parent_told"]),
        "told_sure": form["told_sure"] == "yes",
        "review_on": date_in(form["review_on"]),
    }


def number_in(number: str) -> int | None:
    """The id that was posted; None where it can be none."""
    if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
        return int(number)
    return None


def errors_of(refusal: ValidationError) -> dict[str, str]:
    """One text a field; "" stands for the whole form."""
    if hasattr(refusal, "error_dict"):
        return {name: texts[0] for name, texts in refusal.message_dict.items()}
    return {"": refusal.messages[0]}


def date_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_in(text: str) -> datetime | None:
    """By the kitchen clock of London, as it was typed. The hour that comes twice in autumn is the first of the two."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=LONDON).astimezone(UTC) if moment.tzinfo is None else None


def once_in(text: str) -> UUID | None:
    """What makes a form that is sent twice one thing; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
