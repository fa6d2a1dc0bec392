"""Before a console is given words, it is written down that it has them: the last words in a list are words too.

Once for each console and conversation, whichever of its threads comes first.
"""

from collections.abc import Iterable
from threading import Lock

from chat.access import conversation_owned_by, conversation_to_read_along
from chat.console import frames, frames_handing
from chat.models import Conversation
from rota import audit
from rota.models import StaffMember

OPENED = "conversation.opened"
NOTE_READ = "conversation.note_read"


class Looks:
    """What the audit has a row for, of one console: by conversation, the actions."""

    def __init__(self) -> None:
        self._written: dict[int, set[str]] = {}
        # The round that tells a console and what its member of staff does run in two threads.
        self._writing = Lock()

    def forget(self, conversation_id: int) -> None:
        """It left this console: whatever brings it back is another look. Waits for no thread."""
        self._written.pop(conversation_id, None)

    def note(self, staff: StaffMember, action: str, conversation_id: int, ground: str) -> None:
        with self._writing:
            if action not in self._written.get(conversation_id, ()):
                audit.record(action, f"conversation:{conversation_id}", who=staff, ground=ground)
                self._written.setdefault(conversation_id, set()).add(action)

    def note_lists(self, staff: StaffMember, mine: frames.Mine, offers: Iterable[frames_handing.Offer]) -> None:
        """What stands in the lists of a console that are about to be told."""
        for row in mine.conversations:
            if row.last_body or row.nickname:
                self.note(staff, OPENED, row.id, "owner")
        for offer in offers:
            if offer.note:
                self.note(staff, NOTE_READ, offer.conversation, "offered")

    def opens(self, staff: StaffMember, conversation_id: int, *, along: bool) -> Conversation:
        """A conversation whose words are about to be read, by whoever has it or reads `along`.

        Raises Conversation.DoesNotExist: to others there is none.
        """
        if along:
            conversation, ground = conversation_to_read_along(staff, conversation_id)
        else:
            conversation, ground = conversation_owned_by(staff, conversation_id), "owner"
        self.note(staff, OPENED, conversation_id, ground)
        return conversation
