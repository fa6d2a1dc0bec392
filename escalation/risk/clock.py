"""What is looked for each second: shifts of leads that ended, what is over by itself, what nobody signed, and promises.

Each look finds in the rows what is due, so that a process that was away, a job that was lost and a lead who just went
home lose nothing.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from config import clock
from config.tuning import setting
from escalation.changing import changing
from escalation.models import EscalationEvent, RiskCall, RiskHandover, RiskItem
from escalation.risk import late_promises, people, standing
from escalation.risk.gather import WITH_THING, gather, set_clock, waiting
from escalation.risk.reaching import reach_those_called
from escalation.risk.signing import UNSIGNED
from escalation.written import write_down
from rota import audit
from rota.models import Shift, StaffMember

log = logging.getLogger(__name__)

# After a longer outage what stands is found at the next end of a shift.
LOOK_BACK = timedelta(days=2)


def tick() -> None:
    """Called by the jobs process every second."""
    gather_ended()
    end_what_is_over()
    call_all_due()
    reach_those_called()
    late_promises.page_all()


def gather_ended() -> int:
    """Every lead's shift that ended and was not looked at since, the first one first."""
    now = clock.now()
    done = RiskHandover.objects.filter(shift=OuterRef("pk"), gathered_at__isnull=False)
    ended = Shift.objects.filter(
        ~Exists(done), duty__in=people.LEADS, during__endswith__lte=now, during__endswith__gt=now - LOOK_BACK
    )
    in_order = sorted(ended, key=lambda one: (one.ends_at, people.LEADS.index(Shift.Duty(one.duty)), one.pk))
    return sum(_try(partial(gather, shift), shift.pk) for shift in in_order)


def end_what_is_over() -> int:
    """What ended by itself asks nobody any more."""
    now = clock.now()
    return waiting().exclude(standing.stands(now)).update(over_at=now) if waiting().exists() else 0


def call_all_due() -> int:
    due = RiskHandover.objects.filter(page_due_at__lte=clock.now()).order_by("page_due_at")
    return sum(_try(partial(_call_if_due, pk), shift) for pk, shift in due.values_list("pk", "shift"))


@transaction.atomic
def _call_if_due(handover_id: int) -> bool:
    """One step: what is overdue goes to whoever is next, who is called; round again until each of it is signed."""
    now = clock.now()
    due = RiskHandover.objects.select_for_update(skip_locked=True, no_key=True).filter(page_due_at__lte=now)
    handover = due.filter(pk=handover_id).first()
    if handover is None:
        return False
    called: dict[int, StaffMember] = {}
    for item in _overdue(handover.shift_id):
        chain = people.chain_for(item)
        _goes_to(item, chain)
        step = chain[handover.page_step % len(chain)] if chain else []
        called |= {one.pk: one for one in step}
    still = waiting().filter(shift=handover.shift_id)
    if still.filter(sign_due_at__lte=now).exists():
        _call(handover, list(called.values()))
        again = now + timedelta(minutes=setting("risk.page_again_minutes"))
        next_due = still.filter(sign_due_at__gt=now).order_by("sign_due_at").values_list("sign_due_at", flat=True)
        handover.page_due_at = min([again, *next_due[:1]])
        handover.save(update_fields=["page_step", "page_due_at"])
    else:
        set_clock(handover)
    return True


def _overdue(shift_id: int) -> list[RiskItem]:
    """Locked; what somebody signs at this moment is left to them."""
    mine = waiting().filter(shift=shift_id, sign_due_at__lte=clock.now())
    locked = list(mine.select_for_update(skip_locked=True, no_key=True).order_by("pk").values_list("pk", flat=True))
    return list(RiskItem.objects.filter(pk__in=locked).select_related(*WITH_THING, "shift__staff").order_by("pk"))


def _goes_to(item: RiskItem, chain: list[list[StaffMember]]) -> None:
    """The lead on call has it; another one, once that one is not on call any more or may not know of it."""
    first = chain[0] if chain else []
    if item.went_at is not None and (not first or item.went_to_id in {one.pk for one in first}):
        return
    is_new = item.went_at is None
    item.went_to, item.went_at = (first[0] if first else None), clock.now()
    item.save(update_fields=["went_to", "went_at"])
    if item.escalation_id is not None and is_new:
        _note_unsigned(item.escalation_id, item.went_to)
    else:
        audit.record("risk.unsigned", standing.name(standing.thing_of(item)), who=None, ground=f"shift:{item.shift_id}")


def _note_unsigned(escalation_id: int, to: StaffMember | None) -> None:
    with changing(escalation_id) as locked:
        state = locked.state
        kind = EscalationEvent.Kind.SIGNED_FOR
        write_down(locked, kind, by=None, about=to, was=state, now=state, detail=UNSIGNED)


def _call(handover: RiskHandover, whom: list[StaffMember]) -> None:
    calls = [
        RiskCall.objects.create(handover=handover, staff=one, step=handover.page_step, at=clock.now()) for one in whom
    ]
    handover.page_step += 1
    reach_those_called(calls)
    log.warning("risk.called", extra={"shift": handover.shift_id, "people": len(calls)})


def _try(work: Callable[[], object], shift_id: int) -> bool:
    """One that fails does not stop the others."""
    try:
        work()
    except Exception:
        log.exception("risk.failed", extra={"shift": shift_id})
        return False
    return True
