"""How the watchdog calls people by itself: a text and a mail to whoever is on call, past every queue and every clock.

Whom to call is read while all is well and kept in memory: where the database is away, that is all there is. Nothing is
written; that it shouted stands in the log. It says the same as every page, and nothing about anybody.
"""

import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from chat.sms import carrier
from config import clock
from config.sealing import CannotOpen
from rota.models import Shift, StaffMember, StaffNumber
from rota.reach import mail
from rota.reach.words import NAME

log = logging.getLogger(__name__)

ON_CALL = (Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2, Shift.Duty.MANAGER, Shift.Duty.SHIFT_LEAD)
# Of one person: as often as a step of the chain for somebody in danger now.
AGAIN_SECONDS = 120.0
COUNTS_FOR_SECONDS = 600


class Reachable(NamedTuple):
    """How one person on call is reached. Never shown."""

    email: str
    number: str | None

    def __repr__(self) -> str:
        return "Reachable()"


def on_call() -> list[Reachable]:
    """Raises DatabaseError. With nobody on call, everybody who is on anything."""
    running = Shift.objects.filter(during__contains=clock.now())
    ids = list(running.filter(duty__in=ON_CALL).values_list("staff_id", flat=True)) or list(
        running.values_list("staff_id", flat=True)
    )
    people = StaffMember.objects.filter(pk__in=ids, is_active=True).order_by("pk").values_list("pk", "email")
    numbers = dict(_numbers(ids))
    return [Reachable(email, numbers.get(pk)) for pk, email in people]


def _numbers(ids: Sequence[int]) -> list[tuple[int, str]]:
    held = StaffNumber.objects.filter(staff__in=ids, confirmed_at__isnull=False)
    held = held.select_related("key").only("id", "staff_id", "number", "key__id", "key__wrapped", "key__wrapped_by")
    found = []
    for one in held:
        try:
            found.append((one.staff_id, one.number))
        except (CannotOpen, ValueError):
            log.error("watchdog.number_closed", extra={"staff": one.staff_id})
    return found


class Shouting:
    """Remembers whom to call, and whom it has just called."""

    def __init__(self) -> None:
        self._known: list[Reachable] = []
        self._called: float | None = None

    def look(self) -> None:
        """Whom to call from now on. What cannot be read leaves those of the last look."""
        try:
            self._known = on_call()
        except DatabaseError:
            log.warning("watchdog.keeps_numbers")

    def shout(self) -> int:
        """Calls them all, unless it just did. Gives how many were reached as far as a carrier or a server."""
        moment = time.monotonic()
        if self._called is not None and moment - self._called < AGAIN_SECONDS:
            return 0
        self._called = moment
        reached = sum(_call(one) for one in self._known)
        log.critical("watchdog.called", extra={"people": len(self._known), "count": reached})
        return reached

    def is_well(self) -> None:
        """What goes wrong next is called about at once."""
        self._called = None


def _call(one: Reachable) -> bool:
    """By both ways; one that fails does not keep the other from being tried."""
    return any([_text(one), _mail(one)])


def _text(one: Reachable) -> bool:
    if one.number is None or not settings.HAS_TEXTS:
        return False
    address = f"{settings.PUBLIC_URL}/sms/staff/watchdog/text/"
    answer = carrier.send_to_staff(one.number, words(), address, counts_for=COUNTS_FOR_SECONDS)
    return isinstance(answer, carrier.Accepted)


def _mail(one: Reachable) -> bool:
    return mail.is_there() and mail.send(one.email, f"{NAME}: {_('look at the service')}", words()) == "taken"


def words() -> str:
    return _("%(name)s: calls may not be going out. Sign in now, and look at the service.") % {"name": NAME}
