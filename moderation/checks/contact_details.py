"""For the forum: anything by which a young person can be found, or asked to come somewhere nobody watches.

A number or a name on another app is a matter of conduct and no danger: a moderator takes it out (category None, so no
flag). Swapping it with secrecy, gifts, age or pictures in the same breath may be grooming: that is a flag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from chat.urgency import Urgency
from moderation.checks.contact_digits import SPEAKS_OF_IT, SURE, TIMES, numbers
from moderation.checks.contact_phrases import KNOWN as PHRASED
from moderation.checks.contact_phrases import SOURCES as PHRASE_SOURCES
from moderation.checks.contact_phrases import phrases, sounds_like_grooming
from moderation.checks.contact_signs import SOURCES as SIGN_SOURCES
from moderation.checks.contact_signs import signs
from moderation.checks.contact_views import Look, looks
from moderation.checks.shapes import Context, Finding

KNOWN = PHRASED | frozenset(SURE) | frozenset(TIMES) | frozenset(SPEAKS_OF_IT - {"no", "nr"}) | frozenset(
    "gmail hotmail outlook yahoo icloud com dot www http https snapchat instagram".split()
)  # fmt: skip
# These swap contact; a school or a birthday alone does not.
SWAPS = frozenset({"phone", "email", "handle", "asks", "link", "meeting"})
TOGETHER = 2
LONGEST_BEFORE = 400
MOST_OF_A_KIND = 5

Place = tuple[str, str, int, int]


def everything(body: str) -> Iterator[tuple[str, int, int]]:
    """Every place of it, which kind and from where to where, for whoever takes them out: a finding names only some."""
    for kind, _words, start, end in _places(list(looks(body, KNOWN))):
        yield kind, start, end


class ContactDetailsCheck:
    """Everything that says who or where somebody is, also in pieces over an author's last posts."""

    name = "contact_details"

    def __call__(self, body: str, context: Context) -> list[Finding]:
        seen = list(looks(body, KNOWN))
        found = [*_places(seen), *_across(body, context)]
        findings = [
            Finding(f"{self.name}/{kind}", None, Urgency.ROUTINE, words, start, end)
            for kind, words, start, end in _largest(found)
        ]
        if any(kind in SWAPS for kind, *_ in found) and any(sounds_like_grooming(look.words) for look in seen):
            findings.append(_grooming(found))
        return findings


def _grooming(found: Iterable[Place]) -> Finding:
    _, _, start, end = next(place for place in found if place[0] in SWAPS)
    return Finding(
        "contact_details/grooming", "sexual_exploitation", Urgency.SOON, "asks to talk where nobody watches", start, end
    )


def _places(seen: Iterable[Look]) -> Iterator[Place]:
    for look in seen:
        view = look.view
        for kind, words, start, end in signs(view.text):
            yield kind, words, *view.place(start, end)
        for start, end in numbers(view.text):
            yield "phone", "a phone number", *view.place(start, end)
        if look.is_first:
            for kind, words, start, end in phrases(look.words):
                yield kind, words, *view.place(start, _to_the_end_of_the_word(view.text, end))


def _to_the_end_of_the_word(text: str, end: int) -> int:
    """A name like sun_42 is two words to the normaliser, and one to whoever looks for it."""
    while end < len(text) and not text[end].isspace():
        end += 1
    return end


def _across(body: str, context: Context) -> Iterator[Place]:
    """What begins in the same person's last posts and ends in this one."""
    own = [turn.body for turn in context.earlier if turn.by == "young_person"][-TOGETHER:]
    if not own:
        return
    before = " ".join(own)[-LONGEST_BEFORE:] + " | "
    for kind, words, start, end in _places(list(looks(before + body, KNOWN))):
        if start < len(before) < end:
            yield kind, words, 0, end - len(before)


def _largest(found: Iterable[Place]) -> Iterator[Place]:
    """Each thing once, as far as it goes: what lies inside another of its kind says nothing new."""
    kept: list[Place] = []
    for place in sorted(set(found), key=lambda place: place[2] - place[3]):
        same = [other for other in kept if other[0] == place[0]]
        if len(same) < MOST_OF_A_KIND and not any(other[2] <= place[2] and place[3] <= other[3] for other in same):
            kept.append(place)
    yield from sorted(kept, key=lambda place: place[2])


@lru_cache(maxsize=1)
def version() -> str:
    """A hash of everything that decides what is found."""
    return hashlib.sha256("\n".join((*PHRASE_SOURCES, *SIGN_SOURCES, *sorted(KNOWN))).encode()).hexdigest()[:8]


check = ContactDetailsCheck()
