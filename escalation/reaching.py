"""The calls about escalations that go out beside the consoles, and who has heard theirs.

A call stands while nobody has the escalation (or has it and a decision is overdue), its person has not heard it, and
no later one has come. All of it is read from rows each second: whatever died, the next look goes on.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from config import clock
from escalation import still_open
from escalation.changing import changing
from escalation.dissent.owed import IS_ONE, waits
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, Page
from escalation.referral.owed import REFERRAL, owed
from escalation.risk.owed import PROMISE
from escalation.risk.owed import owed as promised
from escalation.second_look_owed import owed as second_look_owed
from escalation.working.asks import asks
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may
from rota.reach.calling import go_on
from rota.reach.paths import OWNERS, Owner
from rota.reach.plan import Call

KIND = "page"
# The duty of a call because a decision is overdue (escalation/page.py).
DECISION = "decision"


def reach_those_called(pages: Iterable[Page] | None = None) -> int:
    """The next tries of calls that stand; of all of them where none are named. Gives how many were written."""
    wanted = standing() if pages is None else pages
    return go_on(Call(f"{KIND}:{page.pk}", page.staff, page.at, page.step) for page in wanted)


def standing() -> QuerySet[Page]:
    """The last call to each person about what waits for somebody, where they have not heard it."""
    theirs = Page.objects.filter(escalation=OuterRef("escalation"), staff=OuterRef("staff"), step__gt=OuterRef("step"))
    # Each difference of opinion by itself: it neither ends the calls of the chain nor is ended by them.
    is_last = (~IS_ONE & ~Exists(theirs.filter(~IS_ONE))) | (IS_ONE & ~Exists(theirs.filter(duty=OuterRef("duty"))))
    waiting = Q(escalation__acknowledged_at=None) | Q(duty=DECISION)
    waiting &= Q(escalation__state__in=Escalation.UNDECIDED) & ~IS_ONE
    waiting |= (Q(duty=REFERRAL) & owed(clock.now())) | asks() | second_look_owed() | waits()
    waiting |= Q(duty=PROMISE) & promised(clock.now())
    pages = Page.objects.filter(waiting, heard_at=None, escalation__in=still_open.numbers())
    return pages.filter(is_last, staff__is_active=True, at__lte=clock.now()).select_related("staff")


def hear(page_id: int, staff: StaffMember, way: str) -> None:
    """This person says that they have heard this call: nothing more of it reaches them. Safe to repeat."""
    page = Page.objects.filter(pk=page_id, staff=staff, heard_at=None).first()
    if page is None:
        return
    with changing(page.escalation_id) as escalation:
        heard = Page.objects.filter(pk=page.pk, heard_at=None).update(heard_at=clock.now(), heard_by=way[:8])
        if heard:
            note(escalation, EscalationEvent.Kind.HEARD, by=staff, now=way[:20])
            audit.record("escalation.heard", f"escalation:{escalation.pk}", who=staff)


def hear_by_looking(escalation: Escalation, staff: StaffMember) -> None:
    """They have its page open in front of them."""
    called = standing().filter(escalation=escalation, staff=staff)
    for page_id in called.values_list("pk", flat=True):
        hear(page_id, staff, "console")


def stands(page_id: int, staff: StaffMember) -> bool:
    """And may this person still know of it? What it is about, or who they are here, may have changed since."""
    page = standing().filter(pk=page_id, staff=staff).select_related("escalation").first()
    if page is None:
        return False
    return not page.escalation.is_allegation or bool(may(staff, Action.ACKNOWLEDGE, page.escalation))


def start() -> None:
    OWNERS[KIND] = Owner(stands, hear)
