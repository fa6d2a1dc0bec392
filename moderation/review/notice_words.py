"""What may not go out to an author, however it is reworded. Source: domain reference, wording rules."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

LONGEST = 600
# So many words in a row, out of their own, are a quotation.
WORDS_REPEATED = 5

# Source: domain reference, wording rules, W4. "In case" is no label.
NEVER = re.compile(
    r"\b(?:violat\w*|inappropriate\w*|flagged|risk levels?|(?<!in )cases?|commit(?:s|ted|ting)? suicide"
    r"|attention[- ]seek\w*|victims?|service users?|non[- ]?complian\w*)\b",
    re.IGNORECASE,
)


def check_words(words: str, *, default: str, body: str, out: Iterable[str] = ()) -> str:
    """What is wrong with a notice, in one sentence to show; empty where it can be sent."""
    words = words.strip()
    if not words:
        return _("Say something to them. Nobody should read nothing.")
    if len(words) > LONGEST:
        return _("That is %(count)d characters. %(most)d are enough for anybody who is upset.") % {
            "count": len(words),
            "most": LONGEST,
        }
    if found := NEVER.search(words):
        return _("Please say “%(word)s” in another way. It can sound like a judgement.") % {"word": found[0]}
    if "!" in words:
        return _("Please leave out exclamation marks. They sound loud.")
    if _repeats(words, default, body, out):
        return _("Please do not repeat their words. Somebody else may see this on their screen.")
    return ""


def _repeats(words: str, default: str, body: str, out: Iterable[str]) -> bool:
    """Does it hold what was taken out, or several words in a row of theirs?"""
    theirs = _plain(body).split()
    runs = [" ".join(theirs[at : at + WORDS_REPEATED]) for at in range(len(theirs) - WORDS_REPEATED + 1)]
    gone = [piece for piece in (_plain(span).strip() for span in out) if len(piece) > 3]
    said, known = _plain(words), _plain(default)
    return any(f" {own} " in said and f" {own} " not in known for own in [*gone, *runs])


def _plain(text: str) -> str:
    """Only words, one space apart and around: so that commas and capitals hide no quotation."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold())) + " "
