"""A text as the carrier's API describes it. What we do not know is null, as it is there."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from django.conf import settings

from chat.models import PracticeText
from chat.sms.practice.schema import API_VERSION

ERROR_WORDS = {
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
}


def as_resource(text: PracticeText) -> dict[str, Any]:
    """All fields of the message resource."""
    from_phone, address = text.is_from_phone, f"{messages_path()}/{text.sid}"
    return {
        "account_sid": settings.TWILIO_ACCOUNT_SID,
        "api_version": API_VERSION,
        "body": text.body,
        "date_created": _rfc_2822(text.made_at),
        "date_sent": _rfc_2822(text.sent_at),
        "date_updated": _rfc_2822(text.changed_at),
        "direction": text.direction,
        "error_code": text.known_error,
        "error_message": ERROR_WORDS.get(text.known_error or 0),
        "from": text.phone.number if from_phone else text.our_number,
        "messaging_service_sid": None,
        "num_media": str(text.pictures),
        "num_segments": str(text.segments),
        "price": None,
        "price_unit": None,
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{address}/Media.json"},
        "to": text.our_number if from_phone else text.phone.number,
        "uri": f"{address}.json",
    }


def messages_path() -> str:
    """Where the texts of our account are, as the carrier writes it: from the top of its API."""
    return f"/{API_VERSION}/Accounts/{settings.TWILIO_ACCOUNT_SID}/Messages"


def _rfc_2822(moment: datetime | None) -> str | None:
    return format_datetime(moment.astimezone(UTC)) if moment else None
