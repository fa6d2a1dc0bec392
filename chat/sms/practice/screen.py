"""What stands on the screen of a practice phone: the bubbles, and what became of each."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.models import PracticePhone, PracticeText
from chat.sms.practice.calls import ringing
from chat.sms.practice.phones import CALL, newest_texts, phones

Status, Handed = PracticeText.Status, PracticeText.Handed


def screens() -> list[dict[str, Any]]:
    """Both phones, as the page and its script draw them."""
    return [{"which": which, **screen_of(phone)} for which, phone in phones().items()]


def screen_of(phone: PracticePhone) -> dict[str, Any]:
    return {
        "number": in_groups(phone.number),
        "stopped": phone.stopped_at is not None,
        "rings": ringing(phone) is not None,
        "texts": [_bubble(text) for text in newest_texts(phone)],
    }


def in_groups(number: str) -> str:
    """As people write it, and on one line: +44 7700 900001."""
    return "\u00a0".join((number[:3], number[3:7], number[7:]))


def _bubble(text: PracticeText) -> dict[str, Any]:
    return {
        "id": text.pk,
        "by": "phone" if text.is_from_phone else "us",
        "body": _("Telephone call") if text.direction == CALL else text.body,
        "pictures": ngettext("%(count)s picture", "%(count)s pictures", text.pictures) % {"count": text.pictures}
        if text.pictures
        else "",
        "state": _state_of(text),
        "words": _words_for(text),
    }


def _state_of(text: PracticeText) -> str:
    """`there`, `on_its_way` or `wrong`."""
    if text.is_from_phone:
        return {Handed.NOT_YET: "on_its_way", Handed.KEPT: "wrong"}.get(Handed(text.handed), "there")
    if text.status == Status.DELIVERED:
        return "there"
    return "wrong" if text.status in (Status.UNDELIVERED, Status.FAILED) else "on_its_way"


def _words_for(text: PracticeText) -> str:
    if text.is_from_phone:
        return {
            Handed.NOT_YET: _("On its way"),
            Handed.WEBHOOK: _("Handed over"),
            Handed.FALLBACK: _("Handed over at the second address"),
            Handed.KEPT: _("Not handed over: the carrier keeps it"),
            Handed.FETCHED: _("Fetched from the carrier’s list"),
        }[Handed(text.handed)]
    if text.direction == PracticeText.Direction.FROM_CARRIER:
        return _("From the carrier")
    if text.direction == CALL:
        words = {Status.QUEUED: _("Rings"), Status.DELIVERED: _("Answered")}
        return words.get(Status(text.status), _("Nobody answered"))
    return {
        Status.QUEUED: _("On its way"),
        Status.SENT: _("On its way, sent"),
        Status.DELIVERED: _("Delivered"),
        Status.UNDELIVERED: _("Never arrived (%(code)s)") % {"code": text.known_error},
        Status.FAILED: _("Never sent on (%(code)s)") % {"code": text.known_error},
    }[Status(text.status)]
