"""What the page of a hand-over shows: what somebody signs, what they leave, and who signed lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Conversation
from config import clock
from escalation.durations import time_of
from escalation.models import Escalation, Promise, RiskItem
from escalation.risk import leaving, people, standing
from escalation.risk.access import note_of
from escalation.risk.gather import WITH_THING, waiting
from escalation.risk.standing import Thing, name, thing_of
from escalation.rows import row_of
from escalation.subjects import WITH_SUBJECT, handle, subject_of
from rota.models import Shift, ShiftNote, StaffMember
from rota.policy import Action, may


@dataclass
class Row:
    """One thing that stands, as one person sees it. None of it are the young person's words."""

    name: str
    what: str
    handle: str
    urgency: str
    words: str
    url: str
    id: int = 0
    note: str = ""
    typed: str = ""
    error: str = ""
    signed: str = ""
    due: str = ""
    is_late: bool = False
    from_whom: str = ""


@dataclass
class Left:
    """What one shift left, for whoever signs."""

    shift: Shift
    duty_words: str
    ended: str
    note_url: str
    rows: list[Row]


def page_context(
    staff: StaffMember, *, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> dict[str, Any]:
    shift = leaving.shift_to_leave(staff)
    return {
        "lefts": _lefts(staff),
        "leaving": _leaving(shift, staff, typed or {}, errors or {}) if shift else None,
        "signed_lately": _signed_lately(staff),
        "errors": errors or {},
    }


def _lefts(staff: StaffMember) -> list[Left]:
    """What waits for a signature, by the shift that left it: theirs to sign first, then what else they may."""
    items = waiting().filter(standing.stands(clock.now())).select_related(*WITH_THING, "shift__staff", "went_to")
    found: dict[int, Left] = {}
    for item in items.order_by("shift__during", "pk"):
        if people.may_sign(item, staff):
            left = found.setdefault(item.shift_id, _left(item.shift, staff))
            left.rows.append(_of_item(item, staff))
    return list(found.values())


def _left(shift: Shift, staff: StaffMember) -> Left:
    note = ShiftNote.objects.filter(shift=shift).first()
    may_read = note is not None and bool(may(staff, Action.READ_SHIFT_NOTE, note))
    url = reverse("rota:note", args=[note.pk]) if note is not None and may_read else ""
    return Left(shift, str(Shift.Duty(shift.duty).label), time_of(shift.ends_at), url, [])


def _of_item(item: RiskItem, staff: StaffMember) -> Row:
    row = _row(item.what, thing_of(item), staff)
    row.id, row.note = item.pk, note_of(item, staff)
    row.is_late = item.went_at is not None
    row.due = _due_words(item)
    return row


def _due_words(item: RiskItem) -> str:
    if item.went_at is not None:
        who = item.went_to.name if item.went_to else _("the leads")
        return _("Nobody had signed: with %(who)s since %(at)s") % {"who": who, "at": time_of(item.went_at)}
    if item.sign_due_at <= clock.now():
        return _("Goes to the lead on call now")
    return _("Goes to the lead on call at %(at)s") % {"at": time_of(item.sign_due_at)}


def _leaving(shift: Shift, staff: StaffMember, typed: dict[str, str], errors: dict[str, str]) -> dict[str, Any]:
    now = clock.now()
    rows = _left_rows(shift, staff)
    is_open = not leaving.is_gathered(shift)
    if is_open and not people.goes_on(shift, now):
        rows += _not_left_yet(shift, staff, {row.name for row in rows}, now)
    for row in rows:
        field = f"note-{row.name}"
        row.typed, row.error = typed.get(field, row.note), errors.get(field, "")
    return {
        "shift": shift,
        "rows": rows,
        "open": [row for row in rows if not row.signed],
        "signed": [row for row in rows if row.signed],
        "ends": time_of(shift.ends_at),
        "is_over": shift.ends_at <= now,
        "goes_on": people.goes_on(shift, now),
        "is_handed": any(row.id for row in rows),
        "next": ", ".join(one.name for one in people.comes_next(shift, now)),
        "minutes": int(people.sign_within().total_seconds() // 60),
    }


def _left_rows(shift: Shift, staff: StaffMember) -> list[Row]:
    rows = []
    for item in leaving.left_by(shift, staff):
        row = _row(item.what, thing_of(item), staff)
        row.id, row.note = item.pk, note_of(item, staff)
        if item.signed_by is not None and item.signed_at is not None:
            row.signed = _("%(who)s signed at %(at)s") % {"who": item.signed_by.name, "at": time_of(item.signed_at)}
        else:
            row.due = _due_words(item)
        rows.append(row)
    return rows


def _not_left_yet(shift: Shift, staff: StaffMember, known: set[str], now: datetime) -> list[Row]:
    """What would be handed over at this moment; of what still waits from an earlier shift, from whom."""
    rows = []
    for what, thing in standing.everything(now):
        if name(thing) in known or not people.leaves(shift, thing, now) or not people.knows(staff, thing):
            continue
        row = _row(what, thing, staff)
        other = waiting().filter(**standing.about(thing)).select_related("shift__staff").first()
        row.from_whom = other.shift.staff.name if other is not None else ""
        rows.append(row)
    return rows


def _row(what: str, thing: Thing, staff: StaffMember) -> Row:
    said = str(RiskItem.What(what).label)
    match thing:
        case Escalation():
            return _of_escalation(said, thing, staff)
        case Promise():
            words = promise_due_words(thing)
            who = thing.conversation
            return Row(name(thing), said, who.handle, who.urgency, words, reverse("risk:promise", args=[thing.pk]))
    return _of_silence(said, thing, staff)


def _of_escalation(said: str, thing: Escalation, staff: StaffMember) -> Row:
    escalation = Escalation.objects.select_related(*WITH_SUBJECT, "lead", "opened_by").get(pk=thing.pk)
    row = row_of(escalation, staff=staff)
    words = " · ".join(one for one in (row.headline, row.state_words, row.due_words) if one)
    return Row(name(thing), said, handle(subject_of(escalation)), row.urgency, words, row.url)


def _of_silence(said: str, chat: Conversation, staff: StaffMember) -> Row:
    since = chat.silent_since
    words = _("no answer since %(at)s") % {"at": time_of(since)} if since else _("no answer")
    about = Escalation.objects.filter(conversation=chat).order_by("-pk").first()
    is_known = about is not None and bool(may(staff, Action.KNOW, about))
    url = reverse("escalation:show", args=[about.pk]) if about is not None and is_known else reverse("console:home")
    return Row(name(chat), said, chat.handle, chat.urgency, words, url)


def promise_due_words(promise: Promise) -> str:
    said = {"at": time_of(promise.due_at), "who": promise.owner.name}
    if promise.due_at <= clock.now():
        return _("overdue since %(at)s, with %(who)s") % said
    return _("by %(at)s, with %(who)s") % said


def _signed_lately(staff: StaffMember) -> list[dict[str, str]]:
    since = clock.now() - leaving.LATE
    signed = RiskItem.objects.filter(signed_at__gt=since).select_related(*WITH_THING, "signed_by", "shift__staff")
    found = []
    for item in signed.order_by("-signed_at", "-pk")[:50]:
        if item.signed_by is None or item.signed_at is None or not people.knows(staff, thing_of(item)):
            continue
        row = _row(item.what, thing_of(item), staff)
        said = {"who": item.signed_by.name, "at": time_of(item.signed_at), "what": row.what}
        words = _("%(what)s: %(who)s signed at %(at)s") % said
        found.append({"handle": row.handle, "words": words, "url": row.url})
    return found
