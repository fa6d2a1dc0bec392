"""Where a referral goes, and which nation's working days count there."""

from config.tuning import setting
from escalation.models import Referral

# Where a council's front door is rung, or its designated officer.
BY_COUNCIL = frozenset({Referral.Kind.SOCIAL_CARE, Referral.Kind.LADO, Referral.Kind.EARLY_HELP})


def receiver_of(referral: Referral) -> str:
    return referral.council.name if referral.council is not None else referral.receiver


def nation_of(referral: Referral) -> str:
    """Of the receiving council; otherwise where the service is."""
    return referral.council.nation if referral.council is not None else str(setting("service.nation"))


def duty_applies() -> bool:
    """Is there a legal duty to report child sexual abuse where this service is?"""
    return setting("service.nation") in setting("duty.nations")
