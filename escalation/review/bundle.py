"""The whole record: one line of time, what it stood on, what is missing, and a manifest that says whether it is whole.

The text is JSON with sorted keys and no white space, as of a referral; the hash is over its UTF-8 bytes. The page is
made from the same text, so it is what the hash is of. In the manifest each part has a hash of its own.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from escalation.models import Escalation
from escalation.referral.document import sha256_of, text_of
from escalation.review import done, told
from escalation.review.around import around
from escalation.review.called import called, pages_of
from escalation.review.due import due, missed
from escalation.review.entries import PARTS, Entry, local, utc
from escalation.review.in_force import gaps, in_force
from escalation.review.noticed import Flags, missed_by_the_program
from escalation.review.readings import Readings
from escalation.review.said import said
from escalation.review.scope import Scope, scope_of
from escalation.review.seen import seen
from escalation.review.steps import steps
from escalation.subjects import channel, handle, subject_of
from rota.models import StaffMember

FORMAT = "nightlight-chronology-1"


class ToldTwice(Exception):
    """Two lines of one name: a fault of ours, and better than a record in which something stands twice."""


def record_of(escalation: Escalation, *, by: StaffMember, why: str) -> dict[str, Any]:
    """Everything, as it is at this moment. Whoever calls has asked whether they may, and written down that they did."""
    scope = scope_of(escalation)
    readings, flags, pages = Readings(scope), Flags(scope), pages_of(scope)
    clocks = due(scope, flags)
    lines = in_order(
        [
            *said(scope, readings),
            *flags.entries(),
            *called(scope, pages),
            *steps(scope, flags, [*done.records(scope, pages), *told.records(scope)]),
            *clocks,
            *around(scope),
            *seen(scope),
        ]
    )
    document = {
        "format": FORMAT,
        "escalation": _head(scope),
        "made": _made(scope, by, why),
        "summary": {
            "words_of_theirs": asdict(readings.counted),
            "flags": len(flags.all),
            "found_by_people_alone": sum(missed_by_the_program() in one.gaps for one in lines),
            "calls": len(pages),
            "clocks_missed": missed(clocks),
        },
        "in_force": in_force(scope, readings),
        "gaps": gaps(scope),
        "entries": [one.as_data() for one in lines],
    }
    return {**document, "manifest": manifest_of(document)}


def in_order(lines: Iterable[Entry]) -> list[Entry]:
    """Each once, and always in the same order. Raises ToldTwice."""
    every = sorted(lines, key=lambda one: one.order)
    names = Counter(one.name for one in every) + Counter(row for one in every for row in one.rows if row != one.name)
    if twice := [name for name, times in names.items() if times > 1]:
        raise ToldTwice(f"{len(twice)} rows stand twice")
    return every


def manifest_of(document: dict[str, Any]) -> dict[str, Any]:
    """How many lines and rows there are, from when to when, and a hash of each part."""
    entries = document["entries"]
    parts = {part: [one for one in entries if one["part"] == part] for part in PARTS}
    return {
        "entries": len(entries),
        "rows": sum(len(one["rows"]) for one in entries),
        "first": entries[0]["at"] if entries else "",
        "last": entries[-1]["at"] if entries else "",
        "parts": {part: {"entries": len(some), "sha256": _hash(some)} for part, some in parts.items()},
        "rest_sha256": _hash({key: document[key] for key in document if key not in ("entries", "manifest")}),
    }


def _hash(some: Any) -> str:
    return sha256_of(text_of(some))


def is_whole(text: str) -> bool:
    """Does each part still have the hash that the manifest gives it?"""
    document = json.loads(text)
    return bool(document["manifest"] == manifest_of(document))


def _head(scope: Scope) -> dict[str, Any]:
    first = scope.first
    about = [subject_of(first)] if scope.is_allegation else scope.subjects
    return {
        "number": first.pk,
        "joined": scope.numbers[1:],
        "headline": _(first.headline),
        "kind": first.kind,
        "urgency": str(first.get_urgency_display()),
        "state": str(first.get_state_display()),
        "opened": utc(first.opened_at),
        "opened_local": local(first.opened_at),
        "is_allegation": scope.is_allegation,
        "about_staff": first.about_staff.name if first.about_staff else "",
        "about": [f"{channel(one)}, {handle(one)}" for one in about],
    }


def _made(scope: Scope, by: StaffMember, why: str) -> dict[str, str]:
    return {
        "at": utc(scope.until),
        "local": local(scope.until),
        "by": scope.people.who(by, scope.until),
        "why": why,
        "release": str(settings.RELEASE),
    }
