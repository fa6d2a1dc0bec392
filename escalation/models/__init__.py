"""A person decides, and it is written down."""

from escalation.models.deciding import Decision, EmergencyCall, SecondLook
from escalation.models.escalations import SECOND_REVIEW_WITHIN, Escalation, EscalationFlag, Quote, Subject, next_due
from escalation.models.steps import EscalationEvent, Page

# The models of one part stand beside what is done with them; Django looks for them here.
from escalation.dissent.models import Dissent, DissentStep, PolicyRead  # isort: skip
from escalation.finding.models import NumberSearch  # isort: skip
from escalation.glass.models import Glass, GlassCall  # isort: skip
from escalation.referral.models import Chase, Council, LadoRecord, Referral, Share  # isort: skip
from escalation.risk.models import Promise, RiskCall, RiskHandover, RiskItem  # isort: skip
from escalation.working.models import Advice, Picture, Scale  # isort: skip

__all__ = [
    "SECOND_REVIEW_WITHIN",
    "Advice",
    "Chase",
    "Council",
    "Decision",
    "Dissent",
    "DissentStep",
    "EmergencyCall",
    "Escalation",
    "EscalationEvent",
    "EscalationFlag",
    "Glass",
    "GlassCall",
    "LadoRecord",
    "NumberSearch",
    "Page",
    "Picture",
    "PolicyRead",
    "Promise",
    "Quote",
    "Referral",
    "RiskCall",
    "RiskHandover",
    "RiskItem",
    "Scale",
    "SecondLook",
    "Share",
    "Subject",
    "next_due",
]
