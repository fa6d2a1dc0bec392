"""What the page of the service shows. People and numbers of the service; nobody's words, no young person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config import clock
from moderation.incidents import second_opinion_words, words_of
from moderation.models import Incident
from rota import cover
from rota.models import CoverChange, Shift

SHOWN = 20

MEANS = {
    cover.State.OPEN: _("There are enough people and a lead. Everybody can be taken."),
    cover.State.NARROWED: _("Too few people, or no lead. Only the most urgent can be taken. Start pages say so."),
    cover.State.CLOSED: _("Nobody is there. What young people write is kept, read and paged. Start pages say so."),
}


def service_context() -> dict[str, Any]:
    found = cover.now()
    return {
        "cover": found,
        "state_words": CoverChange.State(found.state).label,
        "means": MEANS[cover.State(found.state)],
        "on_now": _people_on_now(),
        "incidents": [_shown(incident) for incident in _open_incidents()],
        "second_opinion": second_opinion_words(),
        "changes": CoverChange.objects.order_by("-pk")[:SHOWN],
    }


def _people_on_now() -> list[dict[str, Any]]:
    """Everybody whose shift runs, and whether a console of theirs is open."""
    there = cover.who_is_there()
    shifts = Shift.objects.filter(during__contains=clock.now(), staff__is_active=True).select_related("staff")
    return [
        {
            "name": shift.staff.name,
            "duty": shift.get_duty_display(),
            "until": shift.ends_at,
            "is_there": shift.staff_id in there,
        }
        for shift in shifts.order_by("duty", "staff__name")
    ]


def _open_incidents() -> list[Incident]:
    return list(
        Incident.objects.filter(closed_at=None)
        .select_related("acknowledged_by")
        .prefetch_related("pages__staff")
        .order_by("opened_at")
    )


def _shown(incident: Incident) -> dict[str, Any]:
    pages = sorted(incident.pages.all(), key=lambda page: (page.step, page.pk))[-SHOWN:]
    return {"incident": incident, "words": words_of(incident), "pages": pages}
