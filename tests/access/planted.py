"""Words that stand out, each in a place of its own, and who may read them: for walks through everything there is."""

from collections.abc import Callable, Iterator

from chat.models import AccessPack, Conversation, Draft, StaffNote
from chat.urgency import Urgency
from chat.whence.keep import Noted, note
from chat.whence.source import Came
from config import clock
from escalation.glass import breaking
from escalation.glass.access import glasses_open_to
from escalation.open import open_about_staff, open_by_hand
from escalation.risk.access import promises_open_to
from rota.models import AuditExport, Role, ShiftNote, StaffMember
from rota.policy import may
from rota.policy.doors import ADDRESSES
from rota.policy.table import Action
from tests.access.cast import a_dissent, rights_things, risk_things, rota_things, staff_member_called, with_a_number
from tests.access.looking import path_of
from tests.escalation.referrals import begun, phoned
from tests.forum.people import writes
from tests.forum.review import waits
from tests.people import YoungWriter, make_aisha, person

# Nobody is given these by any page: only whoever has the conversation, at their console, hears them.
LIVE, NUMBER = "canary-live-marmalade", "+447700900123"
# Where each of them connects from: shown to nobody who did not ask for it.
ADDRESS = "203.0.113.250"
# What is read by sending something.
READ_BY_POST = {
    "review:whole": "",
    "audit:export": "why=the+yearly+check+of+who+reads",
    "rights:take": "",
    "escalation:contact_open": "",
}
FORM = "application/x-www-form-urlencoded"
Canaries = dict[str, Callable[[StaffMember], bool]]
# Name, method, path, and what is sent.
Try = tuple[str, str, str, str]


class Planted:
    """One of each, all of them somebody else's."""

    def __init__(self) -> None:
        self.marc = person("Marc", Role.SAFEGUARDING_LEAD)
        self.sam = person("Sam", Role.COUNSELLOR)
        worried, over, heard, packed = (self._chat(f"canary-{name}") for name in ("worried", "over", "heard", "packed"))
        self.live = self._chat(LIVE, nickname="canary-nickname").conversation
        self._beside(self.live)
        self.escalation = with_a_number(open_by_hand(worried.conversation, Urgency.NOW, "canary-why", self.marc))
        self.closed = open_by_hand(over.conversation, Urgency.NOW, "canary-because", self.marc)
        self.allegation = open_about_staff(
            self.sam, Urgency.NOW, "canary-allegation", self.marc, heard_in=heard.conversation
        )
        Conversation.objects.filter(pk__in=[over.conversation.pk, heard.conversation.pk]).update(
            state=Conversation.State.CLOSED, ended_at=clock.now(), owner=None
        )
        self.review = waits(writes().begins("canary-title", "canary-post about school"))
        self.told = {
            about.pk: phoned(begun(about, self.marc), self.marc, told=f"canary-told-{name}").shares.get()
            for name, about in (("council", self.escalation), ("officer", self.allegation))
        }
        self.dissents = {
            about.pk: a_dissent(about, self.marc, f"canary-differs-{name}").pk
            for name, about in (("council", self.escalation), ("officer", self.allegation))
        }
        self.glass = breaking.ask(self.escalation, reason="canary-reason", by=self.marc)
        self.things = rota_things() | rights_things() | risk_things("canary-promise") | {"pack": self._pack(packed).pk}
        self.shift_note = ShiftNote.objects.get(pk=self.things["note"])
        self.shift_note.body = "canary-shift-note"
        self.shift_note.save(update_fields=["body"])
        AuditExport.objects.create(by=staff_member_called("ida", Role.PRIVACY), why="canary-export", rows=1)

    def _chat(self, words: str, nickname: str = "") -> YoungWriter:
        young = make_aisha(nickname)
        young.says(words)
        note([Noted(young.conversation.pk, Came(ADDRESS, 40001), clock.now())])
        Conversation.objects.filter(pk=young.conversation.pk).update(
            owner=self.sam, state=Conversation.State.ACTIVE, waiting_since=None, reply_due_at=None
        )
        return young

    def _beside(self, conversation: Conversation) -> None:
        note = StaffNote(conversation=conversation, kind=StaffNote.Kind.NOTE, by=self.sam)
        note.body = "canary-note"
        note.save()
        draft = Draft(conversation=conversation, staff=self.sam)
        draft.body = "canary-draft"
        draft.save()

    def _pack(self, young: YoungWriter) -> AccessPack:
        made_by = staff_member_called("ivy", Role.PRIVACY)
        return AccessPack.objects.create(
            young_person=young.young_person, shown_by="in_chat", asked_on=clock.now().date(), made_by=made_by
        )

    def canaries(self) -> Canaries:
        """By the words, who may read them on a page."""
        return {
            **dict.fromkeys((LIVE, NUMBER, "canary-note", "canary-draft", "canary-nickname"), lambda _staff: False),
            **dict.fromkeys(("canary-worried", "canary-why"), self._reads(self.escalation)),
            "canary-told-council": self._decides(self.escalation),
            "canary-told-officer": self._decides(self.allegation),
            "canary-differs-council": self._reads(self.escalation),
            "canary-differs-officer": self._reads(self.allegation),
            **dict.fromkeys(("canary-over", "canary-because"), self._reads(self.closed)),
            **dict.fromkeys(("canary-allegation", "canary-heard"), self._reads(self.allegation)),
            **dict.fromkeys(("canary-title", "canary-post"), lambda staff: bool(may(staff, Action.REVIEW_POSTS))),
            "canary-packed": lambda staff: bool(may(staff, Action.MAKE_PACK)),
            "canary-reason": lambda staff: glasses_open_to(staff).exists(),
            "canary-shift-note": lambda staff: bool(may(staff, Action.READ_SHIFT_NOTE, self.shift_note)),
            "canary-search": lambda staff: bool(may(staff, Action.LIST_SEARCHES)),
            ADDRESS: lambda _staff: False,
            "canary-promise taught": lambda _staff: False,  # kept, and shown to nobody while words may not be
            "canary-promise": lambda staff: promises_open_to(staff).exists(),
            "canary-export": lambda staff: bool(may(staff, Action.READ_AUDIT)),
        }

    @staticmethod
    def _decides(escalation: object) -> Callable[[StaffMember], bool]:
        return lambda staff: bool(may(staff, Action.DECIDE, escalation))  # type: ignore[arg-type]

    @staticmethod
    def _reads(escalation: object) -> Callable[[StaffMember], bool]:
        return lambda staff: bool(may(staff, Action.READ, escalation))  # type: ignore[arg-type]

    def tries(self) -> Iterator[Try]:
        """Each address that gives something to read, with each of the things that are there, and what may be looked
        for in it."""
        for name, address in ADDRESSES.items():
            if name == "account_logout":
                continue
            for things in self._all_things() if "{escalation}" in address.path else [next(self._all_things())]:
                path = path_of(address, things)
                if "GET" in address.methods:
                    yield from ((name, "GET", path + query, "") for query in ("", *self._queries().get(name, ())))
                if name in READ_BY_POST:
                    yield name, "POST", path, READ_BY_POST[name]

    def _all_things(self) -> Iterator[dict[str, int]]:
        for about in (self.escalation, self.closed, self.allegation):
            yield {
                "escalation": about.pk, "glass": self.glass.pk, "review": self.review.pk, "incident": 1,
                "post": self.review.version.post_id, "thread": self.review.version.post.thread_id, **self.things,
                **self._told(about.pk),
            }  # fmt: skip

    def _told(self, escalation_id: int) -> dict[str, int]:
        share = self.told.get(escalation_id)
        if share is None or share.referral_id is None:
            return {}
        return {"share": share.pk, "referral": share.referral_id, "dissent": self.dissents[escalation_id]}

    def _queries(self) -> dict[str, tuple[str, ...]]:
        """Searches, filters and the like: whatever an address takes beside its path."""
        by_code = f"?who={self.live.handle}"
        return {
            "audit:home": (
                f"?kind=conversation&number={self.live.pk}", f"?kind=escalation&number={self.allegation.pk}",
                "?action=read", f"?person={self.sam.pk}",
            ),
            "audit:export": (f"?person={self.sam.pk}",),
            **dict.fromkeys(("rights:packs", "rights:holds", "rights:erasures"), (by_code, "?who=canary")),
            "rota:csv_out": ("?days=month",),
            "rota:swap": (f"?to={self.sam.pk}",),
            "escalation:about_staff": (f"?conversation={self.live.pk}",),
        }  # fmt: skip
