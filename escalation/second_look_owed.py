"""Of which pages somebody still has to take a second look: one condition, for many at once."""

from django.db.models import Exists, OuterRef, Q

from escalation.models import SecondLook

# The duty of a page about it (second_look_calls.py).
SECOND_LOOK = "second_look"


def owed() -> Q:
    """About a `Page`, whose column `escalation` says of which."""
    open_ones = SecondLook.objects.filter(decision__escalation=OuterRef("escalation"), at=None)
    return Q(Exists(open_ones), duty=SECOND_LOOK, escalation__key__isnull=False)
