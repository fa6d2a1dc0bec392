"""What a post may be made of: which words are taken as they are, and what is left when some are taken out."""

from chat.frames import BODY_CHARACTERS as BODY_CHARACTERS  # moderators count the same letters
from chat.frames import Unreadable, check_body

TITLE_CHARACTERS = 100


class Refused(Exception):
    """These words cannot be kept. `reason` is a key of chat.forums.wording.REFUSALS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def body_of(text: str) -> str:
    """The words of a post as they are kept. Raises Refused."""
    kept = text.replace("\r\n", "\n").strip()
    _check(kept, BODY_CHARACTERS, empty="empty", too_long="too_long")
    return kept


def title_of(text: str) -> str:
    """A title is one line. Raises Refused."""
    kept = " ".join(text.split())
    _check(kept, TITLE_CHARACTERS, empty="no_title", too_long="long_title")
    return kept


def without(body: str, spans: list[tuple[int, int]]) -> str | None:
    """The body without these pieces; None where a piece lies outside of it, or nothing would be left."""
    if not spans or any(not 0 <= start < end <= len(body) for start, end in spans):
        return None
    gone = {place for start, end in spans for place in range(start, end)}
    left = "".join(letter for place, letter in enumerate(body) if place not in gone)
    return left if left.strip() else None


def _check(kept: str, most: int, *, empty: str, too_long: str) -> None:
    try:
        check_body(kept)
    except Unreadable as refused:
        raise Refused({"empty": empty, "too_long": too_long}.get(refused.reason, refused.reason)) from None
    if len(kept) > most:
        raise Refused(too_long)
