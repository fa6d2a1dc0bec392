"""What is not given away, and why. Names of staff are found by themselves; the rest a person marks, with a reason.

Only places are kept. Nothing is taken out silently: where something is missing, the pack says why.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat.models import AccessPack, Redaction
from config import clock
from escalation.rights.pack.items import Item, Pack, gather
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

Why = Redaction.Why
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Piece:
    """Some words of an item, or in their place why they are not there."""

    text: str
    redaction: Redaction | None = None


def in_force(pack: AccessPack) -> dict[str, list[Redaction]]:
    """By item, in the order of their places."""
    found: dict[str, list[Redaction]] = {}
    for one in pack.redactions.filter(lifts=None, lifted_by=None).order_by("start", "pk"):
        found.setdefault(one.item, []).append(one)
    return found


def pieces(item: Item, redactions: Iterable[Redaction]) -> list[Piece]:
    """The words of an item with what is taken out of them. Places that touch or overlap are one."""
    redactions = list(redactions)
    if whole := next((one for one in redactions if one.start is None), None):
        return [Piece(stand_in(whole), whole)]
    shown, at = [], 0
    for one in redactions:
        start, end = max(at, one.start or 0), one.end or 0
        if end <= at:
            continue
        if item.words[at:start]:
            shown.append(Piece(item.words[at:start]))
        shown.append(Piece(stand_in(one), one))
        at = end
    return [*shown, Piece(item.words[at:])] if item.words[at:] or not shown else shown


def stand_in(redaction: Redaction) -> str:
    if redaction.why == Why.STAFF_NAME:
        return _("[somebody who works here]")
    return _("[taken out: %(why)s]") % {"why": Why(redaction.why).label}


def redact(pack: AccessPack, item_name: str, *, words: str, why: str, by: StaffMember) -> int:
    """Takes `words` out wherever they stand in this item, or all of it where none are given. Gives how often.

    Raises ValidationError in words.
    """
    _check(pack, by)
    item = gather(pack, by).item(item_name)
    if item is None or item.is_fact:
        raise ValidationError(_("There is nothing like that in it."))
    if why not in Why.values:
        raise ValidationError(_("Say why it is taken out."))
    places = list(_places(item.words, words)) if words.strip() else [(None, None)]
    if not places:
        raise ValidationError(_("These words are not in it."))
    known = {(one.start, one.end) for one in in_force(pack).get(item_name, [])}
    new = [place for place in places if place not in known]
    with transaction.atomic():
        for start, end in new:
            Redaction.objects.create(pack=pack, item=item_name, start=start, end=end, why=why, by=by, at=clock.now())
        audit.record("pack.redacted", f"pack:{pack.pk}", who=by, ground="privacy")
    return len(new)


def lift(redaction: Redaction, *, by: StaffMember) -> None:
    """It is given away after all. Safe to repeat."""
    _check(redaction.pack, by)
    with transaction.atomic():
        _row, is_new = Redaction.objects.get_or_create(
            lifts=redaction, defaults={"pack": redaction.pack, "item": redaction.item, "by": by, "at": clock.now()}
        )
        if is_new:
            audit.record("pack.redaction_lifted", f"pack:{redaction.pack_id}", who=by, ground="privacy")


def find_names(pack: AccessPack) -> int:
    """Names of those who work here and had to do with it, wherever they stand in words; and what a person took out of
    one piece, wherever else it stands. What was lifted stays so.

    Looked for again each time it is opened or taken: a chat goes on, and a lead agrees to more being in it.
    """
    found = gather(pack)
    known = set(pack.redactions.filter(lifts=None).values_list("item", "start", "end"))
    marked = _marked(pack, found)
    made = [
        Redaction(pack=pack, item=item.name, start=start, end=end, why=why, at=clock.now())
        for item in found.items
        if not item.is_fact
        for (start, end), why in _to_take_out(item, found, marked)
        if (item.name, start, end) not in known
    ]
    Redaction.objects.bulk_create(made)
    return len(made)


def _marked(pack: AccessPack, found: Pack) -> dict[str, str]:
    """The words that somebody took out, and why: read from the pieces they are in, for only places are kept."""
    items, marked = {item.name: item for item in found.items}, {}
    for name, redactions in in_force(pack).items():
        for one in redactions:
            if one.by_id is not None and one.start is not None and name in items:
                words = items[name].words[one.start : one.end].strip().casefold()
                marked.update({words: one.why} if len(words) >= SHORTEST_NAME else {})
    return marked


def _to_take_out(item: Item, found: Pack, marked: dict[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    for place in _names_in(item.words, found):
        yield place, Why.STAFF_NAME
    for words, why in marked.items():
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", item.words, re.IGNORECASE):
            yield match.span(), why


def _names_in(words: str, found: Pack) -> Iterator[tuple[int, int]]:
    names = {name for staff in found.staff for name in (staff.name, *staff.name.split())}
    long = sorted((name for name in names if len(name.strip(".")) >= SHORTEST_NAME), key=len, reverse=True)
    if long:
        either = "|".join(re.escape(name) for name in long)
        for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", words, re.IGNORECASE):
            yield match.span()


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(re.escape(words.strip()), text, re.IGNORECASE):
        yield match.span()


def _check(pack: AccessPack, by: StaffMember) -> None:
    if not may(by, Action.MAKE_PACK):
        raise PermissionDenied
    if AccessPack.objects.filter(pk=pack.pk).exclude(closed_at=None).exists():
        raise ValidationError(_("This is done."))
