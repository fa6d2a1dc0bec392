"""Words with what says who or where somebody is taken out, each of them replaced by what kind of thing stood there.

Two readings together: what the forum's check for contact details finds, and names, dates, streets and schools that
the check leaves alone. It takes too much rather than too little, and it is never enough: a person reads what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moderation.checks import contact_details
from moderation.feedback.first_names import ALSO_WORDS, NAMES

# What the check calls it, and the mark for it. To be asked for a number or to a meeting is what happened, and stays.
_MARKS = {
    "phone": "phone", "email": "email", "handle": "handle", "link": "link", "address": "address", "school": "school",
    "birthday": "date",
}  # fmt: skip
REMOVED = "[removed]"

_WORD = r"[^\W\d_]+"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)
_DATES = re.compile(
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d\b"
    rf"|\b(?:19|20)\d\d-\d\d-\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? (?:19|20)?\d\d\b)?"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)\b(?:,? (?:19|20)\d\d\b)?"
    rf"|(?<=\bborn in )(?:{_MONTH} )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
# Seven digits and more, however they are spaced: a phone, an account, a number of the NHS.
_DIGITS = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d){6,30}")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? {0,2}\d[abd-hjlnp-uw-z]{2}\b", re.IGNORECASE)
_NO_STREET = (
    r"(?!(?:mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|miles?|times?|people|down|the|a|an|in|on|of|by|up|"
    r"to|this|that|my|from|at|and|pills?|tablets?|stone|percent|quid|pounds?|of|more|or)\b)"
)
_STREET = re.compile(
    rf"\b\d{{1,4}}[a-d]? (?:{_NO_STREET}[^\W\d_'’]{{2,20}} ){{1,3}}"
    r"(?:road|rd|street|st|lane|avenue|ave|close|drive|way|court|crescent|terrace|gardens|place|grove|hill|walk|row)\b"
    r"|\b(?:flat|apartment|room) \d{1,4}[a-d]?\b|(?<=\baddress is )\S+(?: \S+){0,5}",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?!(?:My|The|Our|His|Her|Their|Your|A|An|At|In|From|To|After|Before|High|Primary|Secondary|Boarding|Sixth|This|That)\b)"
    r"(?:St\.? )?[A-Z][\w'’]+(?: (?:of|and) | )(?:[A-Z][\w'’]+ ){0,3}"
    r"(?:[Ss]chool|[Aa]cademy|[Cc]ollege|High|Primary|Grammar|Juniors|Infants)\b"
)
# Told as a name: whatever follows is one.
_NAMED = re.compile(
    rf"\b(?:my (?:full |real |first |last |second |middle |actual |nick ?)?(?:sur)?name(?:['’]?s| is| was)) "
    rf"({_WORD})((?-i:(?: [A-Z][^\W\d_]+)*))",
    re.IGNORECASE,
)
_FULL = re.compile(rf"\bmy full name(?:['’]?s| is| was) ({_WORD}(?:[ -]{_WORD})?)", re.IGNORECASE)
_TITLED = re.compile(rf"\b(?:mr|mrs|ms|mx|dr)\.? ({_WORD})", re.IGNORECASE)
# Often told as a name: what follows is one if it is known as one, or written like one.
_PERHAPS = re.compile(
    rf"\b(?:i['’]?m|i am|this is|call me|calls me|called|named|miss|uncle|aunt|auntie|aunty|sir|coach|love from) "
    rf"({_WORD})",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "a an the not on in and but or i im so just really very too being only going gonna said says told tells who is was "
    "were has had will would can could did do does now then here there because for about with to at of it that this "
    "me my scottish welsh english irish british polish muslim christian jewish sikh hindu catholic black white asian "
    "trans gay bi lesbian autistic scared sad fine okay ok tired sorry childline samaritans nhs police".split()
)
_ANY_WORD = re.compile(_WORD)

Place = tuple[int, int, str]


def masked(text: str) -> str:
    """The same words with a mark such as [name] wherever something says who or where somebody is."""
    out, done = [], 0
    for start, end, mark in _together(sorted(_places(text))):
        out += [text[done:start], f"[{mark}]"]
        done = end
    return "".join([*out, text[done:]])


def _places(text: str) -> Iterator[Place]:
    for kind, start, end in contact_details.everything(text):
        # "My postcode is" says nothing by itself; what follows is found by itself.
        if kind in _MARKS and not text[start:end].casefold().endswith(" is"):
            yield start, end, _MARKS[kind]
    for pattern, mark in ((_DATES, "date"), (_DIGITS, "number"), (_POSTCODE, "address"), (_STREET, "address")):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), mark
    for match in _SCHOOL.finditer(text):
        yield match.start(), match.end(), "school"
    for start, end in _names(text):
        yield start, end, "name"


def _names(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text):
        if match[1].casefold() not in _NO_NAME:
            yield match.start(1), match.end(2)
    for match in _FULL.finditer(text):
        yield match.span(1)
    for match in _TITLED.finditer(text):
        if match[1].casefold() not in _NO_NAME:
            yield match.span(1)
    for match in _PERHAPS.finditer(text):
        if _like_a_name(match[1]):
            yield match.span(1)
    for match in _ANY_WORD.finditer(text):
        known = match[0].casefold()
        if known in NAMES or (known in ALSO_WORDS and match[0].istitle() and _inside(text, match.start())):
            yield match.span()


def _like_a_name(word: str) -> bool:
    known = word.casefold()
    return known in NAMES | ALSO_WORDS or (word.istitle() and len(word) > 2 and known not in _NO_NAME)


def _inside(text: str, at: int) -> bool:
    """In the middle of a sentence: a capital there is a name's."""
    return bool(re.search(r"[\w,] \Z", text[max(0, at - 2) : at]))


def _together(places: list[Place]) -> list[Place]:
    """What overlaps is one, called after the longest of it."""
    joined: list[tuple[Place, int]] = []
    for start, end, mark in places:
        if joined and start < joined[-1][0][1]:
            (first, last, known), longest = joined[-1]
            size = end - start
            joined[-1] = (first, max(last, end), mark if size > longest else known), max(longest, size)
        else:
            joined.append(((start, end, mark), end - start))
    return [place for place, _size in joined]
