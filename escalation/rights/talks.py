"""Conversations that somebody or something was worried about, once their years are over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.keeping.due import calm
from chat.models import Conversation
from escalation.models import Escalation, Subject
from escalation.rights.years import old_enough, was_referred, worried_before


def past_worried(at: datetime) -> QuerySet[Conversation]:
    """Seven years after the last worry; after a referral not before the 25th birthday."""
    until = worried_before(at)
    over = Conversation.objects.filter(key__isnull=False, ended_at__lt=until)
    came_to = Subject.objects.filter(conversation=OuterRef(OuterRef("pk")), escalation=OuterRef("pk"))
    about = Escalation.objects.filter(Q(conversation=OuterRef("pk")) | Q(heard_in=OuterRef("pk")) | Q(Exists(came_to)))
    later = about.filter(Q(opened_at__gte=until) | Q(decided_at__gte=until))
    young = Q(Exists(about.filter(was_referred()))) & ~old_enough(at, "age_band", "opened_at")
    worried = over.exclude(pk__in=calm(over).values("pk"))
    return worried.filter(~Exists(later)).exclude(young).order_by("pk")
