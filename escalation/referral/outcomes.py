"""What a receiver said, and what the young person is offered next: kept as one sealed text."""

import json
from dataclasses import asdict, dataclass

from escalation.models import Referral


@dataclass(frozen=True)
class Said:
    """Who said what, and the next offer where a threshold was not met."""

    words: str
    next_offer: str = ""


def as_kept(said: Said) -> str:
    return json.dumps(asdict(said), ensure_ascii=False, sort_keys=True)


def said_of(referral: Referral) -> Said | None:
    return Said(**json.loads(referral.outcome_words)) if referral.outcome_words else None
