"""By when each step of a referral has to be done. In UTC; working days are those of the receiving nation.

Source: domain reference, state machines and workflows.
"""

from datetime import datetime, timedelta

from config.tuning import setting
from escalation.models import Escalation, Referral
from escalation.working_days import after_working_days

# A duty to report is put off only while telling at once endangers the child, and never for longer.
LONGEST_PUT_OFF = timedelta(days=7)


def phone_due(escalation: Escalation, kind: str, nation: str, at: datetime) -> datetime:
    """Until somebody has rung them."""
    if kind == Referral.Kind.CSA_DUTY:
        return at + timedelta(minutes=setting("duty.report_minutes"))
    if kind == Referral.Kind.LADO:
        since = escalation.opened_at if escalation.is_allegation else at
        return notify_due(since, nation)
    return at + timedelta(minutes=setting("referral.phone_minutes")[escalation.urgency])


def written_due(phoned_at: datetime) -> datetime:
    """Hours that pass, and not those that a clock shows."""
    return phoned_at + timedelta(hours=setting("referral.written_hours"))


def decision_due(sent_at: datetime, nation: str) -> datetime:
    return after_working_days(sent_at, setting("referral.decision_working_days"), nation)


def chase_due(at: datetime, nation: str) -> datetime:
    return after_working_days(at, setting("referral.chase_working_days"), nation)


def notify_due(known_at: datetime, nation: str) -> datetime:
    """The designated officer of the council hears of an allegation within one working day."""
    return after_working_days(known_at, setting("lado.notify_working_days"), nation)
