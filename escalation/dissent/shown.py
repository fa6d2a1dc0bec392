"""What the pages show of differences of opinion. Changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from config import clock
from escalation import joined
from escalation.dissent import making, policy
from escalation.dissent.access import dissents_of, open_ones_of, they_took_part_in
from escalation.dissent.calls import who_has
from escalation.dissent.owed import opens
from escalation.dissent.stages import LAST, words_of
from escalation.models import Dissent, DissentStep, Escalation, Referral
from escalation.referral.places import receiver_of
from escalation.subjects import handle, subject_of
from rota.models import StaffMember
from rota.policy import Action, may, open_to

FIELDS = ("differ_words", "differ_against", "differ_once", "differ_decision", "differ_policy")
# The list of what somebody took part in goes back so far.
MOST = 50
HERE = "us"


class Shown(NamedTuple):
    """One of them, in words ready to show."""

    id: int
    escalation_id: int
    url: str
    is_open: bool
    state_words: str
    with_whom: str
    by: str
    at: datetime
    stage: int
    stage_words: str
    people: str
    due_at: datetime | None
    is_overdue: bool
    is_mine: bool
    waits_for_me: bool


def panel_context(escalation: Escalation, *, staff: StaffMember) -> dict[str, Any]:
    """For the page of an escalation: the open ones, how many are over, and the form."""
    if not may(staff, Action.DIFFER, escalation):
        return {"dissents": [], "can_differ": False}
    found = shown_of(dissents_of(escalation, staff), staff)
    open_ones = [one for one in found if one.is_open]
    return {
        "dissents": [one for one in open_ones if not one.waits_for_me],
        "dissents_over": len(found) - len(open_ones),
        "dissents_for_me": [one for one in open_ones if one.waits_for_me],
        "can_differ": True,
        **form_context(escalation, staff),
    }


def form_context(escalation: Escalation, staff: StaffMember) -> dict[str, Any]:
    last = escalation.decisions.order_by("-decided_at", "-pk").values_list("pk", flat=True).first()
    version = policy.version()
    return {
        "differ_with": _with_whom(escalation, staff),
        "differ_decision": last or 0,
        "differ_once": str(uuid4()),
        "policy": policy.sections(),
        "policy_version": version,
        "policy_short": policy.short(version),
        "policy_is_read": policy.has_read(staff, version),
    }


def home_context(escalation: Escalation, staff: StaffMember) -> dict[str, Any]:
    return {
        **_head(escalation, staff),
        "dissents": shown_of(dissents_of(escalation, staff), staff),
        **form_context(escalation, staff),
    }


def show_context(dissent: Dissent, staff: StaffMember) -> dict[str, Any]:
    steps = list(dissent.steps.select_related("by").order_by("at", "pk"))
    is_open = dissent.state == Dissent.State.OPEN
    can = {
        "answer": making.may_answer(dissent, staff),
        "take_up": dissent.stage < LAST and making.may_take_up(dissent, staff),
        "settle": making.may_settle(dissent, staff),
        "take_back": dissent.by_id == staff.pk,
    }
    return {
        **_head(dissent.escalation, staff),
        "dissent": _shown(dissent, staff, steps),
        "words": dissent.words,
        "whom": dissent.whom.name if dissent.whom else "",
        "shown_policy": policy.short(dissent.policy),
        "steps": steps[1:],
        "seen": len(steps),
        "can": {name for name, may_they in can.items() if is_open and may_they},
        "is_whoms": dissent.whom_id == staff.pk,
        "policy": policy.sections(),
    }


def mine_context(staff: StaffMember) -> dict[str, Any]:
    took_part = they_took_part_in(staff)[:MOST]
    return {
        "dissents": [(one, _handle(found.escalation)) for found, one in _pairs(open_ones_of(staff), staff)],
        "escalations": [
            {"handle": _handle(one), "opened_at": one.opened_at, "state": one.get_state_display(), "pk": one.pk}
            for one in took_part
        ],
    }


def shown_of(dissents: Iterable[Dissent], staff: StaffMember) -> list[Shown]:
    return [shown for _dissent, shown in _pairs(dissents, staff)]


def with_open_ones(escalation_ids: Iterable[int], staff: StaffMember) -> set[int]:
    """Of these escalations: those where this person may know of an open one."""
    wanted = list(escalation_ids)
    found = dict(opens().filter(escalation__in=wanted, by=staff).values_list("escalation_id", "pk"))
    others = set(opens().filter(escalation__in=wanted).exclude(by=staff).values_list("escalation_id", flat=True))
    if not others:
        return set(found)
    readable = open_to(staff, Action.READ, Escalation.objects.filter(pk__in=others))
    return set(found) | set(readable.values_list("pk", flat=True))


def _pairs(dissents: Iterable[Dissent], staff: StaffMember) -> list[tuple[Dissent, Shown]]:
    found = []
    for dissent in dissents:
        steps = list(dissent.steps.select_related("by").order_by("at", "pk"))
        found.append((dissent, _shown(dissent, staff, steps)))
    return found


def _shown(dissent: Dissent, staff: StaffMember, steps: list[DissentStep]) -> Shown:
    is_open = dissent.state == Dissent.State.OPEN
    people = who_has(dissent) if is_open else []
    is_answered = bool(steps) and steps[-1].kind == DissentStep.Kind.ANSWERED
    waits = (dissent.by_id == staff.pk) if is_answered else staff in people
    return Shown(
        id=dissent.pk,
        escalation_id=dissent.escalation_id,
        url=reverse("dissent:show", args=[dissent.escalation_id, dissent.pk]),
        is_open=is_open,
        state_words=_("answered, not settled") if is_open and is_answered else str(dissent.get_state_display()),
        with_whom=_whom(dissent),
        by=dissent.by.name,
        at=dissent.at,
        stage=dissent.stage,
        stage_words=words_of(dissent),
        people=", ".join(one.name for one in people[:4]) + (_(" and others") if len(people) > 4 else ""),
        due_at=dissent.stage_due_at,
        is_overdue=dissent.stage_due_at is not None and dissent.stage_due_at < clock.now(),
        is_mine=dissent.by_id == staff.pk,
        waits_for_me=is_open and waits,
    )


def _whom(dissent: Dissent) -> str:
    if dissent.referral is not None:
        return receiver_of(dissent.referral)
    return dissent.whom.name if dissent.whom is not None else _("somebody here")


def _with_whom(escalation: Escalation, staff: StaffMember) -> list[tuple[str, str]]:
    """What was decided here; and to which agencies something went, for whoever may read that."""
    found = [(HERE, _("What was decided here, or not decided"))]
    if may(staff, Action.READ, escalation):
        made = joined.referrals_of(escalation).exclude(state=Referral.State.DRAFT).select_related("council")
        found += [(str(one.pk), _("What %(who)s answered") % {"who": receiver_of(one)}) for one in made.order_by("pk")]
    return found


def _head(escalation: Escalation, staff: StaffMember) -> dict[str, Any]:
    return {
        "escalation_id": escalation.pk,
        "handle": _handle(escalation),
        "can_open": bool(may(staff, Action.KNOW, escalation)),
    }


def _handle(escalation: Escalation) -> str:
    return handle(subject_of(escalation))
