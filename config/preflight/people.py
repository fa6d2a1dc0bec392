"""Who is there: leads who can sign in, somebody on call, and no hour ahead with nobody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from config import clock
from config.preflight.findings import Finding, found
from rota.access import paging_chain
from rota.demo import CAST
from rota.models import Role, RoleGrant, StaffMember, StaffNumber, Try
from rota.planning import needs
from rota.reach import mail, push
from rota.second_step import STEPS

DAYS_AHEAD = 28
LEAST_LEADS = 2
CALLED_WITHIN = timedelta(days=31)
# Without one of these somebody's work is nobody's.
ROLES_NEEDED = (Role.COUNSELLOR, Role.SHIFT_LEAD, Role.MANAGER, Role.ROTA, Role.PRIVACY, Role.MODERATOR)


def leads() -> Iterator[Finding]:
    able = _holders(Role.SAFEGUARDING_LEAD).filter(_has_second_step()).count()
    yield found(
        "safeguarding leads",
        able >= LEAST_LEADS,
        well=f"{able} can sign in, with a second step.",
        ill=f"{able} can sign in with a second step; two are needed: one looks at what is about the other.",
        to_do="create_staff --role safeguarding_lead; each signs in once and sets up a passkey or an app.",
    )


def roles() -> Iterator[Finding]:
    nobody = [str(role.label) for role in ROLES_NEEDED if not _holders(role).exists()]
    yield found(
        "roles",
        not nobody,
        well="Somebody holds each of them.",
        ill=f"Nobody is: {', '.join(nobody)}.",
        to_do="Invite them (/staff/people/), or create_staff --role ...",
    )
    without = StaffMember.objects.filter(is_active=True).exclude(_has_second_step()).count()
    yield found(
        "second steps",
        not without,
        well="Everybody has one.",
        ill=f"{without} people have none yet: their first sign-in leads them to it.",
        to_do="Ask them to sign in before their first shift.",
    )


def on_call() -> Iterator[Finding]:
    first = next((step for step in paging_chain() if step.people), None)
    is_planned = first is not None and first.duty in {"shift_lead", "on_call_1", "on_call_2"}
    yield found(
        "on call now",
        is_planned,
        well="The first call goes to somebody whose turn it is.",
        ill="Nobody's turn: a call goes to every lead, then to everybody.",
        to_do="Put somebody on call (/rota/).",
    )
    yield from _reach()


def _reach() -> Iterator[Finding]:
    """Can those who may be called be called away from a console, and is it known to work?"""
    called = {person for step in paging_chain() for person in step.people}
    called |= set(_holders(Role.SAFEGUARDING_LEAD)) | set(_holders(Role.MANAGER))
    with_number = {one.staff_id for one in StaffNumber.objects.filter(staff__in=called, confirmed_at__isnull=False)}
    to_do = "Each of them: /staff/reach/, give a number, type the code, send a test and answer it."
    without = len(called) - len(with_number)
    yield found(
        "on-call phones",
        not without and bool(called),
        well="Everybody who may be called has a confirmed number.",
        ill=f"{without} who may be called have none: only an open console, a browser or a mail reaches them.",
        to_do=to_do,
    )
    since = clock.now() - CALLED_WITHIN
    heard = Try.objects.filter(staff__in=with_number, heard_at__gt=since, path__in=("sms", "voice"))
    silent = len(with_number - set(heard.values_list("staff_id", flat=True)))
    yield found(
        "on-call phones known to work",
        not silent,
        well="Each was answered within a month.",
        ill=f"{silent} were not answered for a month.",
        to_do=to_do,
    )
    yield found(
        "push",
        push.is_there(),
        well="There is a key to sign pushes with.",
        ill="No vapid.key: browsers of staff do not ring.",
        to_do="manage.py make_keys, keep a copy, restart.",
    )
    says = "No mail server: nobody is reached by mail."
    yield found("mail", mail.is_there(), well="A server is set.", ill=says, to_do="EMAIL_HOST (docs/paging.md).")


def hours() -> Iterator[Finding]:
    now = clock.now()
    gaps = needs.gaps(now, now + timedelta(days=DAYS_AHEAD))
    hours = sum(((gap.ends - gap.begins).total_seconds() for gap in gaps), 0.0) / 3600
    london = ZoneInfo(settings.TIME_ZONE)
    first = f" The first: {gaps[0].begins.astimezone(london):%a %d %b %H:%M}, {gaps[0].words}." if gaps else ""
    yield found(
        f"hours of the next {DAYS_AHEAD} days",
        not gaps,
        well="Every one has the people it needs.",
        ill=f"{len(gaps)} gaps, {hours:.0f} hours in all.{first}",
        to_do="Fill them (/rota/), or change when the service is open (rota.staffing).",
    )


def people_of_the_demo() -> Iterator[Finding]:
    there = StaffMember.objects.filter(email__in=[person.email for person in CAST], is_active=True).count()
    password = Path(settings.NIGHTLIGHT_DATA) / "demo-password"
    yield found(
        "people of the demo",
        not there and not password.exists(),
        well="None, and no password of theirs.",
        ill=f"{there} can sign in{', and their password lies in ' + password.name if password.exists() else ''}.",
        to_do="Begin with an empty database and an empty data folder: theirs is known to whoever tried the product.",
    )


def _holders(role: Role) -> QuerySet[StaffMember]:
    held = RoleGrant.objects.filter(staff=OuterRef("pk"), role=role, ended_at=None)
    return StaffMember.objects.filter(Exists(held), is_active=True)


def _has_second_step() -> Exists:
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=STEPS))


LOOKS = (leads, roles, on_call, hours, people_of_the_demo)
