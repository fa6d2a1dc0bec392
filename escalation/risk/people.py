"""Who leaves risk behind, who signs for it, and whom it goes to where nobody does.

Never whoever an allegation is about: for them there is no such thing, and the next one who may know is asked.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from chat.models import Conversation
from config import clock
from config.tuning import setting
from escalation.models import Escalation, Promise, RiskItem
from escalation.risk.standing import Thing, thing_of
from rota.access import holders_of, on_duty, who_is_on
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

Duty = Shift.Duty
# In this order where two end at the same moment: whoever comes to the floor signs with the page in front of them.
LEADS = (Duty.SHIFT_LEAD, Duty.ON_CALL_1, Duty.ON_CALL_2)


def sign_within() -> timedelta:
    return timedelta(minutes=setting("risk.sign_minutes"))


def comes_next(shift: Shift, now: datetime | None = None) -> list[StaffMember]:
    """Who is on the same duty when it ends, or comes on before somebody had to sign. Of one that is over: now."""
    return list(dict.fromkeys(one.staff for one in _next_shifts(shift, now).exclude(staff=shift.staff_id)))


def goes_on(shift: Shift, now: datetime | None = None) -> bool:
    """The same person has the same duty again at once: it is no end, and they hand nothing to themself."""
    return _next_shifts(shift, now).filter(staff=shift.staff_id).exists()


def leaves(shift: Shift, thing: Thing, now: datetime) -> bool:
    """The second on call leaves what is theirs, while a first one has the rest."""
    if shift.duty != Duty.ON_CALL_2 or not who_is_on(Duty.ON_CALL_1, at=max(shift.ends_at, now)):
        return True
    owner = {Escalation: "lead_id", Promise: "owner_id", Conversation: "owner_id"}[type(thing)]
    return bool(getattr(thing, owner) == shift.staff_id)


def knows(staff: StaffMember, thing: Thing) -> bool:
    match thing:
        case Escalation():
            return bool(may(staff, Action.KNOW, thing))
        case Promise():
            return bool(may(staff, Action.SEE_PROMISE, thing))
    return bool(may(staff, Action.READ_ALONG, thing))


def may_sign(item: RiskItem, staff: StaffMember) -> bool:
    """Whoever takes over, and every lead who may decide. Not whoever leaves it, unless it came back to them."""
    if item.shift.staff_id == staff.pk and item.went_to_id != staff.pk:
        return False
    return knows(staff, thing_of(item)) and _takes_over(item, staff)


def waits_for(item: RiskItem, staff: StaffMember) -> bool:
    """Is it this person who is asked now? Others may sign as well; they are not asked."""
    asked = item.went_to_id == staff.pk or (item.went_at is None and staff in comes_next(item.shift))
    return asked and may_sign(item, staff)


def chain_for(item: RiskItem) -> list[list[StaffMember]]:
    """Whom it goes to, step by step and round again: first and second on call, then every lead who may know of it."""
    thing = thing_of(item)
    is_allegation = isinstance(thing, Escalation) and thing.is_allegation
    everybody = holders_of(Role.SAFEGUARDING_LEAD, *([Role.MANAGER] if is_allegation else []))
    steps = [who_is_on(Duty.ON_CALL_1), who_is_on(Duty.ON_CALL_2), everybody]
    for leaver in (item.shift.staff_id, None):  # whoever left it only where there is nobody else at all
        found = [[one for one in step if one.pk != leaver and knows(one, thing)] for step in steps]
        if held := [step for step in found if step]:
            return held
    return []


def _takes_over(item: RiskItem, staff: StaffMember) -> bool:
    if item.went_to_id == staff.pk or staff.has_role(Role.SAFEGUARDING_LEAD):
        return True
    if item.escalation is not None and item.escalation.is_allegation:
        return bool(may(staff, Action.DECIDE, item.escalation))
    return on_duty(staff, item.shift.duty) is not None or staff in comes_next(item.shift)


def _next_shifts(shift: Shift, now: datetime | None) -> QuerySet[Shift]:
    begins = max(shift.ends_at, now or clock.now())
    shifts = Shift.objects.filter(duty=shift.duty, staff__is_active=True, finished_at=None).exclude(pk=shift.pk)
    return shifts.filter(during__overlap=(begins, begins + sign_within())).select_related("staff").order_by("during")
