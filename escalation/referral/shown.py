"""What the pages of a referral show. Changes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from escalation import joined
from escalation.models import Escalation, Referral, Share
from escalation.referral.answers import HOWS, KNOWN, NOT_KNOWN, NOT_TOLD, Written, written_of
from escalation.referral.directory import is_old, standing
from escalation.referral.document import document_of, sha256_of, text_of, warnings
from escalation.referral.fields import fields_of, sections_of
from escalation.referral.making import BASES_OF_DUTY, NOT_NEEDED
from escalation.referral.moves import Act, may_move
from escalation.referral.office_hours import contacts_of
from escalation.referral.outcomes import said_of
from escalation.referral.paper import can_make_pdf, context_of
from escalation.referral.places import duty_applies, receiver_of
from escalation.subjects import handle, subject_of

State = Referral.State


def list_context(escalation: Escalation, referrals: Iterable[Referral]) -> dict[str, Any]:
    shares = joined.shares_of(escalation).select_related("by", "recalled_by", "escalation__key").order_by("-at", "-pk")
    return {
        **about(escalation),
        "referrals": [{**_row(one), "is": one} for one in referrals],
        "shares": list(shares),
        "kinds": [(value, words) for value, words in Referral.Kind.choices if duty_applies() or value != "csa_duty"],
        "councils": standing(),
        "is_acknowledged": escalation.acknowledged_at is not None,
    }


def head_context(referral: Referral) -> dict[str, Any]:
    """What stands on top of each page of one referral."""
    return {
        **about(referral.escalation),
        "referral": referral,
        "to": receiver_of(referral),
        "contacts": contacts_of(referral.council) if referral.council else [],
        "is_old": is_old(referral.council) if referral.council else False,
        "may_write": may_move(referral, Act.WRITE),
        **_row(referral),
    }


def show_context(referral: Referral) -> dict[str, Any]:
    written = written_of(referral)
    shares = referral.shares.select_related("by", "recalled_by").order_by("at", "pk")
    chases = referral.chases.select_related("done_by").order_by("due_at", "pk")
    is_duty = referral.kind == Referral.Kind.CSA_DUTY
    return {
        **head_context(referral),
        "missing": written.missing(referral.kind),
        "asked": len(fields_of(referral.kind)),
        "answered": len([field for field in fields_of(referral.kind) if field.name in written.answers]),
        "leaving": len(written.leaving(referral.kind)),
        "may": {act.value: may_move(referral, act) for act in Act},
        "is_duty": is_duty,
        "bases": Share.Basis.choices,
        "exempt_bases": _exempt_bases(is_duty),
        "exempt_words": exempt_words(referral.exempt_basis),
        "outcomes": Referral.Outcome.choices,
        "said": said_of(referral),
        "shares": [_with_key(share, referral.escalation) for share in shares],
        "chases": [_with_referral(chase, referral) for chase in chases],
        "can_pdf": can_make_pdf(),
        "written_hours": setting("referral.written_hours"),
    }


def form_sections(referral: Referral, typed: Mapping[str, Any], errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """The questions with what was typed, as the template walks through them."""
    return [
        {
            "title": section.title,
            "fields": [
                {
                    "is": field,
                    "words": typed.get(f"words-{field.name}", ""),
                    "how": typed.get(f"how-{field.name}", ""),
                    "error": errors.get(field.name, ""),
                }
                for field in fields
            ],
        }
        for section, fields in sections_of(referral.kind)
    ]


def typed_of(referral: Referral) -> dict[str, str]:
    """The form as it is stored, under the names it is typed in with."""
    typed = {}
    for name, answer in written_of(referral).answers.items():
        typed[f"words-{name}"] = answer.words
        typed[f"how-{name}"] = "" if answer.how == KNOWN else answer.how
    return typed


def leaves_context(referral: Referral, written: Written) -> dict[str, Any]:
    sections = [
        {
            "title": section.title,
            "fields": [
                {
                    "is": field,
                    "answer": written.answers[field.name],
                    "leaves": field.name in written.leaves,
                    "usual": referral.kind in field.usually,
                }
                for field in fields
                if field.name in written.answers
            ],
        }
        for section, fields in sections_of(referral.kind)
    ]
    return {
        "sections": [one for one in sections if one["fields"]],
        "missing": written.missing(referral.kind),
        "bases": Share.Basis.choices,
        "hows": [_("by their secure form"), _("by encrypted e-mail"), _("by post"), _("handed over")],
        "basis": written.basis,
        "how": written.how,
    }


def preview_context(referral: Referral) -> dict[str, Any]:
    """Before it is sent: as it would leave now. Afterwards: as it left."""
    written = written_of(referral)
    if referral.written_at is not None:
        sent = context_of(referral, by=referral.written_by or referral.began_by)
        return {"document": sent["document"], "sha256": referral.sent_sha256, "warnings": [], "was_sent": True}
    document = document_of(referral, written)
    missing = written.missing(referral.kind)
    return {
        "document": document,
        "sha256": sha256_of(text_of(document)),
        "warnings": warnings(referral, written),
        "missing": missing,
        "may_send": may_move(referral, Act.SEND)
        and not missing
        and bool(written.leaves and written.basis and written.how),
        "how": written.how,
        "was_sent": False,
    }


def about(escalation: Escalation) -> dict[str, Any]:
    return {
        "escalation": escalation,
        "handle": handle(subject_of(escalation)),
        "is_allegation": escalation.is_allegation,
        "hows_asked": HOWS[1:],
        "not_known": NOT_KNOWN,
        "not_told": NOT_TOLD,
        "now_local": f"{localtime(clock.now()):%Y-%m-%dT%H:%M}",
    }


def exempt_words(basis: str) -> str:
    return {
        "reported_already": _("Somebody reported it already, and I know that from them or from the receiver"),
        "peers": _("Between young people of 13 or over, near in age, who both agree, without harm or pressure"),
        "not_needed": _("It turned out not to be needed, or another referral has it"),
        "endangers": _("Put off: telling at once endangers the child"),
    }.get(basis, "")


def _exempt_bases(is_duty: bool) -> list[tuple[str, str]]:
    return [(basis, exempt_words(basis)) for basis in (BASES_OF_DUTY if is_duty else (NOT_NEEDED,))]


def _row(referral: Referral) -> dict[str, Any]:
    """What is due next, and whether it is overdue."""
    due_at, words = {
        State.DRAFT: (referral.phone_due_at, _("phone them")),
        State.PHONED: (referral.written_due_at, _("send the written referral")),
        State.AWAITING: (_next_chase(referral), _("ask what became of it")),
    }.get(State(referral.state), (None, ""))
    return {
        "to": receiver_of(referral),
        "due_at": due_at,
        "due_words": words,
        "is_overdue": due_at is not None and due_at <= clock.now(),
    }


def _next_chase(referral: Referral) -> Any:
    chase = referral.chases.filter(done_at=None).first()
    return chase.due_at if chase else None


def _with_key(share: Share, escalation: Escalation) -> Share:
    share.escalation = escalation
    return share


def _with_referral(chase: Any, referral: Referral) -> Any:
    chase.referral = referral
    return chase
