"""Words that mean something to the phone network, to us, or to a child: only where they are the whole text."""

import unicodedata
from enum import StrEnum

LONGEST = 40
ENDS_A_SENTENCE = " .,;:!?…\"'’"


class Meaning(StrEnum):
    """What a word asks for. Source: domain reference, SMS rules."""

    STOP = "stop"  # no more texts; the network blocks us by itself
    END = "end"  # may be the same, may be how somebody feels
    START = "start"
    HELP = "help"
    NOW = "now"
    LEAVE = "leave"


MEANINGS: dict[str, Meaning] = {
    **dict.fromkeys(("stop", "stopall", "unsubscribe", "revoke", "optout"), Meaning.STOP),
    **dict.fromkeys(("end", "quit", "cancel"), Meaning.END),
    **dict.fromkeys(("start", "unstop"), Meaning.START),
    **dict.fromkeys(("help", "info"), Meaning.HELP),
    "now": Meaning.NOW,
    "leave": Meaning.LEAVE,
}


def keyword_in(body: str, opt_out: str = "") -> str:
    """The word that the whole text is, in small letters; empty for any other text.

    `opt_out` is what the network took the text for (its OptOutType). Where it blocked us because of a word we do
    not know, in another language perhaps, that counts as STOP.
    """
    word = ""
    if len(body) <= LONGEST:
        word = unicodedata.normalize("NFKC", body).strip().rstrip(ENDS_A_SENTENCE).casefold()
    if word in MEANINGS:
        return word
    return str(Meaning.STOP) if opt_out.strip().casefold() == "stop" else ""
