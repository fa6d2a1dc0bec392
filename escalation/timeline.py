"""Everything that happened, merged into one line: words, flags, pages, acknowledgements, readings, decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.models import Conversation, ConversationEvent, Message
from chat.urgency import Urgency
from config import clock
from escalation.durations import exact
from escalation.models import Decision, Escalation, EscalationEvent
from escalation.page import DECISION
from escalation.targets import acknowledge_within, decide_within
from moderation.models import Flag
from rota.models import Shift

DANGER, DONE, PLAIN = "danger", "done", "plain"
_Kind = EscalationEvent.Kind


@dataclass(frozen=True)
class Item:
    """One thing that happened, in words ready to show. Never the words of the young person."""

    at: datetime
    title: str
    detail: str = ""
    tone: str = PLAIN


def timeline(escalation: Escalation) -> list[Item]:
    """Oldest first."""
    items = [
        *_messages_and_flags(escalation),
        *_pages(escalation),
        *_steps(escalation),
        *_overdue(escalation),
        *_in_the_chat(escalation.conversation, since=_first_moment(escalation)),
    ]
    return sorted(items, key=lambda item: item.at)


def short_timeline(escalation: Escalation) -> list[Item]:
    """For somebody who may know how far it is, and nothing else."""
    steps = escalation.history.select_related("by").filter(kind__in=[_Kind.OPENED, _Kind.ACKNOWLEDGED, _Kind.DECIDED])
    titles = {
        _Kind.OPENED: _("Escalation opened"),
        _Kind.ACKNOWLEDGED: _("A lead acknowledged"),
        _Kind.DECIDED: _("A lead decided"),
    }
    return [Item(step.at, titles[_Kind(step.kind)], tone=DONE) for step in steps.order_by("at", "pk")]


def _messages_and_flags(escalation: Escalation) -> Iterator[Item]:
    flags = list(
        Flag.objects.filter(pk__in=escalation.flag_links.values("flag_id"))
        .select_related("message", "raised_by")
        .order_by("raised_at", "pk")
    )
    with_words = sorted((flag for flag in flags if flag.message), key=lambda flag: flag.message.place)  # type: ignore[union-attr]
    for message, found in groupby(with_words, key=lambda flag: flag.message):
        assert message is not None
        yield Item(
            message.stored_at, _received(message, escalation.conversation), _flagged(message, list(found)), DANGER
        )
    for flag in flags:
        if flag.message is None:
            who = flag.raised_by.name if flag.raised_by else _("the system")
            yield Item(flag.raised_at, _("Flagged: %(words)s") % {"words": _(flag.words)}, who, DANGER)


def _received(message: Message, conversation: Conversation) -> str:
    if conversation.channel == Conversation.Channel.SMS:
        return _("Message received by text")
    return _("Message received on the web")


def _flagged(message: Message, flags: list[Flag]) -> str:
    words = ", ".join(dict.fromkeys(_(flag.words) for flag in flags))
    return _("Flagged in %(time)s: %(words)s") % {"time": exact(flags[0].raised_at - message.stored_at), "words": words}


def _pages(escalation: Escalation) -> Iterator[Item]:
    pages = escalation.pages.select_related("staff").order_by("step", "pk")
    for step, called in groupby(pages, key=lambda page: page.step):
        people = list(called)
        names = ", ".join(page.staff.name for page in people[:4])
        if len(people) > 4:
            names += ngettext(" and %(count)d other", " and %(count)d others", len(people) - 4) % {
                "count": len(people) - 4
            }
        detail = _("Step %(step)d: %(duty)s") % {"step": step + 1, "duty": duty_words(people[0].duty)}
        yield Item(people[0].at, _("Paged %(names)s") % {"names": names}, detail)


def duty_words(duty: str) -> str:
    if duty in Shift.Duty.values:
        return str(Shift.Duty(duty).label)
    return {
        DECISION: _("the decision is overdue"),
        "everybody": _("Everybody on duty"),
        "safeguarding_lead": _("All safeguarding leads"),
    }.get(duty, duty)


def _steps(escalation: Escalation) -> Iterator[Item]:
    for event in escalation.history.select_related("by", "about").order_by("at", "pk"):
        if item := _step(escalation, event):
            yield item


def _step(escalation: Escalation, event: EscalationEvent) -> Item | None:
    who = event.by.name if event.by else _("the system")
    match event.kind:
        case _Kind.OPENED:
            return Item(event.at, _("Escalation opened by %(who)s") % {"who": who}, _about(event), DANGER)
        case _Kind.JOINED:
            return Item(event.at, _("Raised again by %(who)s") % {"who": who}, _about(event), DANGER)
        case _Kind.URGENCY_RAISED:
            urgencies = {"was": Urgency(event.from_value).label, "now": Urgency(event.to_value).label}
            return Item(event.at, _("Urgency raised from %(was)s to %(now)s") % urgencies, _(event.detail), DANGER)
        case _Kind.PAGED if event.about is None:
            return Item(event.at, _("Nobody could be paged"), _("Nobody who works here is active."), DANGER)
        case _Kind.ACKNOWLEDGED:
            return Item(event.at, _("%(who)s acknowledged") % {"who": who}, _how_fast(escalation, event), DONE)
        case _Kind.READ:
            return Item(event.at, _("%(who)s read the whole conversation") % {"who": who}, "", DONE)
        case _Kind.DECIDED:
            outcome = {"who": who, "outcome": Decision.Outcome(event.detail).label}
            return Item(event.at, _("%(who)s decided: %(outcome)s") % outcome, _how_long(escalation, event), DONE)
    return None


def _about(event: EscalationEvent) -> str:
    return _(event.detail) if not event.why else f"{_(event.detail)}: {event.why}"


def _how_fast(escalation: Escalation, event: EscalationEvent) -> str:
    """ "54 seconds after the page, target 5 minutes": after the first page to that person, or to anybody."""
    before = escalation.pages.filter(at__lte=event.at)
    page = before.filter(staff=event.by).order_by("at").first() or before.order_by("at").first()
    since = page.at if page else escalation.opened_at
    said = {"time": exact(event.at - since), "target": exact(acknowledge_within(escalation.urgency))}
    if page is None:
        return _("%(time)s after it was opened, target %(target)s") % said
    return _("%(time)s after the page, target %(target)s") % said


def _how_long(escalation: Escalation, event: EscalationEvent) -> str:
    said = {"time": exact(event.at - escalation.opened_at), "target": exact(decide_within(escalation.urgency))}
    return _("%(time)s after it was opened, target %(target)s") % said


def _overdue(escalation: Escalation) -> Iterator[Item]:
    now = clock.now()
    if escalation.acknowledge_due_at < (escalation.acknowledged_at or now):
        yield Item(escalation.acknowledge_due_at, _("Acknowledgement overdue"), "", DANGER)
    first = escalation.history.filter(kind=_Kind.DECIDED).order_by("at").first()
    if escalation.decide_due_at < (first.at if first else now):
        yield Item(escalation.decide_due_at, _("Decision overdue"), "", DANGER)


def _in_the_chat(conversation: Conversation, *, since: datetime) -> Iterator[Item]:
    kinds = ConversationEvent.Kind
    for event in conversation.history.select_related("by").filter(at__gte=since).order_by("at", "pk"):
        who = {"who": event.by.name if event.by else ""}
        match event.kind:
            case kinds.TAKEN:
                yield Item(event.at, _("%(who)s took the chat") % who, "", DONE)
            case kinds.RETURNED:
                yield Item(event.at, _("The chat waits again: its counsellor was cut off"), "", DANGER)
            case kinds.LEFT:
                yield Item(event.at, _("The young person left the page"), "", DANGER)
            case kinds.ENDED if event.by is None:
                yield Item(event.at, _("The young person ended the chat"), "", DANGER)
            case kinds.ENDED:
                yield Item(event.at, _("%(who)s ended the chat") % who, "", DONE)


def _first_moment(escalation: Escalation) -> datetime:
    """When the first flagged message of this escalation came, or it was opened; a little earlier for what led to it."""
    first = (
        escalation.flag_links.exclude(flag__message=None)
        .order_by("flag__message__stored_at")
        .values_list("flag__message__stored_at", flat=True)
        .first()
    )
    return min(first or escalation.opened_at, escalation.opened_at) - timedelta(minutes=1)
