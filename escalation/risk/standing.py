"""What stands: danger that is not over, promises, people gone silent, referrals without an answer.

One condition for each, in the database: what is gathered at the end of a shift, and what has ended since, are told by
the same words.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import Conversation
from escalation.models import EmergencyCall, Escalation, Promise, Referral, RiskItem
from escalation.rows import LOOKED_AT_WITHIN, OPEN

Thing = Escalation | Promise | Conversation
What = RiskItem.What
UNANSWERED = (Referral.State.DRAFT, Referral.State.PHONED, Referral.State.AWAITING)


def escalations(at: datetime) -> QuerySet[Escalation]:
    """As the list of open ones has it: nobody decided, help has not arrived, or somebody looks again within a day."""
    waits_for_help = EmergencyCall.objects.filter(escalation=OuterRef("pk"), ended_at=None)
    is_open = Q(state__in=OPEN) | Q(check_due_at__lte=at + LOOKED_AT_WITHIN) | Q(Exists(waits_for_help))
    return _with_words().filter(is_open, ~Q(state=Escalation.State.CLOSED))


def with_a_referral() -> QuerySet[Escalation]:
    """Nobody answered a referral of theirs yet, or it is not even made."""
    return _with_words().filter(Exists(Referral.objects.filter(escalation=OuterRef("pk"), state__in=UNANSWERED)))


def promises() -> QuerySet[Promise]:
    return Promise.objects.filter(ended_at=None, conversation__key__isnull=False)


def silent() -> QuerySet[Conversation]:
    """In danger, and nobody gets an answer from them."""
    return Conversation.objects.filter(state=Conversation.State.SAFETY_HOLD, ended_at=None, key__isnull=False)


def everything(at: datetime) -> list[tuple[str, Thing]]:
    """Each thing once, the most urgent first. An escalation whose referral waits as well is one thing."""
    undecided = list(escalations(at).order_by("urgency", "opened_at", "pk"))
    known = {one.pk for one in undecided}
    referred = [one for one in with_a_referral().order_by("opened_at", "pk") if one.pk not in known]
    return [
        *((What.ESCALATION, one) for one in undecided),
        *((What.SILENT, one) for one in silent().order_by("silent_since", "pk")),
        *((What.PROMISE, one) for one in promises().select_related("conversation").order_by("due_at", "pk")),
        *((What.REFERRAL, one) for one in referred),
    ]


def stands(at: datetime) -> Q:
    """Of what was handed over: whatever is not over by itself."""
    return (
        Q(escalation__in=escalations(at).values("pk"))
        | Q(escalation__in=with_a_referral().values("pk"))
        | Q(conversation__in=silent().values("pk"))
        | Q(promise__in=promises().values("pk"))
    )


def about(thing: Thing) -> dict[str, Thing]:
    """To find or make what is about it: `RiskItem.objects.filter(**about(promise))`."""
    match thing:
        case Escalation():
            return {"escalation": thing}
        case Promise():
            return {"promise": thing}
    return {"conversation": thing}


def name(thing: Thing) -> str:
    """How the audit and a form name it."""
    match thing:
        case Escalation():
            return f"escalation:{thing.pk}"
        case Promise():
            return f"promise:{thing.pk}"
    return f"conversation:{thing.pk}"


def thing_of(item: RiskItem) -> Thing:
    thing = item.escalation or item.promise or item.conversation
    if thing is None:
        raise LookupError("About an escalation, a promise or a conversation, or the database would not have it.")
    return thing


def _with_words() -> QuerySet[Escalation]:
    return Escalation.objects.filter(key__isnull=False, joined_to=None)
