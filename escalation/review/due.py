"""What was due when, and whether it was met, missed or is awaited. As the clock stood last: steps say what moved it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from chat.models import Conversation
from escalation.durations import exact
from escalation.models import SECOND_REVIEW_WITHIN, Chase, Dissent, Escalation, EscalationEvent, LadoRecord, Referral
from escalation.review.entries import DUE, Entry, entry, local
from escalation.review.noticed import Flags
from escalation.review.scope import Scope

_Kind = EscalationEvent.Kind


class Owed(NamedTuple):
    """One clock. `done_at`: when it was met, None where it is not; `ended`: nobody owes it any more."""

    name: str
    what: str
    due_at: datetime
    done_at: datetime | None
    ended: bool = False


def due(scope: Scope, flags: Flags) -> list[Entry]:
    return [_entry(one, scope.until) for one in [*_all(scope), *_of_flags(flags)]]


def missed(entries: list[Entry]) -> int:
    return sum(bool(one.gaps) for one in entries)


def _entry(owed: Owed, until: datetime) -> Entry:
    facts, gaps = [(_("Due"), local(owed.due_at))], []
    if owed.done_at is not None and owed.done_at <= owed.due_at:
        facts.append((_("Done"), _("%(at)s, in time") % {"at": local(owed.done_at)}))
    elif owed.done_at is not None:
        late = {"at": local(owed.done_at), "time": exact(owed.done_at - owed.due_at)}
        gaps.append(_("MISSED: done at %(at)s, %(time)s too late.") % late)
    elif owed.ended:
        facts.append((_("Done"), _("nobody owed it any more")))
    elif until > owed.due_at:
        gaps.append(_("MISSED: not done %(time)s later, when this was made.") % {"time": exact(until - owed.due_at)})
    else:
        facts.append((_("Done"), _("not yet, and not due yet")))
    return entry(f"due:{owed.name}", owed.due_at, DUE, _("Due: %(what)s") % {"what": owed.what}, facts=facts, gaps=gaps)


def _all(scope: Scope) -> Iterator[Owed]:
    for escalation in scope.family:
        yield from _of_one(escalation)
        for referral in Referral.objects.filter(escalation=escalation).order_by("pk"):
            yield from _of_a_referral(referral)
        for chase in Chase.objects.filter(referral__escalation=escalation).order_by("pk"):
            yield Owed(f"{chase.pk}/chase", _("asking what became of the referral"), chase.due_at, chase.done_at)
        for lado in LadoRecord.objects.filter(escalation=escalation):
            what, ended = _("the designated officer is told"), bool(lado.outcome)
            yield Owed(f"{escalation.pk}/lado", what, lado.notify_due_at, lado.notified_at, ended)
        for dissent in Dissent.objects.filter(escalation=escalation, stage_due_at__isnull=False).order_by("pk"):
            assert dissent.stage_due_at is not None
            what = _("stage %(stage)d of a difference of opinion") % {"stage": dissent.stage}
            yield Owed(f"{dissent.pk}/dissent", what, dissent.stage_due_at, dissent.ended_at)
    for chat in scope.chats:
        yield from _of_a_chat(chat)


def _of_one(escalation: Escalation) -> Iterator[Owed]:
    number, joined = escalation.pk, escalation.joined_to_id is not None
    steps = escalation.history.order_by("at", "pk")
    first = steps.filter(kind=_Kind.ACKNOWLEDGED).values_list("at", flat=True).first()
    decided = steps.filter(kind=_Kind.DECIDED).values_list("at", flat=True).first()
    what = _("a lead acknowledges (escalation %(number)d)") % {"number": number}
    yield Owed(f"{number}/acknowledge", what, escalation.acknowledge_due_at, first, joined)
    what = _("a lead decides (escalation %(number)d)") % {"number": number}
    # Opened again, it is to be decided anew: the clock that stands is that of the newest.
    last = escalation.decided_at or (decided if not escalation.is_undecided else None)
    done = decided if decided is not None and decided <= escalation.decide_due_at else last
    yield Owed(f"{number}/decide", what, escalation.decide_due_at, done, joined)
    if escalation.state == Escalation.State.SECOND_REVIEW and escalation.decided_at is not None:
        by = escalation.decided_at + SECOND_REVIEW_WITHIN
        yield Owed(f"{number}/second", _("a second lead agrees or decides otherwise"), by, None)
    if escalation.check_due_at is not None:
        yield Owed(
            f"{number}/check", _("somebody looks again, or asks whether help arrived"), escalation.check_due_at, None
        )


def _of_a_referral(referral: Referral) -> Iterator[Owed]:
    over = referral.state in (Referral.State.EXEMPT, Referral.State.RECALLED)
    for name, what, at, done in (
        ("phone", _("the receiver is phoned"), referral.phone_due_at, referral.phoned_at),
        ("write", _("the written referral leaves"), referral.written_due_at, referral.written_at),
        ("answer", _("the receiver decides"), referral.decision_due_at, referral.outcome_at),
    ):
        if at is not None:
            yield Owed(f"{referral.pk}/referral-{name}", what, at, done, over)


def _of_a_chat(chat: Conversation) -> Iterator[Owed]:
    """While somebody waits. How long the first answer took is told with the chat itself."""
    if chat.reply_due_at is not None:
        what = _("somebody answers in chat %(number)d") % {"number": chat.pk}
        yield Owed(f"{chat.pk}/reply", what, chat.reply_due_at, None, chat.is_over)


def _of_flags(flags: Flags) -> Iterator[Owed]:
    for flag in flags.all:
        if flag.acknowledge_due_at is not None:
            what = _("somebody looks at flag %(number)d") % {"number": flag.pk}
            yield Owed(f"{flag.pk}/flag", what, flag.acknowledge_due_at, None)
