"""People who work here, what they may do, when they are on, and what they looked at."""

from rota.models.audit import AuditCheck, AuditExport, AuditLink, AuditRow
from rota.models.people import Role, RoleGrant, StaffManager, StaffMember
from rota.models.planning import Away, Clearance, GapAlarm, Pattern, PlaceOffer, ShiftNote, Slot, Swap
from rota.models.presence import ConsoleSeen, CoverChange
from rota.models.reach import PushAddress, StaffNumber, Try
from rota.models.shifts import Shift, ShiftEvent
from rota.models.sign_ins import Invitation, SignIn

__all__ = [
    "AuditCheck",
    "AuditExport",
    "AuditLink",
    "AuditRow",
    "Away",
    "Clearance",
    "ConsoleSeen",
    "CoverChange",
    "GapAlarm",
    "Invitation",
    "Pattern",
    "PlaceOffer",
    "PushAddress",
    "Role",
    "RoleGrant",
    "Shift",
    "ShiftEvent",
    "ShiftNote",
    "SignIn",
    "Slot",
    "StaffManager",
    "StaffMember",
    "StaffNumber",
    "Swap",
    "Try",
]
