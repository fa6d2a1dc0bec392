"""What every page knows about the service."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, Any]:
    """For the templates: the neutral site that Exit goes to, the neutral look of a tab, what texts cost."""
    icon = "icon" if settings.NEUTRAL_ICON == "notes" else f"icon-{settings.NEUTRAL_ICON}"
    return {
        "exit_url": settings.NEUTRAL_SITE,
        "tab_title": settings.NEUTRAL_TITLE,
        "tab_icon": f"config/{icon}.svg",
        "texts_are_free": settings.TEXTS_ARE_FREE,
    }


def display_name(staff: Any) -> str:
    """How a signed-in person is called on screen."""
    return str(staff.name)
