"""Where people are signed in: one row for each browser, since when, how, and when its person was last there.

The session of Django carries the sign-in; without it the row is history. Whoever was away for `staff.idle_minutes` is
locked: nothing runs for that, it is read from `seen_at` whenever somebody asks.

After `staff.longest_hours` nothing opens until they have shown who they are once more. Before that they are told in
time (`staff.ending_minutes`), and doing it then gives them as many hours again, where they are: nobody's chat is cut
off because a clock ran out. Whoever does not is given no words for `staff.last_minutes`, with chats and drafts kept,
and then it is over.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from config import clock
from config.tuning import last_read, setting
from rota import audit
from rota.browsers import browser_of
from rota.models import SignIn, StaffMember

TOUCH_EVERY = timedelta(minutes=1)


class Standing(NamedTuple):
    """How a sign-in stands at this moment: over, locked, or for how many seconds more it is neither.

    `due`: its hours are over, and only showing who one is opens it again. `ending`: that may be done now already.
    """

    over: bool
    locked: bool
    due: bool
    ending: bool
    locks_in: int
    ends_in: int


def idle() -> timedelta:
    return timedelta(minutes=setting("staff.idle_minutes"))


def longest() -> timedelta:
    return timedelta(hours=setting("staff.longest_hours"))


def last_minutes() -> timedelta:
    """How long after that chats and drafts are kept for somebody who shows who they are."""
    return timedelta(minutes=setting("staff.last_minutes"))


def kept_for() -> timedelta:
    """So long after its person last showed who they are a sign-in is over. Asks no database."""
    return timedelta(hours=last_read("staff.longest_hours"), minutes=last_read("staff.last_minutes"))


def told_before() -> list[int]:
    """How many seconds before the end its person is told, the first time first."""
    return sorted((minutes * 60 for minutes in setting("staff.ending_minutes")), reverse=True)


def begin(request: HttpRequest, staff: StaffMember) -> SignIn:
    """Somebody has just shown who they are, and the session of their browser is made."""
    now = clock.now()
    fields = {
        "staff": staff,
        "browser": browser_of(request),
        "how": _how(request, staff),
        "began_at": now,
        "seen_at": now,
        "stepped_up_at": now,
        "locked_at": None,
        "renewed_at": None,
        "ended_at": None,
    }
    return SignIn.objects.update_or_create(session_key=request.session.session_key, defaults=fields)[0]


def sign_in_of(request: HttpRequest) -> SignIn:
    """The row behind this request of somebody who is signed in. One that was made without our page is put down now."""
    more = {"staff": request.user, "browser": browser_of(request), "how": _how(request, request.user)}
    return SignIn.objects.get_or_create(session_key=request.session.session_key, defaults=more)[0]


def standing_of(sign_in: SignIn) -> Standing:
    now = clock.now()
    locks_in = (sign_in.seen_at + idle() - now).total_seconds()
    ends_in = (sign_in.counts_from + longest() - now).total_seconds()
    due = ends_in <= 0
    locked = sign_in.locked_at is not None or locks_in <= 0 or due
    over = sign_in.ended_at is not None or ends_in + last_minutes().total_seconds() <= 0
    ending = ends_in <= max(told_before(), default=0)
    return Standing(over, locked, due, ending, 0 if locked else int(locks_in), max(0, int(ends_in)))


def list_of(staff: StaffMember) -> list[SignIn]:
    """Where this person is signed in now, the newest first."""
    return list(_going_on().filter(staff=staff).order_by("-seen_at", "-pk"))


def touch(session_key: str) -> None:
    """Its person is there. Written at most every minute; a locked sign-in stays locked."""
    now = clock.now()
    there = SignIn.objects.filter(session_key=session_key, locked_at=None, ended_at=None)
    there.filter(seen_at__gt=now - idle(), seen_at__lte=now - TOUCH_EVERY).update(seen_at=now)


def lock(sign_in: SignIn) -> None:
    """Now, and not only after ten minutes. Drafts and leases stay."""
    SignIn.objects.filter(pk=sign_in.pk, locked_at=None).update(locked_at=clock.now())


@transaction.atomic
def shown(sign_in: SignIn, *, steps_up: bool) -> None:
    """Its person has shown who they are: it is open again. `steps_up`: and may do what needs that.

    Where its hours are almost over, or over, that is as good as signing in anew: they begin again.
    """
    now = clock.now()
    also: dict[str, datetime] = {"stepped_up_at": now} if steps_up else {}
    if steps_up and standing_of(sign_in).ending:
        also["renewed_at"] = now
        audit.record("staff.sign_in_renewed", f"staff:{sign_in.staff_id}", who=sign_in.staff)
    SignIn.objects.filter(pk=sign_in.pk).update(locked_at=None, seen_at=now, **also)


@transaction.atomic
def end(sign_in: SignIn, by: StaffMember | None) -> None:
    """Ends one of them: the session goes, and with it every page and every open socket of that browser."""
    if SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=clock.now(), ended_by=by):
        audit.record("staff.sign_in_ended", f"staff:{sign_in.staff_id}", who=by)
    Session.objects.filter(session_key=sign_in.session_key).delete()


def end_all(staff: StaffMember, by: StaffMember | None) -> None:
    """The rows and sessions of everything that goes on. The epoch is raised by whoever calls (rota.people)."""
    going_on = SignIn.objects.filter(staff=staff, ended_at=None)
    keys = list(going_on.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    going_on.update(ended_at=clock.now(), ended_by=by)


def signed_out(session_key: str | None, by: StaffMember) -> None:
    """Its person has signed out. The session goes by Django's own hand."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=clock.now(), ended_by=by)


def _going_on() -> QuerySet[SignIn]:
    now = clock.now()
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    going_on = SignIn.objects.filter(ended_at=None, session_key__in=alive).annotate(
        counted_from=Coalesce("renewed_at", "began_at")
    )
    return going_on.filter(counted_from__gt=now - longest() - last_minutes())


def _how(request: HttpRequest, staff: object) -> str:
    """By which step they came in: the last one counts."""
    for record in reversed(get_authentication_records(request, staff)):
        if record.get("method") == "mfa":
            return {"webauthn": "passkey", "totp": "totp"}.get(record.get("type", ""), "recovery_code")
    return "password"
