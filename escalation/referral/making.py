"""A referral is begun, phoned, written, sent, chased and answered; each step by a person, each once.

begin     draft, with the clock until somebody has rung
phone     whom, when, which reference; what was said is shared, on a ground; a day to write it
write     the form, and which of it leaves: as often as needed before it is sent
send      exactly what was previewed, with its hash; their decision is due in a working day, and chased
chase     asked, and what was heard; the next chase is there at once
answer    accepted, something else offered, or declined: with what the young person is offered next
exempt    not made, for a reason; put_off: a duty to report, while telling at once endangers the child
"""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from config import clock
from escalation.changing import changing
from escalation.history import note
from escalation.models import Chase, Council, Escalation, EscalationEvent, Referral, Share
from escalation.open import NUMBERS_BY_CHANCE
from escalation.referral import due
from escalation.referral.answers import Answer, Written, as_text, with_answers, written_of
from escalation.referral.document import document_of, sha256_of, text_of
from escalation.referral.fields import fields_of
from escalation.referral.moves import Act, move
from escalation.referral.outcomes import Said, as_kept
from escalation.referral.places import BY_COUNCIL, duty_applies, nation_of, receiver_of
from escalation.referral.prefill import known_of
from escalation.referral.typed_in import is_odd, moment, past, whole
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

Kind = EscalationEvent.Kind
LONGEST_RECEIVER, LONGEST_REFERENCE = 120, 60
# What was rung before the page was opened.
RUNG_BEFORE = timedelta(hours=24)
NOT_NEEDED, ENDANGERS = "not_needed", "endangers"
BASES_OF_DUTY = ("reported_already", "peers")


class ChangedMeanwhile(Exception):
    """Somebody else changed this referral since the page was made."""


@transaction.atomic
def begin(
    escalation: Escalation,
    kind: str,
    *,
    council: Council | None,
    receiver: str = "",
    client_id: UUID,
    by: StaffMember,
) -> Referral:
    """Raises ValidationError, field by field. Safe to repeat: one client id is one referral."""
    with changing(escalation.pk) as escalation:
        _may(escalation, by)
        if known := escalation.referrals.filter(client_id=client_id).first():
            return known
        _check_whereto(escalation, kind, council, receiver)
        now = clock.now()
        referral = Referral(
            pk=_number_of(escalation), escalation=escalation, client_id=client_id, kind=kind,
            council=council, receiver="" if council else receiver.strip(), began_at=now, began_by=by,
        )  # fmt: skip
        referral.phone_due_at = due.phone_due(escalation, kind, nation_of(referral), now)
        known_now = {field.name for field in fields_of(kind)}
        answers = {name: one for name, one in known_of(escalation, by=by).items() if name in known_now}
        referral.form = as_text(Written(answers))
        referral.save(force_insert=True)
        if kind == Referral.Kind.CSA_DUTY and escalation.kind == Escalation.Kind.CHILD_SAFETY:
            escalation.kind = Escalation.Kind.CSA_DUTY
            escalation.save(update_fields=["kind"])
        _tell(referral, Kind.REFERRED, "referral.begun", by, was="", now=referral.state, at=now)
        return referral


def write(
    referral: Referral,
    *,
    seen: int,
    by: StaffMember,
    answers: Mapping[str, Answer] | None = None,
    leaving: tuple[tuple[str, ...], str, str] | None = None,
) -> Referral:
    """The form, or what of it leaves, the ground and the way. A draft is told to nobody: no step of the escalation."""
    with _changing(referral, Act.WRITE, seen, by) as referral:
        written = written_of(referral)
        if answers is not None:
            written = with_answers(written, answers)
        if leaving is not None:
            leaves, basis, how = leaving
            known = [name for name in written.answers if name in leaves]
            written = Written(written.answers, tuple(known), basis, how)
        referral.form = as_text(written)
        audit.record("referral.written", f"referral:{referral.pk}", who=by, ground=_ground(referral))
    return referral


def phone(referral: Referral, given: Mapping[str, str], *, seen: int, by: StaffMember) -> Referral:
    """`given`: at, spoke_to, reference ("not known" is written out), told, basis. Raises ValidationError by field."""
    with _changing(referral, Act.PHONE, seen, by) as referral:
        at = past(given["at"], "at", since=referral.began_at - RUNG_BEFORE)
        _check_call(given)
        referral.phoned_at, referral.phoned_by = at, by
        referral.spoke_to, referral.reference = given["spoke_to"], given["reference"]
        referral.written_due_at = due.written_due(at)
        was = move(referral, Act.PHONE)
        _share(referral, _("by telephone"), given["basis"], given["told"], by, at=at)
        _tell(referral, Kind.REFERRED, "referral.phoned", by, was=was, now=referral.state)
    return referral


def send(referral: Referral, *, seen: int, sha256: str, by: StaffMember) -> Referral:
    """`sha256`: of what was previewed. Raises ValidationError where anything is missing or is another text now.

    Safe to repeat: the same text is sent once.
    """
    if referral.written_at is not None and referral.sent_sha256 == sha256 and referral.sent_sha256:
        return referral
    with _changing(referral, Act.SEND, seen, by) as referral:
        written = written_of(referral)
        text = text_of(document_of(referral, written))
        _check_ready(referral, written)
        if sha256_of(text) != sha256:
            raise ValidationError(_("This is not what you looked at any more. Look at it again, then send it."))
        now = clock.now()
        referral.sent, referral.sent_sha256 = text, sha256
        referral.written_at, referral.written_by = now, by
        referral.decision_due_at = due.decision_due(now, nation_of(referral))
        was = move(referral, Act.SEND)
        labels = ", ".join(str(field.label) for field, _answer in written.leaving(referral.kind))
        _share(referral, written.how, written.basis, labels, by, at=now)
        _next_chase(referral, min(referral.decision_due_at, due.chase_due(now, nation_of(referral))))
        _tell(referral, Kind.REFERRED, "referral.sent", by, was=was, now=referral.state, at=now)
    return referral


def chase(referral: Referral, *, words: str, seen: int, by: StaffMember) -> Referral:
    """They were asked, and this is what was heard. Until they answer there is always a next time."""
    with _changing(referral, Act.CHASE, seen, by) as referral:
        _need({"words": words})
        _close_chase(referral, words, by)
        _next_chase(referral, due.chase_due(clock.now(), nation_of(referral)))
        _tell(referral, Kind.CHASED, "referral.chased", by, was=referral.state, now=referral.state)
    return referral


def answer(referral: Referral, outcome: str, said: Said, *, at: str, seen: int, by: StaffMember) -> Referral:
    """What the receiver decided. Anything but "accepted" needs what the young person is offered next."""
    with _changing(referral, Act.ANSWER, seen, by) as referral:
        answered_at = past(at, "at", since=referral.written_at)
        _check_answer(outcome, said)
        referral.outcome, referral.outcome_at = outcome, answered_at
        referral.outcome_words = as_kept(said)
        was = move(referral, Act.ANSWER)
        _close_chase(referral, said.words, by)
        _tell(referral, Kind.ANSWERED, "referral.answered", by, was=was, now=outcome)
    return referral


def exempt(referral: Referral, *, basis: str, why: str, seen: int, by: StaffMember) -> Referral:
    """It is not made. A duty to report names the exemption; any other referral says why it is not needed."""
    with _changing(referral, Act.EXEMPT, seen, by) as referral:
        known = BASES_OF_DUTY if referral.kind == Referral.Kind.CSA_DUTY else (NOT_NEEDED,)
        if basis not in known:
            raise ValidationError({"basis": _("Choose on which basis it is not made.")})
        _need({"why": why})
        referral.exempt_basis, referral.exempt_why = basis, why
        was = move(referral, Act.EXEMPT)
        _tell(referral, Kind.REFERRED, "referral.exempt", by, was=was, now=referral.state)
    return referral


def put_off(referral: Referral, *, until: str, why: str, seen: int, by: StaffMember) -> Referral:
    """A duty to report waits while telling at once endangers the child: seven days from the beginning at most."""
    with _changing(referral, Act.PUT_OFF, seen, by) as referral:
        if referral.kind != Referral.Kind.CSA_DUTY:
            raise ValidationError(_("Only a duty to report can be put off."))
        _need({"why": why})
        referral.phone_due_at = _until(until, referral)
        referral.exempt_basis, referral.exempt_why = ENDANGERS, why
        move(referral, Act.PUT_OFF)
        _tell(referral, Kind.REFERRED, "referral.put_off", by, was=referral.state, now=referral.state)
    return referral


def recall(share: Share, *, why: str, by: StaffMember) -> Share:
    """What left is called back. The notice says so; what they read they have read. Safe to repeat."""
    with changing(share.escalation_id) as escalation:
        _may(escalation, by)
        share = Share.objects.select_for_update().get(pk=share.pk)
        if share.recalled_at is not None:
            return share
        _need({"why": why})
        share.escalation = escalation
        share.recalled_at, share.recalled_by, share.recall_why = clock.now(), by, why
        share.save(update_fields=["recalled_at", "recalled_by", "recall_why"])
        _end_with(share, by)
        note(escalation, Kind.RECALLED, by=by, detail="share.recalled")
        audit.record("share.recalled", f"share:{share.pk}", who=by, ground=f"escalation:{escalation.pk}")
        _nudge(escalation.pk)
    return share


@contextmanager
def _changing(referral: Referral, act: Act, seen: int, by: StaffMember) -> Iterator[Referral]:
    """Its row, locked after its escalation; saved with the next version. Raises ChangedMeanwhile, IllegalMove."""
    with changing(referral.escalation_id) as escalation:
        _may(escalation, by)
        locked = Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
        if locked.version != seen:
            raise ChangedMeanwhile
        locked.escalation = escalation
        move(Referral(state=locked.state), act)  # says no before anything is asked
        yield locked
        locked.version += 1
        locked.save()


def _share(referral: Referral, how: str, basis: str, what: str, by: StaffMember, *, at: datetime) -> Share:
    share = Share(
        pk=_number_of(referral.escalation), escalation=referral.escalation, referral=referral,
        to_whom=receiver_of(referral), how=how, basis=basis, at=at, by=by,
    )  # fmt: skip
    share.what = what
    share.save(force_insert=True)
    return share


def _next_chase(referral: Referral, at: datetime) -> None:
    Chase.objects.create(referral=referral, due_at=at)


def _close_chase(referral: Referral, words: str, by: StaffMember) -> None:
    chase = referral.chases.select_for_update(of=("self",)).get(done_at=None)
    chase.referral = referral
    chase.done_at, chase.done_by, chase.words = clock.now(), by, words
    chase.save(update_fields=["done_at", "done_by", "words"])


def _end_with(share: Share, by: StaffMember) -> None:
    """Nobody waits for an answer any more once nothing of it is out there."""
    if share.referral_id is None or Share.objects.filter(referral=share.referral_id, recalled_at=None).exists():
        return
    referral = Referral.objects.select_for_update(no_key=True).get(pk=share.referral_id)
    referral.escalation = share.escalation
    if referral.state == Referral.State.AWAITING:
        _close_chase(referral, share.recall_why or "", by)
    move(referral, Act.RECALL)
    referral.version += 1
    referral.save(update_fields=["state", "version"])


def _number_of(escalation: Escalation) -> int | None:
    """By chance where it is about a colleague: in the row of all others none is missing."""
    return secrets.choice(range(*NUMBERS_BY_CHANCE)) if escalation.is_allegation else None


def _may(escalation: Escalation, by: StaffMember) -> None:
    if not may(by, Action.DECIDE, escalation):
        raise PermissionDenied


def _check_whereto(escalation: Escalation, kind: str, council: Council | None, receiver: str) -> None:
    if escalation.acknowledged_at is None:
        raise ValidationError(_("Acknowledge it first: then everybody knows who refers."))
    wrong: dict[str, str] = {}
    if kind not in Referral.Kind.values:
        wrong["kind"] = _("Choose what kind of referral it is.")
    if kind == Referral.Kind.CSA_DUTY and not duty_applies():
        wrong["kind"] = _("There is no such duty where this service is. Choose children’s social care or the police.")
    if council is None and kind in BY_COUNCIL:
        wrong["council"] = _("Choose the council. If nobody knows where they are, choose the police.")
    elif council is None and not receiver.strip():
        wrong["receiver"] = _("Say who it goes to.")
    if is_odd(receiver, LONGEST_RECEIVER):
        wrong["receiver"] = _("Write it in fewer words, without odd characters.")
    if council is not None and council.ended_at is not None:
        wrong["council"] = _("This entry of the directory has ended. Choose another.")
    whole(wrong)


def _check_call(given: Mapping[str, str]) -> None:
    wrong: dict[str, str] = {}
    for name in ("spoke_to", "told"):
        if not given[name]:
            wrong[name] = _("Write it here, or write “not known”.")
    if not given["reference"]:
        wrong["reference"] = _("Write the reference they gave, or “not known”.")
    if given["basis"] not in Share.Basis.values:
        wrong["basis"] = _("Choose on which ground it was shared.")
    longest = {"spoke_to": 200, "reference": LONGEST_REFERENCE}
    for name in ("spoke_to", "told", "reference"):
        if is_odd(given[name], longest.get(name, 4000)):
            wrong[name] = _("Write it in fewer words, without odd characters.")
    whole(wrong)


def _check_ready(referral: Referral, written: Written) -> None:
    if missing := written.missing(referral.kind):
        names = ", ".join(str(field.label) for field in missing)
        raise ValidationError(_("Not answered yet, if only by “not known”: %(names)s.") % {"names": names})
    if not written.leaves:
        raise ValidationError(_("Nothing is ticked: choose what leaves."))
    if written.basis not in Share.Basis.values or not written.how:
        raise ValidationError(_("Choose on which ground it is shared, and how it is sent."))


def _check_answer(outcome: str, said: Said) -> None:
    wrong: dict[str, str] = {}
    if outcome not in Referral.Outcome.values:
        wrong["outcome"] = _("Choose what they decided.")
    if not said.words:
        wrong["words"] = _("Write what they said, and who.")
    if outcome in (Referral.Outcome.SIGNPOSTED, Referral.Outcome.DECLINED) and not said.next_offer:
        wrong["next_offer"] = _("“Threshold not met” is no end: say what the young person is offered next.")
    for name, text in (("words", said.words), ("next_offer", said.next_offer)):
        if is_odd(text):
            wrong[name] = _("Write it in fewer words, without odd characters.")
    whole(wrong)


def _need(given: Mapping[str, str]) -> None:
    wrong = {name: _("Say it in a few words.") for name, text in given.items() if not text.strip()}
    wrong |= {
        name: _("Write it in fewer words, without odd characters.") for name, text in given.items() if is_odd(text)
    }
    whole(wrong)


def _until(text: str, referral: Referral) -> datetime:
    at = moment(text)
    if at is None or at <= clock.now():
        raise ValidationError({"until": _("Say until when, at a time that has not come yet.")})
    if at > referral.began_at + due.LONGEST_PUT_OFF:
        raise ValidationError({"until": _("Seven days at most, and only while telling at once endangers the child.")})
    return at


def _ground(referral: Referral) -> str:
    return f"escalation:{referral.escalation_id}"


def _tell(referral: Referral, kind: Kind, verb: str, by: StaffMember, **more: Any) -> None:
    """One step of the escalation, one row of the audit, and every screen that shows it."""
    note(referral.escalation, kind, by=by, detail=verb, **more)
    audit.record(verb, f"referral:{referral.pk}", who=by, ground=_ground(referral))
    _nudge(referral.escalation_id)


def _nudge(escalation_id: int) -> None:
    log.info("referral.moved", extra={"escalation": escalation_id})
    live.nudge_staff("page", escalation=escalation_id)
