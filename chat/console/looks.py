"""Words that stand in a list are words too: before a console is given them, it is written down that it has them.

Once for each console and conversation, as with the words themselves; whichever comes first writes the row.
"""

from collections.abc import Iterable

from chat.console import frames, frames_handing
from rota import audit
from rota.models import StaffMember

OPENED = "conversation.opened"
NOTE_READ = "conversation.note_read"


def note_looks(
    staff: StaffMember, mine: frames.Mine, offers: Iterable[frames_handing.Offer], written: set[tuple[str, int]]
) -> None:
    """`written`: what this console has a row for already; what is new is added to it."""
    shown = [(OPENED, row.id, "owner") for row in mine.conversations if row.last_body or row.nickname]
    shown += [(NOTE_READ, offer.conversation, "offered") for offer in offers if offer.note]
    for action, conversation_id, ground in shown:
        if (action, conversation_id) not in written:
            audit.record(action, f"conversation:{conversation_id}", who=staff, ground=ground)
            written.add((action, conversation_id))
