"""What the pages of break-glass show, and what waits for somebody. Never the number."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock
from escalation.finding.searches import unseen_by
from escalation.models import Escalation, Glass, GlassCall
from escalation.subjects import handle, subject_of
from rota.models import Role, StaffMember

MOST_SHOWN = 100


class Notice(NamedTuple):
    """One line on top of every page of somebody for whom something waits."""

    words: str
    url: str


def rows(glasses: Iterable[Glass], *, staff: StaffMember) -> list[dict[str, Any]]:
    return [_row(glass, staff) for glass in glasses]


def waiting_for_second() -> QuerySet[Glass]:
    return Glass.objects.filter(agreed_at=None, refused_at=None, agree_before__gt=clock.now())


def notices_for(staff: StaffMember, roles: frozenset[str]) -> list[Notice]:
    """For a lead: what they have to agree to or to review. For who watches over privacy: what they have not seen."""
    found = []
    if Role.SAFEGUARDING_LEAD in roles:
        found += [_second(glass) for glass in waiting_for_second().exclude(asked_by=staff).order_by("pk")[:3]]
        found += _reviews(Glass.objects.filter(review_due_at__isnull=False, reviewed_at=None).exclude(asked_by=staff))
    unseen = GlassCall.objects.filter(staff=staff, seen_at=None).count() if roles & {Role.PRIVACY, Role.MANAGER} else 0
    if unseen:
        words = _unseen(unseen)
        found.append(Notice(words, reverse("escalation:contacts")))
    if Role.PRIVACY in roles and (searches := unseen_by(staff)):
        found.append(Notice(_searched(searches), reverse("finding:searches")))
    return found


def _unseen(count: int) -> str:
    words = ngettext("A phone number or an address was asked for", "%(n)d numbers or addresses were asked for", count)
    return words % {"n": count}


def _searched(count: int) -> str:
    words = ngettext("A number from the police was looked for", "%(n)d numbers from the police were looked for", count)
    return words % {"n": count}


def rings_for(waiting: Sequence[Glass], staff: StaffMember) -> list[tuple[int, Escalation, str, str]]:
    """For a lead's console: the asking, its escalation, what to say, and where it leads."""
    words = _("a second lead has to agree before their contact is opened")
    theirs = [glass for glass in waiting if glass.asked_by_id != staff.pk]
    return [(glass.pk, glass.escalation, words, _url(glass)) for glass in theirs]


def _second(glass: Glass) -> Notice:
    return Notice(_("A second lead is needed: somebody asked for a sealed contact"), _url(glass))


def _reviews(due: QuerySet[Glass]) -> list[Notice]:
    first = due.order_by("review_due_at").first()
    if first is None:
        return []
    assert first.review_due_at is not None
    late = first.review_due_at < clock.now()
    words = _("Overdue: review why a contact was opened") if late else _("A contact was opened: review why")
    return [Notice(words, _url(first))]


def _url(glass: Glass) -> str:
    return reverse("escalation:contact", args=[glass.escalation_id])


def _row(glass: Glass, staff: StaffMember) -> dict[str, Any]:
    is_other = glass.asked_by_id != staff.pk
    return {
        "id": glass.pk,
        "escalation_id": glass.escalation_id,
        "handle": handle(subject_of(glass.escalation)),
        "is_address": glass.what == Glass.What.ADDRESS,
        "reason": glass.reason,
        "asked_by": glass.asked_by.name,
        "asked_at": glass.asked_at,
        "urgency": glass.urgency,
        "agree_before": glass.agree_before,
        "agreed_by": glass.agreed_by.name if glass.agreed_by else "",
        "agreed_at": glass.agreed_at,
        "refused_by": glass.refused_by.name if glass.refused_by else "",
        "refused_at": glass.refused_at,
        "shown_at": glass.shown_at,
        "review_due_at": glass.review_due_at,
        "review_is_late": glass.waits_for_review and glass.review_due_at < clock.now(),  # type: ignore[operator]
        "reviewed_by": glass.reviewed_by.name if glass.reviewed_by else "",
        "reviewed_at": glass.reviewed_at,
        "was_right": glass.was_right,
        "review": glass.review or "",
        "is_lapsed": glass.is_lapsed and glass.refused_at is None,
        "was_allowed": glass.agreed_at is not None or glass.agree_before is None,
        "waits_for_second": glass.waits_for_second,
        "waits_for_review": glass.waits_for_review,
        "can_agree": is_other and glass.waits_for_second,
        "can_review": is_other and glass.waits_for_review,
        "can_open": not is_other and glass.may_be_shown,
    }
