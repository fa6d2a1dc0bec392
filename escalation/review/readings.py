"""What the program read in each message and wording, with what; what it found nothing in, and what it never read.

Scores are left out: nobody who decides about a person is shown them, and a record for a review goes to many.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from chat.models import Message, PostVersion
from chat.urgency import Urgency
from escalation.durations import exact
from escalation.review.entries import local
from escalation.review.scope import Scope
from moderation.models import Assessment

_R = Message.Reading
Facts = tuple[tuple[str, str], ...]


class Seen(NamedTuple):
    """What is said of one reading."""

    facts: Facts
    gaps: tuple[str, ...] = ()


class InForce(NamedTuple):
    """What it was read with."""

    artefact_hash: str
    rules_version: str
    thresholds: str


@dataclass
class Counted:
    """For the summary: of the young person's own words."""

    nothing_noticed: int = 0
    noticed: int = 0
    not_read: int = 0
    words_of_theirs: int = 0


class Readings:
    """Of everything in scope, read at once. What it was read with is named A, B, C, and told once."""

    def __init__(self, scope: Scope) -> None:
        self._until = scope.until
        chats, posts = [one.pk for one in scope.chats], [one.pk for one in scope.posts]
        found = Assessment.objects.filter(message__conversation__in=chats).order_by("at", "pk")
        of_posts = Assessment.objects.filter(post_version__post__in=posts).order_by("at", "pk")
        self._messages = {one.message_id: one for one in found}
        self._versions = {one.post_version_id: one for one in of_posts}
        every = sorted([*self._messages.values(), *self._versions.values()], key=lambda one: (one.at, one.pk))
        self.names: dict[str, tuple[str, Assessment]] = {}
        for one in every:
            self.names.setdefault(_with(one), (_letters(len(self.names)), one))
        self.counted = Counted()

    def of_message(self, message: Message) -> Seen:
        is_theirs = message.by == Message.By.YOUNG_PERSON
        return self._seen(message.reading, self._messages.get(message.pk), message.stored_at, is_theirs)

    def of_version(self, version: PostVersion) -> Seen:
        found = self._versions.get(version.pk)
        return self._seen(version.reading, found, version.written_at, version.made_by_id is None)

    def in_force(self) -> list[dict[str, Any]]:
        """Each once: the artefact by its hash, the rules by their version, and every threshold."""
        return [
            {
                "name": name,
                "since": local(first.at),
                "artefact_sha256": first.artefact_hash or _("no model was read with"),
                "rules_version": first.rules_version,
                "thresholds": first.thresholds,
            }
            for name, first in self.names.values()
        ]

    def _seen(self, reading: str, found: Assessment | None, said_at: datetime, is_theirs: bool) -> Seen:
        seen, what = _told(reading, found, said_at, self._until)
        if is_theirs:
            self.counted.words_of_theirs += 1
            setattr(self.counted, what, getattr(self.counted, what) + 1)
        if found is None:
            return seen
        name, _first = self.names[_with(found)]
        places = (_("Places it read"), f"{found.read_from_place} to {found.read_to_place}")
        return Seen((*seen.facts, (_("Read with"), _("reading %(name)s") % {"name": name}), places), seen.gaps)


def _told(reading: str, found: Assessment | None, said_at: datetime, until: datetime) -> tuple[Seen, str]:
    label = _("Read by the program")
    if found is None:
        return _without(reading, said_at, until)
    when = _("%(at)s, %(time)s after it was stored") % {"at": local(found.at), "time": exact(found.at - said_at)}
    if found.failed_checks or reading == _R.FAILED:
        failed = ", ".join(found.failed_checks) or _("not known which")
        gap = _("NOT CHECKED: a check could not read this at %(at)s: %(failed)s.") % {
            "at": local(found.at), "failed": failed,
        }  # fmt: skip
        return Seen(((label, when), *_findings(found)), (gap,)), "not_read"
    findings = _findings(found)
    if not findings:
        return Seen(((label, f"{when}: {_('nothing was noticed')}"),)), "nothing_noticed"
    return Seen(((label, when), *findings)), "noticed"


def _without(reading: str, said_at: datetime, until: datetime) -> tuple[Seen, str]:
    if reading == _R.NOT_NEEDED:
        return Seen(((_("Read by the program"), _("no: not needed")),)), "not_read"
    if reading == _R.PENDING:
        waits = _("NOT CHECKED YET: nothing had read this %(time)s after it was stored.")
        return Seen((), (waits % {"time": exact(until - said_at)},)), "not_read"
    if reading == _R.FAILED:
        return Seen((), (_("NOT CHECKED: nothing could read this. No reading of it was stored."),)), "not_read"
    gone = _("It was read. What was found is not known any more: it went with the words it was found in.")
    return Seen((), (gone,)), "not_read"


def _findings(found: Assessment) -> Facts:
    """Which check, which kind, how urgent, where in the words."""
    return tuple(
        (
            _("Noticed"),
            _("%(check)s: %(kind)s, %(urgency)s%(where)s") % {
                "check": one.get("check", ""),
                "kind": one.get("category") or _("no kind"),
                "urgency": _urgency(one.get("urgency")),
                "where": _letters_of(one),
            },
        )
        for one in found.findings
    )  # fmt: skip


def _letters_of(one: dict[str, Any]) -> str:
    if one.get("start") is None or one.get("end") is None:
        return ""
    return _(", letters %(start)d to %(end)d") % {"start": one["start"], "end": one["end"]}


def _urgency(value: Any) -> str:
    return str(Urgency(value).label) if value in Urgency.values else str(value or "")


def _with(one: Assessment) -> str:
    return repr(InForce(one.artefact_hash, one.rules_version, repr(sorted(one.thresholds.items()))))


def _letters(number: int) -> str:
    """A, B, ... Z, AA: as many as there were."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
