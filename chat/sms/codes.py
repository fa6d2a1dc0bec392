"""What the carrier's numbers mean for a text and for its phone.

Sources: the domain reference, section 8, for what we do; the carrier's own dictionary of errors
(https://www.twilio.com/docs/api/errors) for what they mean.
"""

from enum import Enum


class Then(Enum):
    """What we do about it."""

    STOPPED = "stopped"  # they opted out: blocked, and no more texts to this phone
    DEAD = "dead"  # no such number: failed, and no more texts to this phone
    LANDLINE = "landline"  # it would be read aloud: failed, and no more texts to this phone
    AGAIN = "again"  # the phone is off, or nobody knows: the same text again after some minutes
    FILTERED = "filtered"  # the network takes it for spam: the same words are not sent to this phone again
    LATER = "later"  # not this text's fault: it waits in its place
    FAILED = "failed"  # this text cannot be sent


CODES = {
    21610: Then.STOPPED,  # the recipient has opted out
    21211: Then.DEAD,  # not a valid number
    21614: Then.DEAD,  # not a mobile number
    30005: Then.DEAD,  # unknown destination: no longer in service
    30006: Then.LANDLINE,  # landline or unreachable carrier
    21635: Then.LANDLINE,  # a landline
    30003: Then.AGAIN,  # unreachable: switched off, no signal
    30008: Then.AGAIN,  # unknown error
    30007: Then.FILTERED,  # filtered by the carrier
    20429: Then.LATER,  # too many requests
    20003: Then.LATER,  # our account's name or token is not right
    20005: Then.LATER,  # our account is not active
    20404: Then.LATER,  # our account is not at this address
}

# An answer without a number of the carrier's own has only its HTTP status.
STATUSES = {401: Then.LATER, 403: Then.LATER, 404: Then.LATER, 429: Then.LATER}


def then_of(code: int | None) -> Then:
    """What to do about a text that was refused or came back with this number."""
    if code is None:
        return Then.FAILED
    return CODES.get(code) or STATUSES.get(code) or Then.FAILED
