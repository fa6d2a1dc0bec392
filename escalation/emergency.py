"""Police or an ambulance were called. The call stays open, and is asked about, until somebody knows that they came.

Source: domain reference, emergency: called, logged, stay with them, confirm that they were reached, else act again.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config import clock
from escalation import joined
from escalation.changing import changing
from escalation.models import EmergencyCall, EscalationEvent
from escalation.moves import Act, move
from escalation.working.checks import ask_every, set_check
from escalation.written import check_letters, said, write_down
from rota.models import StaffMember
from rota.planning import debriefs

_Kind = EscalationEvent.Kind
LONGEST_REFERENCE = 60
# Who writes it down later than that wrote the wrong day.
MOST_BEFORE = timedelta(days=2)
REACHED, NOT_YET, OVER = "reached", "not_yet", "over"
ANSWERS = (REACHED, NOT_YET, OVER)


def call(
    escalation_id: int,
    *,
    service: str,
    called_at: datetime | None,
    reference: str,
    shared: str,
    by: StaffMember,
    seen: int | None = None,
) -> EmergencyCall:
    """Written down after the call was made: which service, when, their number for it, and what they were told."""
    now = clock.now()
    reference, shared = reference.strip(), shared.strip()
    called_at = _checked(service, called_at, reference, shared, now)
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.CALL, by=by)
        made = EmergencyCall(escalation=escalation, service=service, called_at=called_at, called_by=by, written_at=now)
        made.reference = reference
        made.shared = shared
        made.ask_again_at = now + ask_every()
        made.save(force_insert=True)
        set_check(escalation)
        write_down(escalation, _Kind.CALLED, by=by, was=was, now=service)
        debriefs.offer(by, why=f"escalation {escalation.pk}")
    return made


def answer(
    escalation_id: int, call_id: int, *, what: str, words: str, by: StaffMember, seen: int | None = None
) -> EmergencyCall:
    """They were reached; not yet, and it is asked again; or it is over without that, and what was done instead."""
    if what not in ANSWERS:
        raise ValidationError({f"call_{call_id}_what": _("Say whether they were reached.")})
    words = said(words, f"call_{call_id}_words", _("Say who told you, and how they are, or what happens now."))
    with changing(escalation_id, seen=seen) as escalation:
        move(escalation, Act.ANSWER_CALL, by=by)
        asked = EmergencyCall.objects.select_for_update(of=("self",)).filter(joined.of(escalation), pk=call_id)
        made = asked.select_related("escalation__key").first()
        if made is None or made.ended_at is not None:
            raise ValidationError(_("This call is answered already."))
        kind = _write(made, what, words, by)
        set_check(escalation)
        write_down(escalation, kind, by=by, was=made.service, now=what, why=words)
    return made


def _write(made: EmergencyCall, what: str, words: str, by: StaffMember) -> _Kind:
    now = clock.now()
    if what == NOT_YET:
        made.ask_again_at = now + ask_every()
        made.save(update_fields=["ask_again_at"])
        return _Kind.NOT_REACHED
    made.ask_again_at, made.ended_at, made.ended_by, made.outcome = None, now, by, words
    made.reached_at = now if what == REACHED else None
    made.save(update_fields=["ask_again_at", "ended_at", "ended_by", "outcome", "reached_at"])
    return _Kind.REACHED if what == REACHED else _Kind.NOT_REACHED


def _checked(service: str, called_at: datetime | None, reference: str, shared: str, now: datetime) -> datetime:
    wrong: dict[str, str] = {}
    if service not in EmergencyCall.Service.values:
        wrong["call_service"] = _("Choose whom you called.")
    if called_at is None:
        wrong["call_at"] = _("Say when the call was made.")
    elif called_at > now + timedelta(minutes=1):
        wrong["call_at"] = _("That is in the future. Call first, then write it down.")
    elif called_at < now - MOST_BEFORE:
        wrong["call_at"] = _("That is more than two days ago. Look at the day.")
    if not reference:
        wrong["call_reference"] = _("Write their number for this, or “not known”.")
    elif len(reference) > LONGEST_REFERENCE:
        wrong["call_reference"] = _("A number and no more: 60 letters at most.")
    if not shared:
        wrong["call_shared"] = _("Write down what you told them.")
    if wrong:
        raise ValidationError(wrong)
    check_letters({"call_reference": reference, "call_shared": shared})
    assert called_at is not None
    return called_at


def operator_asks() -> list[str]:
    """What they ask at 999, in the order in which they ask it."""
    return [
        _("Which service: police or ambulance? For a young person in danger you cannot see, say both."),
        _(
            "Where exactly: address, floor, door, what it is near. If not known: the town, and anything they said."
        ),
        _("Which number do you call from? Give one that is answered all night."),
        _("What happened, and when? What was taken, how much, what is in their hand."),
        _("Are they awake and breathing? How old are they?"),
        _("Is anybody with them, or a danger to whoever comes: a weapon, a dog, a person?"),
        _("How do you know, and are you still in touch? Ask for their number for this incident."),
        _("We call from elsewhere: ask to be put through to the control room where the young person is."),
    ]
