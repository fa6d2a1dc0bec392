"""What leaves: the very text, and its SHA-256. Made from what was ticked, and from nothing else.

The text is JSON with sorted keys and no white space; the hash is over its UTF-8 bytes. The page to print, the PDF and
the file are all made from it, so each of them is what the hash is of.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from escalation.models import Referral, Share
from escalation.referral.answers import KNOWN, Written
from escalation.referral.fields import sections_of
from escalation.referral.places import receiver_of

FORMAT = "nightlight-referral-1"
_LOOKS = (
    (re.compile(r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b"), "an e-mail address"),
    (re.compile(r"(?<![0-9])(\+44|0)[0-9 ()-]{8,14}[0-9](?![0-9])"), "a telephone number"),
    (re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b", re.IGNORECASE), "a postcode"),
)
# Where a number, a postcode or an address is what the field is for.
_EXPECTED = {"safe_contact", "referrer", "place_clues", "where_now", "school"}


def document_of(referral: Referral, written: Written) -> dict[str, Any]:
    """As the receiver will read it."""
    leaving = {field.name: answer for field, answer in written.leaving(referral.kind)}
    sections = []
    for section, fields in sections_of(referral.kind):
        lines = [
            {"field": one.name, "label": str(one.label), "how": leaving[one.name].how, "text": leaving[one.name].text}
            for one in fields
            if one.name in leaving
        ]
        if lines:
            sections.append({"title": str(section.title), "lines": lines})
    return {
        "format": FORMAT,
        "number": f"{referral.escalation_id}-{referral.pk}",
        "kind": referral.get_kind_display(),
        "to": receiver_of(referral),
        "phoned": {
            "at": referral.phoned_at.isoformat() if referral.phoned_at else "",
            "spoke_to": referral.spoke_to or "",
            "reference": referral.reference,
        },
        "basis": str(Share.Basis(written.basis).label) if written.basis else "",
        "sections": sections,
    }


def text_of(document: dict[str, Any]) -> str:
    """The one way it is written down."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def warnings(referral: Referral, written: Written) -> list[str]:
    """Before it leaves: what a receiver usually needs and is not there, and what says who somebody else is."""
    return [*_missing(referral, written), *_others(referral, written)]


def _missing(referral: Referral, written: Written) -> Iterator[str]:
    for section_fields in sections_of(referral.kind):
        for field in section_fields[1]:
            if referral.kind not in field.usually or field.name not in written.answers:
                continue
            names = {"field": field.label}
            if field.name not in written.leaves:
                yield _("Usually needed, and it does not leave: %(field)s.") % names
            elif written.answers[field.name].how != KNOWN:
                yield _("Usually needed, and not known: %(field)s.") % names


def _others(referral: Referral, written: Written) -> Iterator[str]:
    for field, answer in written.leaving(referral.kind):
        if answer.how != KNOWN:
            continue
        if field.about_others:
            yield _("May say who somebody else is: %(field)s. Does the receiver need it?") % {"field": field.label}
        if field.name in _EXPECTED:
            continue
        for looks, what in _LOOKS:
            if looks.search(answer.words):
                yield _("%(field)s holds %(what)s. Does the receiver need it?") % {
                    "field": field.label,
                    "what": _(what),
                }
