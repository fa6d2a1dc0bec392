"""What the timeline of an escalation says of its referrals. Words of ours: what was written stays in the referral."""

from django.utils.translation import gettext as _

from escalation.items import DANGER, DONE, PLAIN, Item
from escalation.models import EscalationEvent, Referral


def item_of(event: EscalationEvent, who: str) -> Item | None:
    """None for a step of somebody else's."""
    said = _said(event)
    if said is None:
        return None
    title, tone = said
    return Item(event.at, title % {"who": who}, "", tone)


def _said(event: EscalationEvent) -> tuple[str, str] | None:
    declined = event.to_value in (Referral.Outcome.DECLINED, Referral.Outcome.SIGNPOSTED)
    return {
        "referral.begun": (_("%(who)s began a referral"), PLAIN),
        "referral.phoned": (_("%(who)s phoned about a referral"), DONE),
        "referral.sent": (_("%(who)s sent the written referral"), DONE),
        "referral.chased": (_("%(who)s asked what became of the referral"), DONE),
        "referral.answered": (
            _("%(who)s wrote down the answer: threshold not met, or declined") if declined
            else _("%(who)s wrote down the answer: accepted"),
            DANGER if declined else DONE,
        ),
        "referral.exempt": (_("%(who)s: the referral is not made, for a reason"), DANGER),
        "referral.put_off": (_("%(who)s put off a duty to report, for a reason"), DANGER),
        "share.recalled": (_("%(who)s called back what was shared"), DANGER),
        "allegation.written": (_("%(who)s wrote in the record of the allegation"), PLAIN),
        "allegation.notified": (_("%(who)s told the designated officer"), DONE),
        "allegation.concluded": (_("%(who)s wrote down the outcome of the allegation"), DONE),
    }.get(event.detail)  # fmt: skip
