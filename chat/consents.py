"""What a young person agreed to: each yes and no with the wording they saw, never overwritten.

    HISTORY     their counsellor may read what was said before
    RETURN      they chose a code word, so that they can come back from any phone
    FOLLOW_UP   we may write to them afterwards (nothing asks for it yet)

A wording that was shown once stays here for ever: another wording is another number.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import Consent, Conversation, YoungPerson
from config import clock

LONDON = ZoneInfo("Europe/London")
What = Consent.What

WORDINGS: dict[tuple[str, int], Any] = {
    (What.HISTORY, 1): gettext_lazy(
        "You talked to us before. May your counsellor read what you said then? It is fine to say no."
    ),
    (What.RETURN, 1): gettext_lazy(
        "With it you can come back later and see what was said. If you leave this page alone for a while, only the "
        "word opens it."
    ),
}
"""Word for word as the page shows them: tests/keeping/test_consents.py compares."""


def newest_wording(what: str) -> int:
    return max(number for known, number in WORDINGS if known == what)


def note_consent(
    young_person: YoungPerson, what: str, *, agreed: bool, conversation: Conversation | None = None, up_to: int = 0
) -> Consent:
    """They said yes or no, just now, to the wording that is shown today. In the transaction of what it allows."""
    return Consent.objects.create(
        young_person=young_person,
        conversation=conversation,
        what=what,
        agreed=agreed,
        wording=newest_wording(what),
        up_to_place=up_to,
        at=clock.now(),
    )


def consents_of(young_person_id: UUID) -> list[Consent]:
    """Everything they ever said to it, the oldest first."""
    return list(Consent.objects.filter(young_person=young_person_id).order_by("at", "pk"))


def in_force(consents: Iterable[Consent]) -> list[Consent]:
    """What they said last to each thing."""
    return list({consent.what: consent for consent in consents}.values())


def consents_in_words(young_people: set[UUID]) -> dict[UUID, list[str]]:
    """What counts now for each of them, for screens that show several."""
    said: dict[UUID, list[Consent]] = {one: [] for one in young_people}
    for consent in Consent.objects.filter(young_person__in=young_people).order_by("at", "pk"):
        said[consent.young_person_id].append(consent)
    return {one: [sentence(consent) for consent in in_force(consents)] for one, consents in said.items()}


def sentence(consent: Consent) -> str:
    """In plain words, for staff and for the young person: what, yes or no, when, after which wording."""
    return _("%(what)s On %(at)s, wording %(number)d.") % {
        "what": _said(consent),
        "at": formats.date_format(consent.at.astimezone(LONDON), "j F Y, H:i"),
        "number": consent.wording,
    }


def wording_of(consent: Consent) -> str:
    """The very words they read."""
    return str(WORDINGS[consent.what, consent.wording])


def _said(consent: Consent) -> str:
    said = {
        (What.HISTORY, True): _("Agreed that their counsellor reads what was said before."),
        (What.HISTORY, False): _("Did not want their counsellor to read what was said before."),
        (What.RETURN, True): _("Chose a code word, to come back with from any phone."),
        (What.RETURN, False): _("Did not want a code word any more."),
        (What.FOLLOW_UP, True): _("Agreed that we write to them afterwards."),
        (What.FOLLOW_UP, False): _("Did not want us to write to them afterwards."),
    }
    return said[Consent.What(consent.what), consent.agreed]
