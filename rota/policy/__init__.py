"""Who may do what: one table, and everybody who decides about access asks it.

    table.py      the rows: action x role x on shift x relation to the thing
    relations.py  what "owner" or "opened it" means for each kind of thing; the apps above say so when they are ready
    asking.py     may(staff, action, thing), and the same for many things at once
    veils.py      what somebody must never come upon, whatever the table says
    doors.py      which address and which socket action is open to whom
"""

from rota.policy.asking import Decision, action_required, may, open_to, roles_for, unveiled
from rota.policy.relations import relates
from rota.policy.table import EVERYBODY, TABLE, Action, Relation, Row
from rota.policy.veils import veil, veiled_from

__all__ = [
    "EVERYBODY",
    "TABLE",
    "Action",
    "Decision",
    "Relation",
    "Row",
    "action_required",
    "may",
    "open_to",
    "relates",
    "roles_for",
    "unveiled",
    "veil",
    "veiled_from",
]
