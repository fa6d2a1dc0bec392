"""Where a post waits for a moderator: care or conduct; how soon somebody must look; whether it is blurred."""

from datetime import timedelta

from chat.urgency import Urgency
from config.tuning import setting
from moderation.checks import Finding
from moderation.models import Flag, Review
from moderation.reading import Reading

# Hostile to others: a matter of conduct, unless somebody is in danger. Disclosure is never treated as abuse.
CONDUCT = frozenset({"toxicity"})
# What may be hard to read. Source: domain reference, moderation (first look with the text blurred).
GRAPHIC = frozenset({"self_harm", "eating", "abuse", "sexual_exploitation", "violence_to_others"})


def lane_of(reading: Reading) -> str:
    """Care where anything is about somebody's safety or could not be checked. Conduct for everything else:
    contact details, hostile words, ordinary posts."""
    needs_care = reading.is_not_checked or any(is_about_safety(finding) for finding in reading.findings)
    return Review.Lane.CARE if needs_care else Review.Lane.CONDUCT


def needs_care(flag: Flag) -> bool:
    """A flag that somebody still has to answer."""
    return flag.category not in CONDUCT or Urgency(flag.urgency).opens_escalation


def is_about_safety(finding: Finding) -> bool:
    return finding.category is not None and (
        finding.category not in CONDUCT or Urgency(finding.urgency).opens_escalation
    )


def may_be_graphic(reading: Reading) -> bool:
    """Blurred at first: what was noticed may be hard to read, or nobody knows what is in it."""
    return reading.is_not_checked or any(
        finding.category in GRAPHIC and Urgency(finding.urgency).rank >= Urgency.SOON.rank
        for finding in reading.findings
    )


def look_within(urgency: str) -> timedelta:
    """From the writing of a post until somebody has looked at it."""
    return timedelta(minutes=setting("forum.look_minutes")[urgency])
