"""What has been kept long enough. Source: domain reference, privacy (retention defaults)."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.keeping.asking import without_concern
from chat.keeping.holds import holds_on
from chat.models import Conversation, ConversationEvent, Hold, Phone, YoungPerson
from chat.urgency import Urgency
from config import clock, sealing
from config.models import DataKey
from config.tuning import setting
from rota import audit

log = logging.getLogger(__name__)

_Kind = ConversationEvent.Kind


def due_conversations(at: datetime | None = None) -> QuerySet[Conversation]:
    """Over for 180 days, and nobody and nothing was ever worried: never now or very soon, never escalated."""
    return not_held(past_conversations(at))


def past_conversations(at: datetime | None = None) -> QuerySet[Conversation]:
    """The same with those that somebody holds."""
    until = (at or clock.now()) - timedelta(days=setting("keeping.no_concern_days"))
    return calm(Conversation.objects.filter(key__isnull=False, ended_at__lt=until)).order_by("pk")


def calm(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Those of them that nobody and nothing was ever worried about."""
    for leave_out in (_never_urgent, *without_concern):
        conversations = leave_out(conversations)
    return conversations


def not_held(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    held = Hold.objects.filter(
        Q(conversation=OuterRef("pk")) | Q(young_person=OuterRef("young_person")), lifted_at=None
    )
    return conversations.filter(~Exists(held))


def due_phones(at: datetime | None = None) -> QuerySet[Phone]:
    """Nobody texted from them for 30 days, and nobody was worried about whoever has them."""
    until = (at or clock.now()) - timedelta(days=setting("keeping.contact_days"))
    theirs = Conversation.objects.filter(young_person=OuterRef("young_person"))
    worrying = theirs.exclude(pk__in=calm(theirs.filter(ended_at__isnull=False)).values("pk"))
    return Phone.objects.filter(~Exists(worrying), key__isnull=False, last_heard_at__lt=until).order_by("pk")


def phones_not_held(phones: QuerySet[Phone]) -> QuerySet[Phone]:
    held = Hold.objects.filter(
        Q(young_person=OuterRef("young_person")) | Q(conversation__young_person=OuterRef("young_person")),
        lifted_at=None,
    )
    return phones.filter(~Exists(held))


@transaction.atomic
def forget_number(phone: Phone) -> bool:
    """Nobody can be texted there any more. Whoever texts from it again gives us the number anew."""
    phones = Phone.objects.filter(pk=phone.pk)
    list(phones.select_for_update(no_key=True))
    young_person = YoungPerson.objects.select_for_update(no_key=True).get(pk=phone.young_person_id)
    conversations = list(
        Conversation.objects.select_for_update(no_key=True).filter(young_person=phone.young_person_id).order_by("pk")
    )
    if not due_phones().filter(pk=phone.pk).exists() or holds_on(young_person, conversations).exists():
        return False
    key_id = phones.values_list("key_id", flat=True).get()
    DataKey.objects.filter(pk=key_id).delete()
    if key_id is not None:
        transaction.on_commit(lambda: sealing.KEYS.forget(key_id))
    audit.record("number.erased", f"phone:{phone.pk}", who=None)
    log.info("number.erased", extra={"id": phone.pk})
    return True


def _never_urgent(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    climbed = ConversationEvent.objects.filter(
        conversation=OuterRef("pk"),
        kind__in=[_Kind.URGENCY_RAISED, _Kind.SAYS_NOT_SAFE, _Kind.HELD],
        to_value__in=[Urgency.NOW, Urgency.VERY_SOON, Conversation.State.SAFETY_HOLD],
    )
    return conversations.filter(~Exists(climbed), urgency__in=[Urgency.ROUTINE, Urgency.SOON])
