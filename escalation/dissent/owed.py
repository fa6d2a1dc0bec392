"""Which calls about a difference of opinion stand, and whom it has come to: one condition for many.

The duty of such a call names the dissent ("dissent:7"). It stands while that is open and nobody has done anything with
it since. Its steps are numbered apart from those of the chain, which must not miss one of its people because of it.
"""

from collections.abc import Hashable, Iterable
from typing import NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from escalation import still_open
from escalation.models import Dissent, DissentStep, Escalation, Page
from rota.models import StaffMember

DUTY = "dissent:"
# Calls of the chain have steps from 0.
FIRST_STEP = 1_000_000
IS_ONE = Q(duty__startswith=DUTY)
WITH_SUBJECT = ("conversation", "post__author", "concern__about_member", "about_staff", "lead")


class Ring(NamedTuple):
    """What stands on somebody's screens."""

    call: Hashable
    escalation: Escalation
    words: str
    url: str


def duty_of(dissent: Dissent) -> str:
    return f"{DUTY}{dissent.pk}"


def opens() -> QuerySet[Dissent]:
    """Those that nobody has settled, of escalations that have their words yet."""
    return Dissent.objects.filter(state=Dissent.State.OPEN, escalation__key__isnull=False)


def waits() -> Q:
    """Of pages: those about a dissent in which nobody has done anything since."""
    return IS_ONE & Q(Exists(_of_page().filter(moved_at__lte=OuterRef("at"))))


def hears(staff: StaffMember) -> Q:
    """Of escalations: those with an open dissent about which this person was called."""
    pages = Page.objects.filter(IS_ONE, Exists(_of_page()), escalation=OuterRef("pk"), staff=staff)
    return Q(Exists(pages))


def rings_for(people: Iterable[int]) -> dict[int, list[Ring]]:
    """By person: whoever it has come to, until anybody does something; and whoever raised it, once it was answered."""
    found: dict[int, list[Ring]] = {}
    wanted = list(people)
    if not opens().exists():
        return found
    with_subject = [f"escalation__{one}" for one in WITH_SUBJECT]
    for page in _last_of_each(_waiting(wanted).select_related(*with_subject)):
        words = _("a difference of opinion has come to you")
        url = _url(page.escalation_id, int(page.duty.removeprefix(DUTY)))
        found.setdefault(page.staff_id, []).append(Ring(("dissent", page.pk), page.escalation, words, url))
    for dissent in _answered().filter(by__in=wanted).select_related(*with_subject).order_by("pk"):
        words = _("what you see differently was answered")
        url = _url(dissent.escalation_id, dissent.pk)
        call = ("dissent answered", dissent.pk, dissent.moved_at)
        found.setdefault(dissent.by_id, []).append(Ring(call, dissent.escalation, words, url))
    return found


def _waiting(people: list[int]) -> QuerySet[Page]:
    return Page.objects.filter(waits(), staff__in=people, escalation__in=still_open.numbers())


def _last_of_each(pages: QuerySet[Page]) -> QuerySet[Page]:
    return pages.order_by("staff_id", "duty", "-step").distinct("staff_id", "duty")


def _answered() -> QuerySet[Dissent]:
    last = DissentStep.objects.filter(dissent=OuterRef("pk")).order_by("-at", "-pk")
    return opens().annotate(last=Subquery(last.values("kind")[:1])).filter(last=DissentStep.Kind.ANSWERED)


def _of_page() -> QuerySet[Dissent]:
    """The open dissent that a page is about."""
    named = Concat(Value(DUTY), Cast("pk", CharField()), output_field=CharField())
    open_ones = Dissent.objects.filter(state=Dissent.State.OPEN, escalation=OuterRef("escalation"))
    return open_ones.annotate(named=named).filter(named=OuterRef("duty"))


def _url(escalation_id: int, dissent_id: int) -> str:
    return reverse("dissent:show", args=[escalation_id, dissent_id])
