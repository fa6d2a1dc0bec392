"""Until when words stay that somebody was worried about. Source: domain reference, privacy (retention defaults).

Seven years after the last worry. Where there was a referral or an allegation: until the 25th birthday, counted from
the youngest of the age band they gave, and 25 years where nobody knows how old they were. The later of the two.
"""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q

from chat.models import Conversation
from config.tuning import setting
from escalation.models import Decision, Escalation

# The youngest of each band. Under 11 may be any age: the longest time counts.
YOUNGEST = {
    Conversation.AgeBand.FROM_11: 11,
    Conversation.AgeBand.FROM_13: 13,
    Conversation.AgeBand.FROM_16: 16,
    Conversation.AgeBand.FROM_18: 18,
}


def before_years(at: datetime, years: int) -> datetime:
    """So many years earlier, on the same day of the calendar."""
    moved: datetime = at + relativedelta(years=-years)
    return moved


def worried_before(at: datetime) -> datetime:
    """A worry that ended before this has been kept for its seven years."""
    return before_years(at, int(setting("keeping.concern_years")))


def old_enough(at: datetime, band: str, since: str) -> Q:
    """Those whose 25th birthday is certainly over. `band`, `since`: the fields with their age and when they said it."""
    birthday, unknown = int(setting("keeping.referred_birthday")), int(setting("keeping.referred_years"))
    over = Q(**{f"{since}__lt": before_years(at, unknown)})
    for age_band, age in YOUNGEST.items():
        over |= Q(**{band: age_band, f"{since}__lt": before_years(at, max(0, birthday - age))})
    return over


def was_referred() -> Q:
    """Of escalations: handed on to children's social care at any time, or about somebody who works here."""
    referred = Decision.objects.filter(escalation=OuterRef("pk"), outcome=Decision.Outcome.REFER)
    return Q(Exists(referred)) | Q(kind=Escalation.Kind.LADO)
