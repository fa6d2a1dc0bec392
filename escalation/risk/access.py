"""Promises and hand-overs on somebody's behalf. What they may not know does not exist for them.

The words of a promise, and the note of something handed over, are looked at with a row of the audit each.
"""

from django.db.models import QuerySet

from chat.models import Conversation
from escalation.access import conversation_to_report
from escalation.models import Promise, RiskItem
from escalation.risk.gather import WITH_THING
from escalation.risk.people import LEADS, knows
from escalation.risk.standing import name, thing_of
from rota import audit
from rota.models import Shift, StaffMember
from rota.policy import Action, may, open_to

WITH_PEOPLE = ("conversation__key", "owner", "made_by", "ended_by")


def promises_open_to(staff: StaffMember) -> QuerySet[Promise]:
    """Those of which the words are still there."""
    kept = Promise.objects.filter(conversation__key__isnull=False)
    return open_to(staff, Action.SEE_PROMISE, kept).select_related(*WITH_PEOPLE)


def promise_for(staff: StaffMember, pk: int) -> Promise:
    """To show its words. Raises Promise.DoesNotExist."""
    promise = promises_open_to(staff).get(pk=pk)
    ground = may(staff, Action.SEE_PROMISE, promise).ground
    audit.record("promise.read", f"conversation:{promise.conversation_id}", who=staff, ground=ground)
    return promise


def promises_of_chat(staff: StaffMember, conversation_id: int) -> tuple[Conversation, list[Promise]]:
    """What was promised in a chat that somebody knows of: of it, what they may read. Raises DoesNotExist."""
    conversation = conversation_to_report(staff, conversation_id)
    if conversation.key is None:
        raise Conversation.DoesNotExist
    found = list(promises_open_to(staff).filter(conversation=conversation).order_by("-pk"))
    if found:
        ground = may(staff, Action.REPORT_CHAT, conversation).ground
        audit.record("promise.read", f"conversation:{conversation.pk}", who=staff, ground=ground)
    return conversation, found


def item_to_sign(staff: StaffMember, pk: int) -> RiskItem:
    """Something handed over that this person may know of. Raises RiskItem.DoesNotExist."""
    item = RiskItem.objects.select_related(*WITH_THING, "shift__staff").get(pk=pk)
    if not may(staff, Action.SEE_RISK) or not knows(staff, thing_of(item)):
        raise RiskItem.DoesNotExist
    return item


def own_lead_shift(staff: StaffMember, pk: int) -> Shift:
    return Shift.objects.select_related("staff").get(pk=pk, staff=staff, duty__in=LEADS)


def note_of(item: RiskItem, staff: StaffMember) -> str:
    """What whoever left it wrote. Of what they wrote themself no row is needed."""
    words = item.note or ""
    if words and item.shift.staff_id != staff.pk:
        audit.record("risk.read", name(thing_of(item)), who=staff, ground=f"shift:{item.shift_id}")
    return words
