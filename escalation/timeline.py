"""Everything that happened, merged into one line: words, flags, pages, acknowledgements, readings, decisions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.models import Concern, Conversation, Message, Post
from chat.urgency import Urgency
from config import clock
from escalation import joined, telling_words
from escalation.access import EVERYBODY
from escalation.chat_timeline import lost_texts, what_people_did
from escalation.concern_words import concern_items
from escalation.dissent import told as dissent_told
from escalation.dissent.owed import DUTY as DISSENT
from escalation.durations import exact
from escalation.folding import folded
from escalation.items import DANGER, DONE, Item
from escalation.models import Decision, Escalation, EscalationEvent
from escalation.owner_saw import OWNER
from escalation.page import DECISION, WHO_MAY_KNOW
from escalation.post_timeline import in_the_forum
from escalation.referral import told as referral_told
from escalation.risk import told as risk_told
from escalation.second_look_owed import SECOND_LOOK
from escalation.subjects import subjects_of
from escalation.targets import acknowledge_within, decide_within
from escalation.working import asks
from escalation.working import steps as working_steps
from moderation.models import Flag
from moderation.texts import NOT_DELIVERED
from rota.models import Shift

_Kind = EscalationEvent.Kind


def timeline(escalation: Escalation) -> list[Item]:
    """Oldest first."""
    items = [
        *_what_it_is_about(escalation),
        *_pages(escalation),
        *_steps(escalation),
        *_overdue(escalation),
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


def _what_it_is_about(escalation: Escalation) -> Iterator[Item]:
    """Forum, chat, texts and what others said of them: all that is of one young person, by whichever way it came."""
    since = _first_moment(escalation)
    for subject in subjects_of(escalation):
        match subject:
            case Post():
                yield from in_the_forum(escalation, subject)
            case Concern():
                yield from concern_items(subject)
            case Conversation():
                yield from _messages_and_flags(escalation, subject)
                yield from what_people_did(subject, since=since)
                yield from lost_texts(subject, since=since)


def _messages_and_flags(escalation: Escalation, conversation: Conversation) -> Iterator[Item]:
    flags = list(
        Flag.objects.filter(pk__in=escalation.flag_links.values("flag_id"), conversation=conversation)
        .select_related("message", "raised_by")
        .order_by("raised_at", "pk")
    )
    with_words = sorted((flag for flag in flags if flag.message), key=lambda flag: flag.message.place)  # type: ignore[union-attr]
    for message, found in groupby(with_words, key=lambda flag: flag.message):
        assert message is not None
        if message.by == Message.By.YOUNG_PERSON:
            yield Item(message.stored_at, _received(conversation), _flagged(message, list(found)), DANGER)
        else:
            yield from (_about_our_words(flag) for flag in found if flag.words != NOT_DELIVERED)
    for flag in flags:
        if flag.message is None:
            who = flag.raised_by.name if flag.raised_by else _("the system")
            yield Item(flag.raised_at, _("Flagged: %(words)s") % {"words": _(flag.words)}, who, DANGER)


def _received(conversation: Conversation) -> str:
    if conversation.channel == Conversation.Channel.SMS:
        return _("Message received by text")
    return _("Message received on the web")


def _about_our_words(flag: Flag) -> Item:
    """Our own words are not the young person's. (Those that never reached a phone have a line of their own.)"""
    return Item(flag.raised_at, _("Flagged in what we wrote: %(words)s") % {"words": _(flag.words)}, "", DANGER)


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
        detail = duty_words(people[0].duty)
        if not people[0].duty.startswith(DISSENT):  # they are no step of the chain
            detail = _("Step %(step)d: %(duty)s") % {"step": step + 1, "duty": detail}
        yield Item(people[0].at, _("Paged %(names)s") % {"names": names}, detail)


def duty_words(duty: str) -> str:
    if duty in Shift.Duty.values:
        return str(Shift.Duty(duty).label)
    if duty.startswith(DISSENT):
        return _("a difference of opinion has come to them")
    return {
        DECISION: _("the decision is overdue"),
        "referral": _("a step of a referral is overdue"),
        "promise": _("a promise to them is late"),
        asks.HELP: _("did help arrive?"),
        asks.SECOND_LEAD: _("a second lead is awaited"),
        asks.REVIEW: _("the day to look at it again has come"),
        SECOND_LOOK: _("a second look is overdue"),
        EVERYBODY: _("Everybody on duty"),
        WHO_MAY_KNOW: _("All leads and managers who may know"),
        "safeguarding_lead": _("All safeguarding leads"),
    }.get(duty, duty)


def _steps(escalation: Escalation) -> Iterator[Item]:
    for event, words in folded(escalation):
        if item := _step(escalation, event, words):
            yield item
    for event in joined.steps_of_others(escalation):
        if item := _step(escalation, event, []):
            yield item


def _step(escalation: Escalation, event: EscalationEvent, words: list[str]) -> Item | None:
    who = event.by.name if event.by else _("the system")
    match event.kind:
        case _Kind.OPENED:
            return Item(event.at, _("Escalation opened by %(who)s") % {"who": who}, _about(event, words), DANGER)
        case _Kind.JOINED:
            return Item(event.at, _("Raised again by %(who)s") % {"who": who}, _about(event, words), DANGER)
        case _Kind.URGENCY_RAISED:
            urgencies = {"was": Urgency(event.from_value).label, "now": Urgency(event.to_value).label}
            return Item(event.at, _("Urgency raised from %(was)s to %(now)s") % urgencies, _(event.detail), DANGER)
        case _Kind.REOPENED if event.by is None:
            return Item(
                event.at, _("Opened again: something came before a second lead agreed"), _(event.detail), DANGER
            )
        case _Kind.HEARD if event.detail == OWNER:
            return Item(event.at, _("%(who)s has the chat, knows of it and is with them") % {"who": who}, "", DONE)
        case _Kind.LINKED | _Kind.JOINED_TO:
            return Item(event.at, linked_words(event), _about(event, words), DONE)
        case _Kind.PAGED if event.about is None:
            return Item(event.at, _("Nobody could be paged"), _("Nobody who works here is active."), DANGER)
        case _Kind.ACKNOWLEDGED:
            return Item(event.at, _("%(who)s acknowledged") % {"who": who}, _how_fast(escalation, event), DONE)
        case _Kind.LOOKED:
            return Item(event.at, _("%(who)s looked at what came up") % {"who": who}, "", DONE)
        case _Kind.READ if event.detail:
            return Item(event.at, _("%(who)s took the record away for a review") % {"who": who}, event.why or "", DONE)
        case _Kind.READ:
            return Item(event.at, _read(escalation) % {"who": who}, "", DONE)
        case _Kind.DECIDED:
            outcome = {"who": who, "outcome": Decision.Outcome(event.detail).label}
            return Item(event.at, _("%(who)s decided: %(outcome)s") % outcome, _how_long(escalation, event), DONE)
    told = referral_told.item_of(event, who) or risk_told.item_of(event, who) or dissent_told.item_of(event)
    return told or telling_words.item_of(event, who) or working_steps.step(escalation, event)


def words_of_step(escalation: Escalation, event: EscalationEvent) -> Item | None:
    """One step alone, for somebody who is told what happened meanwhile."""
    return _step(escalation, event, [event.detail])


def linked_words(event: EscalationEvent) -> str:
    """An escalation by its number, or a chat that came to this one."""
    if event.kind == _Kind.JOINED_TO:
        return _("Goes on in escalation %(number)s") % {"number": event.to_value}
    if event.from_value.isdigit():
        return _("Escalation %(number)s goes on here") % {"number": event.from_value}
    return _("Another chat of theirs belongs to this")


def _read(escalation: Escalation) -> str:
    found = subjects_of(escalation)
    if len(found) > 1 or isinstance(found[0], Concern):
        return _("%(who)s read all of it")
    if escalation.post_id is not None:
        return _("%(who)s read all posts of the author")
    return _("%(who)s read the whole conversation")


def _about(event: EscalationEvent, words: list[str]) -> str:
    said = ", ".join(dict.fromkeys(_(one) for one in words))
    return said if not event.why else f"{said}: {event.why}"


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


def _first_moment(escalation: Escalation) -> datetime:
    """When the first flagged message of this escalation came, or it was opened; a little earlier for what led to it."""
    first = (
        escalation.flag_links.exclude(flag__message=None)
        .order_by("flag__message__stored_at")
        .values_list("flag__message__stored_at", flat=True)
        .first()
    )
    return min(first or escalation.opened_at, escalation.opened_at) - timedelta(minutes=1)
