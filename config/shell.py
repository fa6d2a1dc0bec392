"""What every page knows about the service."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, Any]:
    """For the templates: the neutral site that Exit goes to."""
    return {"exit_url": settings.NEUTRAL_SITE}


def display_name(staff: Any) -> str:
    """How a signed-in person is called on screen."""
    return str(staff.name)
