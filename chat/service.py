"""What the service can offer at this moment, and how it says so. Every door asks here."""

import time
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat import waits
from rota import cover
from rota.models import CoverChange, StaffMember

State = CoverChange.State
READ_EVERY_SECONDS = 1.0

_read: "tuple[float, Service] | None" = None


class Service(NamedTuple):
    """`state`: open, narrowed or closed. `people`: how many are there to talk. `about_minutes`: None where unknown."""

    state: str
    people: int
    about_minutes: int | None


def service() -> Service:
    """As it is now, read at most once a second in each process."""
    global _read
    if _read is None or time.monotonic() - _read[0] > READ_EVERY_SECONDS:
        found = cover.now()
        _read = time.monotonic(), Service(found.state, found.present, waits.about_minutes())
    return _read[1]


def forget_service() -> None:
    """Reads it anew at the next call."""
    global _read
    _read = None


def takes_only_the_most_urgent(staff: StaffMember) -> bool:
    """Is there too little cover for anybody who can wait? Whoever asks is there."""
    return cover.now(also=staff).state != State.OPEN


def words(service: Service) -> str:
    """The truth for somebody who thinks about writing. Never a promise that cannot be kept."""
    match service.state:
        case State.OPEN:
            return _open(service)
        case State.NARROWED:
            return _(
                "Very few of us are here right now. We can only talk with people who are in danger. "
                "You can still write, and a person will read it. It can take a long time."
            )
        case _:
            return _("No one is here right now. You can still write, and a person will read it. We can’t say when.")


def _open(service: Service) -> str:
    here = ngettext("%(people)s person is here to talk.", "%(people)s people are here to talk.", service.people)
    if service.about_minutes is None:
        return here % {"people": service.people}
    wait = ngettext(
        "Right now most people wait about %(minutes)s minute.",
        "Right now most people wait about %(minutes)s minutes.",
        service.about_minutes,
    )
    return f"{here % {'people': service.people}} {wait % {'minutes': service.about_minutes}}"
