"""The matrix in rows, to print or to keep in docs/access.md: made from the table and the doors, and nothing else."""

from collections.abc import Iterable, Iterator, Sequence

from rota.models import Role
from rota.policy.doors import ADDRESSES, SOCKET_ACTIONS, SOCKET_NEEDS, SOCKET_ROLES, Address
from rota.policy.states import ACTIONS_WITH, DUTY_OF, STATES, State, ways_in
from rota.policy.table import EVERYBODY, TABLE, Action, Relation, Row

Rows = tuple[Sequence[str], list[Sequence[str]]]
ROLES = tuple(str(role) for role in Role.values)
NO = "-"
ON, OFF, OWN = "on shift", "yes", "own"


def everything() -> dict[str, Rows]:
    """By title, the head of a table and its rows."""
    return {
        "The table": the_table(),
        "With which thing": things(),
        "Addresses": addresses(),
        "Sockets": sockets(),
    }


def the_table() -> Rows:
    head = ("action", "who", "on shift as", "when the thing is", "ground")
    return head, [
        (row.action, _roles(row.roles), " or ".join(_duties(row.on)) or NO, row.relation, row.ground) for row in TABLE
    ]


def things() -> Rows:
    """For each action with a thing and each state it can be in: yes, only on shift, or no, by role."""
    head = ("action", "thing", "state", *ROLES)
    return head, [
        (action, state.thing, state.name, *(cell(action, role, state) for role in ROLES))
        for state in STATES
        for action in ACTIONS_WITH[state.thing]
    ]


def cell(action: Action, role: str, state: State) -> str:
    if ways_in(action, role, on_shift=False, state=state):
        return OFF
    can = role in DUTY_OF and ways_in(action, role, on_shift=True, state=state)
    return ON if can else NO


def addresses() -> Rows:
    head = ("address", "method", "nobody", *ROLES)
    return head, list(_addresses(ADDRESSES.values()))


def sockets() -> Rows:
    head = ("socket", "action", "nobody", *ROLES)
    rows: list[Sequence[str]] = []
    for socket, actions in SOCKET_ACTIONS.items():
        for action in sorted(actions):
            if SOCKET_ROLES[socket]:
                rows.append((socket, action, NO, *(at_console(action, role) for role in ROLES)))
            else:
                rows.append((socket, action, "a young person", *(NO for _role in ROLES)))
    return head, rows


def at_console(frame: str, role: str) -> str:
    """May somebody with this role send this frame: always, on shift, or with the thing alone ("own")?"""
    if role not in SOCKET_ROLES["ws/console/"]:
        return NO
    rows = [row for row in TABLE if row.action in SOCKET_NEEDS[frame] and role in row.roles]
    answers = {_one_row(row, role) for row in rows}
    return next((answer for answer in (OFF, ON, OWN) if answer in answers), NO)


def _one_row(row: Row, role: str) -> str:
    if row.on:
        return ON if DUTY_OF.get(role) in row.on else NO
    return OWN if row.relation in (Relation.OWNER, Relation.OFFERED) else OFF


def _addresses(declared: Iterable[Address]) -> Iterator[Sequence[str]]:
    for address in declared:
        for method in sorted(address.methods):
            nobody = OFF if address.open_to == "anyone" else address.nobody
            yield (address.path, method, nobody, *(_at(address, role) for role in ROLES))


def _at(address: Address, role: str) -> str:
    if address.open_to in ("anyone", "staff") or role in address.open_to:
        return OFF
    if role in address.on_shift:
        return ON
    return "not there" if address.hidden else NO


def _roles(roles: frozenset[str]) -> str:
    return "everybody here" if roles == EVERYBODY else ", ".join(sorted(roles))


def _duties(duties: tuple[str, ...]) -> list[str]:
    return ["any duty"] if len(duties) > 3 else [str(duty) for duty in duties]
