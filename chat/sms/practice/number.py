"""The one number of the practice account, with the fields that Twilio's library reads and we ask about."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from chat.sms.practice.schema import API_VERSION


def as_resource() -> dict[str, Any]:
    """Set up as docs/operations.md tells to set up a real one."""
    account = settings.TWILIO_ACCOUNT_SID
    sid = f"PN{account[2:]}"
    return {
        "sid": sid,
        "account_sid": account,
        "api_version": API_VERSION,
        "phone_number": settings.TWILIO_FROM,
        "friendly_name": "Practice phone",
        "capabilities": {"sms": True, "mms": False, "voice": False, "fax": False},
        "sms_url": f"{settings.PUBLIC_URL}{reverse('sms:incoming')}",
        "sms_method": "POST",
        "sms_fallback_url": f"{settings.PUBLIC_URL}{reverse('sms:fallback')}",
        "sms_fallback_method": "POST",
        "sms_application_sid": "",
        "status_callback": "",
        "status_callback_method": "POST",
        "status": "in-use",
        "trunk_sid": None,
        "uri": f"/{API_VERSION}/Accounts/{account}/IncomingPhoneNumbers/{sid}.json",
    }


def page_of(numbers: list[dict[str, Any]]) -> dict[str, Any]:
    """One page: there is never a second."""
    uri = f"/{API_VERSION}/Accounts/{settings.TWILIO_ACCOUNT_SID}/IncomingPhoneNumbers.json?Page=0"
    return {
        "incoming_phone_numbers": numbers,
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": max(0, len(numbers) - 1),
        "uri": uri,
        "first_page_uri": uri,
        "next_page_uri": None,
        "previous_page_uri": None,
    }
