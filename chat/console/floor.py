"""The floor: every live conversation, for the leads who look after all of them; and who could take one over."""

from datetime import timedelta

from django.db.models import Count, Q

from chat.console import frames_handing as frames
from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from rota.access import Duty, cap_of, who_is_on
from rota.models import ConsoleSeen

MOST_SHOWN = 200
LIST_OF = {"now": 0, "very_soon": 1, "not_checked": 2, "soon": 3, "routine": 4}


def floor_frame() -> frames.Floor:
    """The most urgent first, then in the order in which they began. No words of anybody's."""
    live = Conversation.objects.filter(ended_at=None, key__isnull=False).select_related("owner")
    rows = sorted(live, key=lambda one: (LIST_OF.get(one.urgency, 5), one.opened_at, one.pk))
    return frames.Floor(conversations=[_row(one) for one in rows[:MOST_SHOWN]])


def _row(conversation: Conversation) -> frames.OnTheFloor:
    return frames.OnTheFloor(
        conversation=conversation.pk,
        handle=conversation.handle,
        owner=conversation.owner.name if conversation.owner else "",
        urgency=conversation.urgency,
        state=conversation.state,
        silent_since=conversation.silent_since,
        waiting_since=conversation.waiting_since,
        colour=conversation.colour,
    )


def colleagues() -> list[frames.Colleague]:
    """Whoever is on shift to talk and has a console open, the one with the most room first."""
    on = {one.pk: one for one in who_is_on(Duty.COUNSELLOR, Duty.SHIFT_LEAD)}
    since = clock.now() - timedelta(seconds=setting("cover.present_seconds"))
    seen = ConsoleSeen.objects.filter(staff__in=on, seen_at__gt=since).values_list("staff_id", flat=True)
    loads = _loads(list(seen))
    people = [frames.Colleague(staff=pk, name=on[pk].name, load=loads.get(pk, 0), cap=cap_of(on[pk])) for pk in seen]
    return sorted(people, key=lambda one: (one.load - one.cap, one.name, one.staff))


def _loads(staff_ids: list[int]) -> dict[int, int]:
    """What each carries: somebody in danger counts double."""
    in_danger = Count("pk", filter=Q(urgency__in=[Urgency.NOW, Urgency.VERY_SOON]))
    owned = Conversation.objects.filter(owner__in=staff_ids, ended_at=None).values("owner")
    return dict(owned.annotate(carried=Count("pk") + in_danger).values_list("owner", "carried"))
