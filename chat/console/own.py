"""What one console shows beside the words, read in one go: what its member of staff has, may accept, is called to."""

from dataclasses import dataclass

from msgspec.structs import replace

from chat import queue
from chat.console import board, frames, frames_beside, frames_handing, help, offers
from chat.console.everybody import Everybody
from chat.console.looks import Looks
from rota.access import may_lead
from rota.models import Role, StaffMember


@dataclass(frozen=True)
class Own:
    """For one member of staff, at one moment."""

    queue: frames.Queue
    mine: frames.Mine
    # What they read along. Only what they still may: the others of `joined` are to be let go of.
    watching: frames.Watching
    offers: list[frames_handing.Offer]
    help: list[frames_beside.HelpCalled]
    colleagues: frames_handing.Colleagues
    # None for somebody who does not look after the floor.
    floor: frames_handing.Floor | None


def read(
    staff: StaffMember,
    roles: frozenset[str],
    everybody: Everybody,
    joined: frozenset[int],
    looks: Looks,
) -> Own:
    """What one console is told. That it is given anybody's words is written down here, before it is."""
    load = queue.load_of(staff)
    is_lead = bool(roles & set(help.LEADS)) and may_lead(staff)
    talks = bool(roles & {Role.COUNSELLOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD})
    others = [one for one in everybody.colleagues if one.staff != staff.pk]
    mine = board.mine_frame(staff)
    offered = offers.offer_frames(staff) if everybody.hands_over else []
    looks.note_lists(staff, mine, offered)
    return Own(
        queue=replace(everybody.queue, load=load.carried, cap=load.cap),
        mine=mine,
        watching=board.watching_frame(joined if is_lead else frozenset(), staff),
        offers=offered,
        help=help.help_frames(everybody.help, staff, roles),
        colleagues=frames_handing.Colleagues(people=others if talks else []),
        floor=everybody.floor if is_lead else None,
    )
