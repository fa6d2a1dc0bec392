"""The policy of differences of opinion: its text, which version it is, and who has read which.

A version is the SHA-256 of the text in English, times included: whoever changes a clock of a stage makes a new version.
"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.tuning import setting
from escalation.durations import exact
from escalation.models import PolicyRead
from rota import audit
from rota.access import holders_of
from rota.models import Role, StaffMember

NAME = "differences-of-opinion"
# Whoever works with young people, or decides about them.
READERS = (Role.COUNSELLOR, Role.SHIFT_LEAD, Role.MODERATOR, Role.SAFEGUARDING_LEAD, Role.MANAGER)


class Section(NamedTuple):
    title: str
    lines: list[str]
    is_list: bool = False


class Reader(NamedTuple):
    """One person: which version they read last, and when; None where they read none."""

    staff: StaffMember
    read: PolicyRead | None
    is_this_one: bool


def sections() -> list[Section]:
    """In the language of whoever reads."""
    return [
        Section(_("What it is for"), [
            _("The young person comes first. Whoever sees something differently says so: that is part of the work, and "
              "nobody is worse off for it."),
            _("Saying nothing is not agreeing. What was said stays written down, with who answered and how it ended."),
        ]),
        Section(_("First of all"), [
            _("While somebody is in danger now, what keeps them safe is done first. Call 999 where that is needed: "
              "nobody has to agree."),
            _("A difference of opinion stops nothing that protects, and no escalation is closed over it."),
        ]),
        Section(_("With somebody here"), _stages_here(), is_list=True),
        Section(_("With another agency"), _stages_with_an_agency(), is_list=True),
        Section(_("At each stage"), [
            _("Say what you see differently, what it does to the young person, and what you would do."),
            _("Whoever has it answers in words. An answer settles nothing by itself: whoever raised it says whether "
              "they agree, or it goes on."),
            _("It is settled when whoever raised it agrees, or when whoever has the stage says how and why. Never by "
              "whoever decided it, alone."),
            _("When the time of a stage is over it goes to the next one by itself. At the last one people are called "
              "again and again until somebody settles it."),
            _("You may take it to the next stage at any time, and you may take it back."),
        ], is_list=True),
        Section(_("What nobody may do"), [
            _("Nobody may stop somebody from raising one, answer for them, or hold it against them."),
            _("About somebody who works here, use “About a colleague”. They never learn of it from this service."),
        ], is_list=True),
    ]  # fmt: skip


def version() -> str:
    with translation.override(None):
        text = "\n".join(f"{section.title}\n" + "\n".join(section.lines) for section in sections())
    return hashlib.sha256(text.encode()).hexdigest()


def short(whole: str) -> str:
    """How people name a version."""
    return whole[:8]


def last_read(staff: StaffMember) -> PolicyRead | None:
    return PolicyRead.objects.filter(staff=staff, policy=NAME).order_by("-at", "-pk").first()


def has_read(staff: StaffMember, whole: str) -> bool:
    return PolicyRead.objects.filter(staff=staff, policy=NAME, version=whole).exists()


@transaction.atomic
def read(staff: StaffMember, whole: str) -> bool:
    """They say that they have read this version. False where that is not the one in force. Safe to repeat."""
    if whole != version():
        return False
    _row, is_new = PolicyRead.objects.get_or_create(staff=staff, policy=NAME, version=whole)
    if is_new:
        audit.record("policy.read", f"staff:{staff.pk}", who=staff, ground="staff")
    return True


def readers() -> list[Reader]:
    """Everybody whom it is for, those first who have not read the version in force."""
    whole, people = version(), holders_of(*READERS)
    last: dict[int, PolicyRead] = {}
    for row in PolicyRead.objects.filter(policy=NAME, staff__in=people).order_by("at", "pk"):
        if row.staff_id not in last or last[row.staff_id].version != whole:
            last[row.staff_id] = row
    found = [Reader(one, last.get(one.pk), _is(last.get(one.pk), whole)) for one in people]
    return sorted(found, key=lambda one: (one.is_this_one, one.read is not None, one.staff.name, one.staff.pk))


def _is(row: PolicyRead | None, whole: str) -> bool:
    return row is not None and row.version == whole


def _stages_here() -> list[str]:
    who = [
        _("Talk with whoever decided."),
        _("The shift lead hears both."),
        _("A safeguarding lead who did not decide it."),
        _("A lead or manager who took no part in it."),
    ]
    times = setting("dissent.stage_minutes")
    return [
        _("Stage %(n)d: %(who)s %(now)s where it is Now, %(soon)s where it is Very soon.")
        % {"n": n, "who": one, "now": now, "soon": soon}
        for n, one, now, soon in zip(
            range(1, 5), who, _minutes(times["now"]), _minutes(times["very_soon"]), strict=True
        )
    ]


def _stages_with_an_agency() -> list[str]:
    who = [
        _("The two who work on it talk again."),
        _("Their manager and our lead."),
        _("Our manager and their safeguarding lead."),
        _("The chair of the safeguarding partnership."),
    ]
    days = setting("dissent.agency_working_days")
    return [
        _("Stage %(n)d: %(who)s %(days)s.") % {"n": n, "who": one, "days": _working_days(count)}
        for n, one, count in zip(range(1, 5), who, days, strict=True)
    ]


def _minutes(counts: list[int]) -> Iterator[str]:
    return (exact(timedelta(minutes=count)) for count in counts)


def _working_days(count: int) -> str:
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}
