"""The pages that stand: what a console shows on top until somebody has answered.

It is read anew when a console opens, when it comes back, and whenever something moved, so a page that was made
before somebody looked is not lost.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Conversation
from config import clock
from escalation import still_open
from escalation.access import EVERYBODY
from escalation.dissent.owed import IS_ONE, Ring
from escalation.dissent.owed import rings_for as rings_about_dissents
from escalation.glass.shown import rings_for, waiting_for_second
from escalation.models import Escalation, EscalationEvent, Glass, Page
from escalation.page import DECISION
from escalation.raised import all_raised_since
from escalation.referral.owed import calls_about_referrals
from escalation.risk.owed import PROMISE, calls_about_promises
from escalation.second_look_calls import calls_about_second_looks
from escalation.subjects import handle, subject_of
from escalation.working.asks import AFTER, asked_about, asks, words_of, words_of_offer
from rota.models import Role, RoleGrant, Shift, StaffMember

SHOWN = (
    "urgency", "state", "headline", "acknowledged_at", "page_step", "offered_to", "offered_at", "conversation",
    "lead__name", "post__author__nickname", "concern__about_member__nickname", "about_staff__name",
)  # fmt: skip
KNOW_OF_ALLEGATIONS = frozenset({Role.SAFEGUARDING_LEAD, Role.MANAGER})
Standing = list[tuple[Hashable, dict[str, Any]]]


class _Asked(NamedTuple):
    """What it takes to know which pages stand for somebody."""

    staff: StaffMember
    # By escalation, the last call to this person.
    called: dict[int, Page]
    is_on: bool
    leads: bool
    # By role alone: an allegation is for safeguarding leads and managers.
    may_know: bool
    decides: bool


def pages_of(staff: StaffMember) -> Standing:
    """What stands for `staff` now, each with the name of the call: another call about the same is told again."""
    return pages_for([staff])[0]


def pages_for(people: Sequence[StaffMember]) -> list[Standing]:
    """The same for each of `people`. Every console looks when somebody is called: one reading does for all."""
    asked, glasses = _asked(people), list(_waiting_glasses())
    undecided = list(_undecided(asked.values()))
    owing, looks = calls_about_referrals(asked), calls_about_second_looks(asked)
    differing, promised = rings_about_dissents(asked), calls_about_promises(asked)

    again = all_raised_since(one for one in undecided if one.lead_id in asked)

    def all_of(asked: _Asked) -> Standing:
        standing = _with_glasses(_standing(undecided, asked, again), glasses, asked)
        standing = _with_referrals(standing, owing.get(asked.staff.pk, []), asked)
        standing = _with_second_looks(standing, looks.get(asked.staff.pk, []), asked)
        standing = _with_promises(standing, promised.get(asked.staff.pk, []), asked)
        return _with_dissents(standing, differing.get(asked.staff.pk, []), asked)

    return [all_of(asked[one.pk]) if one.pk in asked else [] for one in people]


def _standing(undecided: list[Any], asked: _Asked, again: dict[int, EscalationEvent]) -> Standing:
    found = []
    for escalation in undecided:
        if not _may_know(escalation, asked):
            continue
        page = asked.called.get(escalation.pk)
        if escalation.acknowledged_at is not None:
            standing = _after(escalation, page, asked.staff, again)
        elif page is not None or (asked.is_on and escalation.last_duty == EVERYBODY):
            standing = (page.pk if page else escalation.page_step, _frame(escalation, for_you=True))
        else:
            leads = asked.leads or escalation.is_allegation
            standing = (escalation.page_step, _frame(escalation, for_you=False)) if leads else None
        if standing is not None:
            found.append(standing)
    return found


def _with_glasses(standing: Standing, glasses: Sequence[Glass], asked: _Asked) -> Standing:
    """Behind what rings already: a lead is needed to agree before a phone number is opened."""
    if not asked.decides:
        return standing
    known = {frame["escalation"] for _call, frame in standing}
    for pk, escalation, words, url in rings_for(glasses, asked.staff):
        if escalation.pk not in known:
            frame = _frame(escalation, for_you=True) | {"words": words, "url": url}
            standing.append((("glass", pk), frame))
            known.add(escalation.pk)
    return standing


def _with_referrals(standing: Standing, owing: Sequence[Page], asked: _Asked) -> Standing:
    """Whoever was called about a step of a referral, until somebody has done it."""
    known = {frame["escalation"] for _call, frame in standing}
    for page in owing:
        if page.escalation_id not in known and _may_know(page.escalation, asked):
            url = reverse("referral:list", args=[page.escalation_id])
            more = {"words": _("a step of a referral is overdue"), "url": url}
            standing.append((("referral", page.pk), _frame(page.escalation, for_you=True) | more))
    return standing


def _with_promises(standing: Standing, late: Sequence[Page], asked: _Asked) -> Standing:
    """Whoever was called because a promise to somebody in danger is late, until it is over."""
    known = {frame["escalation"] for _call, frame in standing}
    for page in late:
        if page.escalation_id not in known and _may_know(page.escalation, asked):
            more = {"words": _("a promise to them is late"), "url": reverse("risk:promises")}
            standing.append((("promise", page.pk), _frame(page.escalation, for_you=True) | more))
    return standing


def _with_second_looks(standing: Standing, looks: Sequence[tuple[Page, int]], asked: _Asked) -> Standing:
    """To the second look, and not to the page on which the decision stands."""
    known = {frame["escalation"] for _call, frame in standing}
    for page, look in looks:
        if page.escalation_id not in known and asked.decides:
            url = reverse("escalation:second_look", args=[look])
            more = {"words": _("a second look is overdue"), "url": url}
            standing.append((("second_look", page.pk), _frame(page.escalation, for_you=True) | more))
    return standing


def _with_dissents(standing: Standing, rings: Sequence[Ring], asked: _Asked) -> Standing:
    """Whoever a difference of opinion has come to, and whoever raised it once it was answered."""
    known = {frame["escalation"] for _call, frame in standing}
    for ring in rings:
        if ring.escalation.pk not in known and _may_know(ring.escalation, asked):
            frame = _frame(ring.escalation, for_you=True) | {"words": ring.words, "url": ring.url}
            standing.append((ring.call, frame))
            known.add(ring.escalation.pk)
    return standing


def _waiting_glasses() -> QuerySet[Glass]:
    return (
        waiting_for_second()
        .select_related("escalation__conversation", "escalation__post__author", "escalation__concern__about_member")
        .order_by("pk")
    )


def _may_know(escalation: Escalation, asked: _Asked) -> bool:
    """As the policy has it, for many people and escalations at once: an allegation never rings with its subject."""
    if not escalation.is_allegation:
        return True
    return asked.may_know and escalation.about_staff_id != asked.staff.pk


def _asked(people: Sequence[StaffMember]) -> dict[int, _Asked]:
    """Of those who still work here."""
    active = {one.pk: one for one in StaffMember.objects.filter(pk__in={one.pk for one in people}, is_active=True)}
    calls, duties, roles = _calls_to(active), _duties_of(active), _roles_of(active)
    return {
        pk: _Asked(
            one,
            calls.get(pk, {}),
            pk in duties,
            _leads(roles.get(pk, set()), duties.get(pk, set())),
            bool(roles.get(pk, set()) & KNOW_OF_ALLEGATIONS),
            Role.SAFEGUARDING_LEAD in roles.get(pk, set()),
        )
        for pk, one in active.items()
    }


def _after(
    escalation: Escalation, page: Page | None, staff: StaffMember, came: dict[int, EscalationEvent]
) -> tuple[Hashable, dict[str, Any]] | None:
    """Somebody has it: called are those whom a missing decision calls, and its lead about what came up since."""
    if escalation.offered_to_id == staff.pk:
        words = words_of_offer(escalation)
        return ("offer", escalation.offered_at), _frame(escalation, for_you=True) | {"words": words}
    if page is not None and page.duty in AFTER:
        return ("asks", page.pk), _frame(escalation, for_you=True) | {"words": words_of(page.duty)}
    again = came.get(escalation.pk) if escalation.lead_id == staff.pk else None
    decision = page if page is not None and page.duty == DECISION and escalation.is_undecided else None
    if again is None and decision is None:
        return None
    return (decision and decision.pk, again and again.pk), _frame(escalation, for_you=True, again=again)


def _frame(escalation: Escalation, *, for_you: bool, again: EscalationEvent | None = None) -> dict[str, Any]:
    return {
        "escalation": escalation.pk,
        "handle": handle(subject_of(escalation)),
        "urgency": escalation.urgency,
        "url": reverse("escalation:show", args=[escalation.pk]),
        "words": _(again.detail if again else escalation.headline),
        "for_you": for_you,
        "again": again is not None,
    }


def _undecided(asked: Iterable[_Asked]) -> QuerySet[Escalation, Any]:
    """Those that nobody has; of the others those that any of these people leads, is offered or was called about."""
    people = list(asked)
    called = {number for one in people for number, page in one.called.items() if page.duty in (*AFTER, DECISION)}
    theirs = [one.staff.pk for one in people]
    last = Page.objects.filter(~IS_ONE, escalation=OuterRef("pk")).order_by("-step", "-pk")
    return (
        Escalation.objects.filter(Q(state__in=Escalation.UNDECIDED) | asked_about())
        .filter(Q(acknowledged_at=None) | Q(lead__in=theirs) | Q(offered_to__in=theirs) | Q(pk__in=called))
        .select_related("lead", "post__author", "concern__about_member", "about_staff")
        .prefetch_related(Prefetch("conversation", Conversation.objects.only("handle")))
        .only(*SHOWN)
        .annotate(last_duty=Subquery(last.values("duty")[:1]))
        .order_by("pk")
    )


def _calls_to(people: Iterable[int]) -> dict[int, dict[int, Page]]:
    pages = Page.objects.filter(staff__in=people, escalation__in=still_open.numbers()).filter(
        Q(escalation__state__in=Escalation.UNDECIDED) & ~Q(duty__in=(*AFTER, PROMISE)) & ~IS_ONE | asks()
    )
    found: dict[int, dict[int, Page]] = {}
    for page in pages.order_by("staff_id", "escalation_id", "-pk").distinct("staff_id", "escalation_id"):
        found.setdefault(page.staff_id, {})[page.escalation_id] = page
    return found


def _duties_of(people: Iterable[int]) -> dict[int, set[str]]:
    shifts = Shift.objects.filter(staff__in=people, during__contains=clock.now())
    return _by_person(shifts.values_list("staff_id", "duty"))


def _roles_of(people: Iterable[int]) -> dict[int, set[str]]:
    return _by_person(RoleGrant.objects.filter(staff__in=people, ended_at=None).values_list("staff_id", "role"))


def _by_person(rows: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for staff_id, held in rows:
        found.setdefault(staff_id, set()).add(held)
    return found


def _leads(roles: set[str], duties: set[str]) -> bool:
    """A safeguarding lead, or the shift lead of now."""
    return Role.SAFEGUARDING_LEAD in roles or (Role.SHIFT_LEAD in roles and Shift.Duty.SHIFT_LEAD in duties)
