"""What left this house and what the young person was told: referrals, shares, tellings, the allegation's record."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from chat.models import Telling
from escalation.models import Chase, Escalation, LadoRecord, Referral, Share
from escalation.referral.places import receiver_of
from escalation.review.entries import TOLD, Entry, Words, entry, local
from escalation.review.scope import Scope
from escalation.review.sealed import gone_of, words_of
from escalation.review.steps import Kind, Record


def records(scope: Scope) -> Iterator[Record]:
    for escalation in scope.family:
        gone = gone_of(escalation) if escalation.key_id is None else ""
        for part in (_referrals, _shares, _lado, _tellings):
            yield from part(scope, escalation, gone)


def _referrals(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    found = Referral.objects.filter(escalation=escalation).select_related(
        "council", "began_by", "phoned_by", "written_by"
    )
    for one in found.order_by("began_at", "pk"):
        one.escalation = escalation
        for made in _moments(scope, one, gone):
            # A step says which referral it was by its moment alone.
            yield Record(made, escalation.pk, frozenset({Kind.REFERRED, Kind.ANSWERED}))
        yield from _chases(scope, escalation, one, gone)


def _moments(scope: Scope, one: Referral, gone: str) -> Iterator[Entry]:
    yield entry(
        f"referral:{one.pk}", one.began_at, TOLD,
        _("A referral was begun: %(kind)s, to %(whom)s") % {"kind": one.get_kind_display(), "whom": receiver_of(one)},
        who=scope.people.who(one.began_by, one.began_at),
        facts=[
            (_("State"), one.get_state_display()),
            (_("Phoned by"), local(one.phone_due_at) if one.phone_due_at else ""),
            (_("Exempt because"), one.exempt_basis),
        ],
        words=[words_of(one, "exempt_why", _("Why it is not made, or was put off"), gone)],
    )  # fmt: skip
    if one.phoned_at is not None:
        yield entry(
            f"referral:{one.pk}/phoned", one.phoned_at, TOLD, _("They were told by telephone"),
            who=scope.people.who(one.phoned_by, one.phoned_at),
            facts=[(_("Their reference"), one.reference or _("not known"))],
            words=[words_of(one, "spoke_to", _("Who answered"), gone)],
        )  # fmt: skip
    if one.written_at is not None:
        yield entry(
            f"referral:{one.pk}/sent", one.written_at, TOLD, _("The written referral left"),
            who=scope.people.who(one.written_by, one.written_at), facts=[(_("SHA-256"), one.sent_sha256)],
            words=[_as_read(words_of(one, "sent", _("What left, as it was sent"), gone))],
        )  # fmt: skip
    if one.outcome_at is not None:
        yield entry(
            f"referral:{one.pk}/answered", one.outcome_at, TOLD,
            _("Their answer: %(outcome)s") % {"outcome": one.get_outcome_display()}, who=_("written down by us"),
            words=_answer(words_of(one, "outcome_words", _("What they said"), gone)),
        )  # fmt: skip


def _as_read(sent: Words | None) -> Words | None:
    """One line a field. The very file is in the referral, under the same hash."""
    if sent is None or not sent.text:
        return sent
    lines = [
        f"{line['label']}: {line['text']}" for section in json.loads(sent.text)["sections"] for line in section["lines"]
    ]
    return Words(sent.label, "\n".join(lines))


def _answer(words: Words | None) -> list[Words | None]:
    if words is None or not words.text:
        return [words]
    said = json.loads(words.text)
    offer = Words(_("What they are offered next"), said["next_offer"]) if said.get("next_offer") else None
    return [Words(words.label, said["words"]), offer]


def _chases(scope: Scope, escalation: Escalation, referral: Referral, gone: str) -> Iterator[Record]:
    done = Chase.objects.filter(referral=referral, done_at__isnull=False).select_related("done_by").order_by("pk")
    for one in done:
        one.referral = referral
        assert one.done_at is not None
        made = entry(
            f"chase:{one.pk}", one.done_at, TOLD, _("Asked what became of the referral"),
            who=scope.people.who(one.done_by, one.done_at, nobody=_("nobody: it was over")),
            facts=[(_("Was due"), local(one.due_at))], words=[words_of(one, "words", _("What they said"), gone)],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.CHASED}), by=one.done_by_id)


def _shares(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    for one in Share.objects.filter(escalation=escalation).select_related("by", "recalled_by").order_by("pk"):
        one.escalation = escalation
        made = entry(
            f"share:{one.pk}", one.at, TOLD,
            _("Shared with %(whom)s, %(how)s") % {"whom": one.to_whom, "how": one.how},
            who=scope.people.who(one.by, one.at),
            facts=[(_("Ground"), one.get_basis_display())], words=[words_of(one, "what", _("What"), gone)],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.SHARED}), by=one.by_id)
        if one.recalled_at is not None:
            back = entry(
                f"share:{one.pk}/recalled", one.recalled_at, TOLD, _("Called back what was shared"),
                who=scope.people.who(one.recalled_by, one.recalled_at),
                words=[words_of(one, "recall_why", _("Why"), gone)],
            )  # fmt: skip
            yield Record(back, escalation.pk, frozenset({Kind.RECALLED}), by=one.recalled_by_id)


def _lado(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    one = LadoRecord.objects.filter(escalation=escalation).select_related("changed_by").first()
    if one is None:
        return
    one.escalation = escalation
    made = entry(
        f"lado:{one.pk}", one.known_at, TOLD, _("The record of the allegation, as it stands"),
        who=scope.people.who(one.changed_by, one.changed_at) if one.changed_by else "",
        facts=[
            (_("Criterion"), one.get_criterion_display() if one.criterion else _("not known")),
            (_("Designated officer told"), local(one.notified_at) if one.notified_at else _("not yet")),
            (_("Outcome"), one.get_outcome_display() if one.outcome else _("not known")),
            (_("Outcome known"), local(one.outcome_at) if one.outcome_at else ""),
            (_("Last changed"), local(one.changed_at)),
        ],
        words=[
            words_of(one, "adviser", _("Adviser"), gone),
            words_of(one, "interim", _("Meanwhile"), gone),
            words_of(one, "outcome_words", _("About the outcome"), gone),
        ],
    )  # fmt: skip
    yield Record(made, escalation.pk, frozenset())


def _tellings(scope: Scope, escalation: Escalation, _gone: str) -> Iterator[Record]:
    """Sealed under the key of the chat."""
    people = ("conversation__key", "written_by", "safe_by", "outcome_by")
    for one in Telling.objects.filter(escalation_id=escalation.pk).select_related(*people).order_by("pk"):
        gone = gone_of(one.conversation) if one.conversation.key_id is None else ""
        kinds = frozenset({Kind.TOLD, Kind.NOT_TOLD})
        for number, made in enumerate(_of_a_telling(scope, one, gone)):
            yield Record(made, escalation.pk, kinds if number == 0 else frozenset())


def _of_a_telling(scope: Scope, one: Telling, gone: str) -> Iterator[Entry]:
    is_told = one.__dict__.get("not_told_why") is None
    shown = local(one.safe_at) if one.safe_at else _("never")
    yield entry(
        f"telling:{one.pk}", one.written_at, TOLD,
        _("Written for the young person: what will be said to whom, and why") if is_told
        else _("Written down: why the young person is not told"),
        who=scope.people.who(one.written_by, one.written_at),
        facts=[
            (_("Said to be safe to show"), f"{shown}, {scope.people.who(one.safe_by, one.safe_at)}"
             if one.safe_at else shown if is_told else ""),
            (_("Taken back"), local(one.taken_back_at) if one.taken_back_at else ""),
        ],
        words=[
            words_of(one, "to_whom", _("To whom"), gone),
            words_of(one, "what", _("What"), gone),
            words_of(one, "why", _("Why"), gone),
            words_of(one, "not_told_why", _("Why telling is unsafe"), gone),
        ],
        gaps=[_("The young person never opened it.") if is_told and one.safe_at and one.read_at is None else ""],
    )  # fmt: skip
    them = _("the young person")
    if one.read_at is not None:
        yield entry(f"telling:{one.pk}/read", one.read_at, TOLD, _("The young person opened and read it"), who=them)
    if one.answered_at is not None:
        agrees = {True: _("yes"), False: _("no"), None: _("did not say")}[one.agrees]
        yield entry(
            f"telling:{one.pk}/answered", one.answered_at, TOLD, _("The young person answered"), who=them,
            facts=[(_("Agrees"), agrees)], words=[words_of(one, "answer", _("Their words to go with it"), gone)],
        )  # fmt: skip
    if one.outcome_at is not None:
        unread = _("The young person has not opened it.") if one.outcome_read_at is None else ""
        yield entry(
            f"telling:{one.pk}/outcome", one.outcome_at, TOLD, _("The young person was told what came of it"),
            who=scope.people.who(one.outcome_by, one.outcome_at),
            facts=[(_("Opened"), local(one.outcome_read_at) if one.outcome_read_at else "")],
            words=[words_of(one, "outcome", _("Words"), gone)], gaps=[unread],
        )  # fmt: skip
