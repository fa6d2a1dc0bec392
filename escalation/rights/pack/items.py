"""What is in a pack, piece by piece: each with a name, so that it can be found again and blacked out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chat.models import AccessPack
from rota.models import StaffMember
from rota.policy import veiled_from


@dataclass(frozen=True)
class Item:
    """One piece: words somebody wrote, or a fact of ours about them."""

    # As redactions name it: "message:7".
    name: str
    # What it is, in words: "You wrote".
    label: str
    words: str
    at: datetime | None = None
    # Facts of ours hold nobody's words, and no name is looked for in them.
    is_fact: bool = False


@dataclass(frozen=True)
class Part:
    """A heading, and what stands under it."""

    title: str
    items: list[Item]
    says: str = ""


@dataclass
class Pack:
    """All of it, as it is at this moment."""

    parts: list[Part] = field(default_factory=list)
    # Everybody who works here and is named in it, to be known by role alone.
    staff: set[StaffMember] = field(default_factory=set)
    # That there are escalations that nobody agreed to give, said to staff alone.
    left_out: int = 0
    # Names, as the audit has them, of what must not exist for one of those whose hands it goes through.
    veiled: frozenset[str] = frozenset()

    @property
    def items(self) -> Iterator[Item]:
        for part in self.parts:
            yield from part.items

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)


def gather(pack: AccessPack, reader: StaffMember | None = None) -> Pack:
    """Everything, in the order in which it is read; for `reader` without what must not exist for them."""
    from escalation.rights.pack import about, talks, worries

    hands = filter(None, (pack.made_by, pack.lead, reader))
    found = Pack(veiled=frozenset().union(*(veiled_from(staff) for staff in hands)))
    found.parts += about.about_them(pack)
    found.parts += talks.talks(pack, found)
    found.parts += about.posts(pack, found)
    found.parts += worries.worries(pack, found, reader)
    found.parts = [part for part in found.parts if part.items]
    return found
