"""Where a concern goes: to a safeguarding lead, as something that nobody has checked.

As a job and not while somebody waits for their page: how long it takes to find out whether we know the young person
must not show.
"""

from collections.abc import Callable

from django.db import transaction

from chat.models import Concern

open_for_concern: Callable[[Concern], object] | None = None
"""How the escalation app opens an escalation, or joins the one that is open. Repeated whenever more was said; it pages
again only where that is more urgent. The escalation app sets this when it is ready."""


@transaction.atomic
def land(concern_id: int) -> None:
    """Safe to repeat. Raises where nobody would take it: the job is then tried again, for ever."""
    concern = Concern.objects.select_related("key", "about_member__young_person").get(pk=concern_id)
    if concern.key_id is None:
        return  # its words were erased meanwhile
    if open_for_concern is None:
        raise LookupError("Nobody takes concerns yet.")
    open_for_concern(concern)
