"""A referral that lacks nothing, to take something away from."""

from typing import Any
from uuid import uuid4

from django.utils.timezone import localtime

from config import clock
from escalation.decide import acknowledge
from escalation.models import Council, Escalation, Referral
from escalation.referral import directory, making
from escalation.referral.answers import Answer, written_of
from escalation.referral.document import document_of, sha256_of, text_of
from escalation.referral.fields import fields_of
from rota.models import StaffMember

COUNCIL = {
    "name": "Northmoor Council",
    "nation": "england",
    "places": "Moss Side, Hulme",
    "day_phone": "01632 960001",
    "night_phone": "01632 960002",
    "written_to": "mash@example.org",
}
CALL = {
    "spoke_to": "Priti at the front door",
    "reference": "NM-77",
    "told": "Tablets, and who is at home",
    "basis": "vital",
}


def a_council(by: StaffMember, **changed: str) -> Council:
    return directory.add({**COUNCIL, **changed}, by=by)


def begun(escalation: Escalation, by: StaffMember, kind: str = "social_care", **more: Any) -> Referral:
    """Acknowledged first, as everybody has to."""
    if escalation.acknowledged_at is None:
        acknowledge(escalation, acknowledged_by=by)
        escalation.refresh_from_db()
    council = more.pop("council", None) or Council.objects.filter(ended_at=None).first() or a_council(by)
    return making.begin(escalation, kind, council=council, client_id=uuid4(), by=by, **more)


def at_now() -> str:
    """As a browser sends it."""
    return f"{localtime(clock.now()):%Y-%m-%dT%H:%M}"


def phoned(referral: Referral, by: StaffMember, **changed: str) -> Referral:
    return making.phone(referral, {"at": at_now(), **CALL, **changed}, seen=referral.version, by=by)


def answered(kind: str = "social_care") -> dict[str, Answer]:
    """Every question, half of them "not known"."""
    fields = enumerate(fields_of(kind))
    return {one.name: Answer("known", f"words of {one.name}") if n % 2 else Answer("not_known") for n, one in fields}


def ready(referral: Referral, by: StaffMember, leaves: tuple[str, ...] = ("birth", "what", "told")) -> Referral:
    referral = making.write(referral, answers=answered(referral.kind), seen=referral.version, by=by)
    return making.write(referral, leaving=(leaves, "safeguarding", "by post"), seen=referral.version, by=by)


def previewed(referral: Referral) -> str:
    return sha256_of(text_of(document_of(referral, written_of(referral))))


def sent(escalation: Escalation, by: StaffMember, kind: str = "social_care") -> Referral:
    """Phoned, written and sent."""
    referral = ready(phoned(begun(escalation, by, kind), by), by)
    return making.send(referral, seen=referral.version, sha256=previewed(referral), by=by)
