"""The four stages, by when each is over, and whose turn it is.

    here              1 whoever decided, by talking   2 shift lead   3 safeguarding lead   4 somebody who took no part
    another agency    1 the two workers               2 managers     3 safeguarding leads  4 the partnership's chair

Each stage has people, or the next that has: nothing waits where nobody is. Source: domain reference, state machines.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.tuning import setting
from escalation.dissent.owed import duty_of
from escalation.models import Dissent, DissentStep, EscalationEvent, Page
from escalation.referral.places import nation_of
from escalation.working_days import after_working_days
from rota.access import holders_of, who_is_on
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

FIRST, LAST = 1, 4
HERE = {
    1: _("talk with whoever decided"),
    2: _("the shift lead"),
    3: _("a safeguarding lead"),
    4: _("a lead or manager who took no part"),
}
WITH_AN_AGENCY = {
    1: _("the two who work on it"),
    2: _("their manager and our lead"),
    3: _("our manager and their safeguarding lead"),
    4: _("the chair of the safeguarding partnership"),
}
_Duty = Shift.Duty


def words_of(dissent: Dissent, stage: int | None = None) -> str:
    """Which stage that is."""
    known = HERE if dissent.against == Dissent.With.US else WITH_AN_AGENCY
    return str(known[stage or dissent.stage])


def due(dissent: Dissent, stage: int, at: datetime) -> datetime:
    """Until when this stage lasts that begins at `at`."""
    if dissent.against == Dissent.With.US:
        minutes = setting("dissent.stage_minutes")[dissent.escalation.urgency]
        return at + timedelta(minutes=minutes[stage - 1])
    assert dissent.referral is not None
    return after_working_days(at, setting("dissent.agency_working_days")[stage - 1], nation_of(dissent.referral))


def first_with_people(dissent: Dissent, stage: int) -> int:
    """This stage, or the next that anybody is at; the last one always counts."""
    return next((one for one in range(stage, LAST) if _people(dissent, one)), LAST)


def people_of(dissent: Dissent) -> list[StaffMember]:
    """Whose turn it is by the rota of now. Nobody only where nobody works here who may know of it."""
    for stage in range(dissent.stage, LAST + 1):
        if found := _people(dissent, stage):
            return found
    return _anybody(dissent)


def _people(dissent: Dissent, stage: int) -> list[StaffMember]:
    table = _HERE if dissent.against == Dissent.With.US else _WITH_AN_AGENCY
    return table[stage](dissent)


def _whoever_decided(dissent: Dissent) -> list[StaffMember]:
    return _fit(dissent, [dissent.whom] if dissent.whom is not None else [], but_whom=False)


def _shift_lead(dissent: Dissent) -> list[StaffMember]:
    return _fit(dissent, who_is_on(_Duty.SHIFT_LEAD))


def _lead(dissent: Dissent) -> list[StaffMember]:
    on_call = [one for one in who_is_on(_Duty.ON_CALL_1, _Duty.ON_CALL_2) if one.has_role(Role.SAFEGUARDING_LEAD)]
    return _fit(dissent, on_call) or _fit(dissent, holders_of(Role.SAFEGUARDING_LEAD))


def _took_no_part(dissent: Dissent) -> list[StaffMember]:
    """A manager or a lead, those on duty first; where everybody took part, at least not one of the two."""
    on_duty = who_is_on(_Duty.MANAGER, _Duty.ON_CALL_1, _Duty.ON_CALL_2)
    everybody = holders_of(Role.MANAGER, Role.SAFEGUARDING_LEAD)
    part = took_part(dissent)
    for people in (on_duty, everybody):
        if found := [one for one in _fit(dissent, people) if one.pk not in part and _leads(one)]:
            return found
    return _fit(dissent, everybody)


def _who_refers(dissent: Dissent) -> list[StaffMember]:
    """Whoever raised it where they may decide; otherwise who made the referral, or has the escalation."""
    begun = dissent.referral.began_by if dissent.referral is not None else None
    for one in (dissent.by, begun, dissent.escalation.lead):
        if one is not None and one.is_active and may(one, Action.DECIDE, dissent.escalation):
            return [one]
    return []


def _manager(dissent: Dissent) -> list[StaffMember]:
    for people in (who_is_on(_Duty.MANAGER), holders_of(Role.MANAGER)):
        if found := _may_know(dissent, people):
            return found
    return _lead_of_ours(dissent)


def _lead_of_ours(dissent: Dissent) -> list[StaffMember]:
    on_call = [one for one in who_is_on(_Duty.ON_CALL_1, _Duty.ON_CALL_2) if one.has_role(Role.SAFEGUARDING_LEAD)]
    return _may_know(dissent, on_call) or _may_know(dissent, holders_of(Role.SAFEGUARDING_LEAD))


_Table = dict[int, Callable[[Dissent], list[StaffMember]]]
_HERE: _Table = {1: _whoever_decided, 2: _shift_lead, 3: _lead, 4: _took_no_part}
_WITH_AN_AGENCY: _Table = {1: _who_refers, 2: _lead_of_ours, 3: _manager, 4: _manager}


def _anybody(dissent: Dissent) -> list[StaffMember]:
    """Leads and managers who may know of it, whatever their part; of one that is no allegation, then everybody."""
    return _may_know(dissent, holders_of(Role.SAFEGUARDING_LEAD, Role.MANAGER)) or _may_know(
        dissent, holders_of(*Role.values)
    )


def took_part(dissent: Dissent) -> set[int]:
    """Whoever did anything with the escalation or with this dissent, or had it at an earlier stage."""
    did = dissent.escalation.history.exclude(kind__in=EscalationEvent.QUIET).filter(by__isnull=False)
    said = DissentStep.objects.filter(dissent=dissent, by__isnull=False)
    last_began = dissent.steps.filter(kind=DissentStep.Kind.TAKEN_UP, stage=LAST).order_by("at", "pk").first()
    had_it = Page.objects.filter(escalation=dissent.escalation_id, duty=duty_of(dissent))
    if last_began is not None:
        had_it = had_it.filter(at__lt=last_began.at)
    people = {*did.values_list("by", flat=True), *said.values_list("by", flat=True), dissent.by_id, dissent.whom_id}
    return {one for one in (*people, *had_it.values_list("staff", flat=True)) if one is not None}


def _fit(dissent: Dissent, people: Iterable[StaffMember], *, but_whom: bool = True) -> list[StaffMember]:
    """Neither whoever raised it nor, from the second stage on, whose decision it is about."""
    left_out = {dissent.by_id, dissent.whom_id if but_whom else None}
    return [one for one in _may_know(dissent, people) if one.pk not in left_out]


def _may_know(dissent: Dissent, people: Iterable[StaffMember]) -> list[StaffMember]:
    """An allegation is for leads and managers, and never for whom it is about."""
    found = [one for one in dict.fromkeys(people) if one.is_active]
    if not dissent.escalation.is_allegation:
        return found
    return [one for one in found if may(one, Action.DECIDE, dissent.escalation)]


def _leads(staff: StaffMember) -> bool:
    return staff.has_role(Role.MANAGER, Role.SAFEGUARDING_LEAD)


def of_stage(dissent: Dissent) -> Q:
    """Of its steps: those that began the stage it is at."""
    return Q(kind__in=(DissentStep.Kind.RAISED, DissentStep.Kind.TAKEN_UP), stage=dissent.stage)
