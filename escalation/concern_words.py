"""What somebody outside said, as the pages show it: never checked, and never the young person's own words."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from chat.models import Concern, WordsShredded
from escalation.items import DANGER, Item
from escalation.words import Part, Spoken


def said_of(concern: Concern) -> list[Spoken]:
    """What they saw or heard, whom they mean, and what they added later; how to reach them is for the whole page."""
    return list(_said(concern, with_contact=False))


def all_of(concern: Concern) -> list[Spoken]:
    return list(_said(concern, with_contact=True))


def concern_items(concern: Concern) -> Iterator[Item]:
    """In the timeline: that it came, and each time more came. No words of theirs."""
    who = str(concern.get_given_by_display())
    yield Item(concern.at, _("Somebody outside is worried (nobody has checked it)"), who, DANGER)
    for at in concern.added.order_by("at", "pk").values_list("at", flat=True):
        yield Item(at, _("They said more about it"), who, DANGER)


def _said(concern: Concern, *, with_contact: bool) -> Iterator[Spoken]:
    try:
        told = [concern.what, concern.who]
        if with_contact:
            told.append(concern.contact)
    except WordsShredded:
        yield _spoken(concern, 0, concern.at, _("These words were deleted."), "")
        return
    titles = ["", _("Who it is about, as they say it"), _("How to reach whoever says it")]
    for number, (title, body) in enumerate(zip(titles, told, strict=False)):
        if body:
            yield _spoken(concern, number, concern.at, body, title)
    for more in concern.added.order_by("at", "pk"):
        more.concern = concern
        yield _spoken(concern, 10 + more.pk, more.at, more.words or "", _("Added later"))


def _spoken(concern: Concern, place: int, at: datetime, body: str, title: str) -> Spoken:
    return Spoken(
        place=place,
        at=at,
        by="system",
        name=str(concern.get_given_by_display()),
        channel=_("Concern door, nobody has checked it"),
        parts=[Part(body)],
        reasons=[],
        urgency="",
        title=title,
    )
