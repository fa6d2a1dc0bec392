"""What every page of somebody who is signed in says about their shifts: one line each, and where it leads."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rota.models import StaffMember
from rota.pages import access
from rota.pages.lately import waiting
from rota.planning import notes, test_pages


class Notice(NamedTuple):
    words: str
    url: str


def about_shifts(request: HttpRequest) -> dict[str, Any]:
    """Read only by pages that show it."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, StaffMember):
        return {}
    return {"rota_notices": SimpleLazyObject(lambda: notices_for(staff))}


def notices_for(staff: StaffMember) -> list[Notice]:
    """The test page that nobody answered, and how much waits under My shifts."""
    if not access.duties_of(staff):
        return []
    mine, found = reverse("rota:mine"), []
    if test_pages.waiting_for(staff) is not None:
        found.append(Notice(_("A test page was sent to you: answer it"), mine))
    if many := waiting(staff) + notes.to_sign(staff).count():
        words = ngettext(
            "%(n)s thing about your shifts waits for you", "%(n)s things about your shifts wait for you", many
        )
        found.append(Notice(words % {"n": many}, mine))
    return found
