"""What is told on top of every page, and in the box of a console: what waits for a signature, what was promised.

Nothing of young people is in these lines. Of an allegation whoever it is about hears of nothing: it is not counted.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import clock
from config.tuning import setting
from escalation.glass.shown import Notice
from escalation.models import Promise, RiskItem
from escalation.risk import standing
from escalation.risk.gather import WITH_THING, waiting
from escalation.risk.leaving import left_by, shift_to_leave
from escalation.risk.owed import late
from escalation.risk.people import goes_on, knows, waits_for
from rota.models import Role, RoleGrant, StaffMember
from rota.pages.now import Line
from rota.policy import Action, may, open_to

LEADS = frozenset({Role.SAFEGUARDING_LEAD, Role.SHIFT_LEAD, Role.MANAGER})
# How long before its end whoever leads a shift is asked to hand over.
ENDS_SOON = timedelta(minutes=30)


def notices_for(staff: StaffMember) -> list[Notice]:
    found = []
    if many := len(to_sign(staff)):
        found.append(Notice(_sign_words(many), reverse("risk:handover")))
    found += [Notice(words, reverse("risk:promises")) for _name, words, _presses in _promise_words(staff)]
    return found


def lines_for(staff: StaffMember) -> Iterator[Line]:
    """The same for the box of a console, with what whoever leads the shift is to hand over."""
    there, promises = reverse("risk:handover"), reverse("risk:promises")
    if words := _leave_words(staff):
        yield Line("risk-leave", words, link=there, link_words=_("Hand over"), is_pressing=True)
    if many := len(to_sign(staff)):
        yield Line("risk-sign", _sign_words(many), link=there, link_words=_("Look and sign"), is_pressing=True)
    for name, words, presses in _promise_words(staff):
        yield Line(name, words, link=promises, link_words=_("Promises"), is_pressing=presses)


def to_sign(staff: StaffMember) -> list[RiskItem]:
    """What this person is asked to sign for now."""
    if not _is_a_lead(staff):
        return []
    items = waiting().filter(standing.stands(clock.now())).select_related(*WITH_THING, "shift__staff", "went_to")
    return [item for item in items.order_by("pk") if waits_for(item, staff)]


def _is_a_lead(staff: StaffMember) -> bool:
    """Every page asks: for most people this is all there is to it."""
    return waiting().exists() and RoleGrant.objects.filter(staff=staff, role__in=LEADS, ended_at=None).exists()


def _sign_words(many: int) -> str:
    words = ngettext("%(n)d thing was handed over: sign for it", "%(n)d things were handed over: sign for each", many)
    return words % {"n": many}


def _leave_words(staff: StaffMember) -> str:
    shift = shift_to_leave(staff)
    now = clock.now()
    if shift is None or shift.ends_at - now > ENDS_SOON or shift.ends_at <= now or goes_on(shift, now):
        return ""
    left = left_by(shift, staff).count()
    if left:
        unsigned = left_by(shift, staff).filter(signed_at=None).count()
        words = ngettext(
            "%(n)d thing you hand over is not signed for yet.", "%(n)d things are not signed for.", unsigned
        )
        return words % {"n": unsigned} if unsigned else ""
    stands = any(knows(staff, thing) for _what, thing in standing.everything(now))
    return _("Your shift ends soon. Hand over what stands, with a note for each.") if stands else ""


def _promise_words(staff: StaffMember) -> Iterator[tuple[str, str, bool]]:
    """Name, words, and whether it presses."""
    now = clock.now()
    mine = standing.promises().filter(owner=staff)
    given = mine.filter(taken_at=None).count()
    if given:
        words = ngettext("%(n)d promise was given to you", "%(n)d promises were given to you", given)
        yield "promise-given", words % {"n": given}, True
    over = mine.filter(due_at__lte=now).count()
    if over:
        words = ngettext("%(n)d promise of yours is overdue", "%(n)d promises of yours are overdue", over)
        yield "promise-over", words % {"n": over}, True
    soon = now + timedelta(minutes=setting("risk.promise_soon_minutes"))
    near = mine.filter(due_at__gt=now, due_at__lte=soon).count()
    if near:
        words = ngettext("%(n)d promise of yours is due soon", "%(n)d promises of yours are due soon", near)
        yield "promise-soon", words % {"n": near}, False
    others = _late_of_others(staff)
    if others:
        words = ngettext("%(n)d promise to a young person is late", "%(n)d promises to young people are late", others)
        yield "promise-late", words % {"n": others}, True


def _late_of_others(staff: StaffMember) -> int:
    """For leads: of whoever looks after it nobody has heard."""
    late_ones = late(clock.now()).exclude(owner=staff)
    if not late_ones.exists() or not may(staff, Action.SEE_RISK):
        return 0
    return open_to(staff, Action.END_PROMISE, Promise.objects.filter(pk__in=late_ones.values("pk"))).count()
