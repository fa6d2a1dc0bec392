"""What every page knows about the service."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


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


class BarLink(NamedTuple):
    """One page in the bar of staff pages."""

    words: str
    address: str
    # For `aria-current`: "page" on the page itself, "true" on one below it.
    here: str = ""


def bar_links(pages: Iterable[tuple[str, object]], path: str) -> list[BarLink]:
    """Names of addresses and their words as links; the one that `path` belongs to is marked."""
    links = [BarLink(str(words), reverse(name)) for name, words in pages]
    here = max((link.address for link in links if path.startswith(link.address)), key=len, default="")
    return [link._replace(here=_current(link, path)) if link.address == here else link for link in links]


def _current(link: BarLink, path: str) -> str:
    return "page" if link.address == path else "true"
