"""After a decision somebody still has to look: did help arrive, does a second lead agree, does the plan hold?

`check_due_at` is when. The clock then calls its lead and whoever is on call, and again after a while, without end,
until a person has answered. An emergency call that is open is asked about in every state.
"""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from chat import live
from config import clock
from config.tuning import setting
from escalation import joined
from escalation.history import note
from escalation.models import SECOND_REVIEW_WITHIN, Decision, EmergencyCall, Escalation, EscalationEvent, Page
from escalation.moves import Act, move_by_clock
from escalation.reaching import reach_those_called
from escalation.working.asks import HELP, REVIEW, SECOND_LEAD
from escalation.written import write_down
from rota.access import holders_of, who_is_on
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

_Kind = EscalationEvent.Kind
_State = Escalation.State
EMERGENCIES = (Decision.Outcome.EMERGENCY, Decision.Outcome.EMERGENCY_AGREED)
LONDON = ZoneInfo("Europe/London")
# When a day of review begins.
REVIEWED_FROM = time(9)


def is_emergency_open(escalation: Escalation) -> bool:
    """Somebody called, or decided that somebody calls, and nobody has said yet that they were reached."""
    calls = list(joined.calls_of(escalation).order_by("pk"))
    if any(call.ended_at is None for call in calls):
        return True
    again = escalation.history.filter(kind=_Kind.REOPENED).order_by("-at", "-pk").first()
    calls = [call for call in calls if again is None or call.written_at >= again.at]
    last = escalation.decisions.order_by("-decided_at", "-pk").first()
    if last is None or last.outcome not in EMERGENCIES or escalation.state == _State.CLOSED:
        return False
    if escalation.is_undecided:
        return False  # opened again: what happens now is to be decided anew
    return not calls  # decided, and no call is written down


def set_check(escalation: Escalation) -> None:
    """After every change of what is awaited; the caller holds the row's lock."""
    escalation.check_due_at = next_check(escalation)
    escalation.save(update_fields=["check_due_at"])


def next_check(escalation: Escalation) -> datetime | None:
    if is_emergency_open(escalation):
        asked = joined.calls_of(escalation).filter(ended_at=None).order_by("ask_again_at").first()
        return asked.ask_again_at if asked is not None else clock.now() + ask_every()
    if escalation.state == _State.SECOND_REVIEW and escalation.decided_at is not None:
        return escalation.decided_at + SECOND_REVIEW_WITHIN
    return review_at(escalation) if escalation.state in (_State.DECIDED, _State.MONITORING, _State.REVIEW_DUE) else None


def review_at(escalation: Escalation) -> datetime:
    """The morning of the day of review that was chosen last."""
    decision = escalation.decisions.order_by("-decided_at", "-pk").first()
    reviewed = escalation.history.filter(kind=_Kind.REVIEWED).order_by("-at", "-pk").first()
    if reviewed is not None and reviewed.to_value and (decision is None or reviewed.at >= decision.decided_at):
        day = datetime.fromisoformat(reviewed.to_value).date()
    elif decision is not None:
        day = decision.review_on
    else:
        day = clock.now().astimezone(LONDON).date()
    return datetime.combine(day, REVIEWED_FROM, LONDON).astimezone(clock.now().tzinfo)


def ask_every() -> timedelta:
    return timedelta(minutes=setting("escalation.emergency_ask_minutes"))


def check_all_due() -> int:
    """The clock. One that fails does not stop the others."""
    checked = 0
    for pk in _due().order_by("check_due_at").values_list("pk", flat=True):
        try:
            checked += _check_if_due(pk)
        except Exception:
            log.exception("check.failed", extra={"escalation": pk})
    return checked


def _due() -> QuerySet[Escalation]:
    return Escalation.objects.filter(check_due_at__lte=clock.now())


@transaction.atomic
def _check_if_due(pk: int) -> bool:
    escalation = _due().select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
    if escalation is None:
        return False
    duty = _what_for(escalation)
    if duty is None:  # nothing is awaited any more: it was opened again, or joined another
        escalation.check_due_at = None
        escalation.save(update_fields=["check_due_at"])
        return False
    now = clock.now()
    if duty == REVIEW and escalation.state != _State.REVIEW_DUE:
        was = move_by_clock(escalation, Act.FALL_DUE)
        escalation.save(update_fields=["state"])
        write_down(escalation, _Kind.REVIEWED, by=None, was=was, now="", detail=escalation.state)
    every = ask_every() if duty == HELP else timedelta(minutes=setting("escalation.review_again_minutes"))
    if duty == HELP:
        EmergencyCall.objects.filter(joined.of(escalation), ended_at=None).update(ask_again_at=now + every)
    escalation.check_due_at = now + every
    _call(escalation, duty, now)
    return True


def _what_for(escalation: Escalation) -> str | None:
    if is_emergency_open(escalation):
        return HELP
    if escalation.state == _State.SECOND_REVIEW:
        return SECOND_LEAD
    return REVIEW if escalation.state in (_State.DECIDED, _State.MONITORING, _State.REVIEW_DUE) else None


def _call(escalation: Escalation, duty: str, now: datetime) -> None:
    """One page to each of them, a step of the same chain as before the decision."""
    pages = [
        Page.objects.create(escalation=escalation, staff=person, step=escalation.page_step, duty=duty, at=now)
        for person in _people(escalation)
    ]
    for page in pages:
        note(escalation, _Kind.PAGED, about=page.staff, now=duty, at=now)
    if not pages:
        note(escalation, _Kind.PAGED, now="nobody", at=now)
    escalation.page_step += 1
    escalation.save(update_fields=["page_step", "check_due_at"])
    reach_those_called(pages)
    live.nudge_staff("page", escalation=escalation.pk)
    log.info("escalation.paged", extra={"escalation": escalation.pk, "people": len(pages)})


def _people(escalation: Escalation) -> list[StaffMember]:
    """Its lead and whoever is on call; where nobody of them is there, every lead, and then whoever may know."""
    asked = [escalation.lead] if escalation.lead is not None and escalation.lead.is_active else []
    asked += who_is_on(Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)
    for people in (asked, holders_of(Role.SAFEGUARDING_LEAD), holders_of(Role.MANAGER)):
        found = [one for one in dict.fromkeys(people) if _may_hear(one, escalation)]
        if found:
            return found
    return []


def _may_hear(staff: StaffMember, escalation: Escalation) -> bool:
    return not escalation.is_allegation or bool(may(staff, Action.ACKNOWLEDGE, escalation))
