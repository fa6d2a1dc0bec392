"""Every kind of thing that goes when its time is over: how it is found, how it goes, in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from chat.keeping import due
from chat.keeping.erase import MayNotErase, Stopped, erase_conversation
from chat.models import Conversation, Erasure, Member, Phone
from escalation.finding import over as whence
from escalation.finding.searches import erase_words, past_searches
from escalation.models import Escalation, NumberSearch
from escalation.rights.posts import due_members, erase_posts, past_members
from escalation.rights.records import due_records, erase_record, past_records
from escalation.rights.talks import past_worried
from rota import keeping as rota

Found = Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Kind:
    """One kind. `over` is what its time is over for, `due` the same without what somebody holds."""

    code: str
    words: Any
    says: Any
    over: Found
    due: Found
    # Destroys one. Raises Stopped: something stands against it.
    erase: Callable[[Any, datetime], None]
    # Words of young people: more than a few a day need two people.
    is_theirs: bool = True


def _talk(found: Found) -> Callable[[Conversation, datetime], None]:
    def erase(conversation: Conversation, at: datetime) -> None:
        still = lambda: due.not_held(found(at)).filter(pk=conversation.pk).exists()  # noqa: E731
        try:
            erase_conversation(conversation, why=Erasure.Why.TIME, is_still_due=still)
        except MayNotErase as refused:
            raise Stopped(refused.erasure.stays) from None

    return erase


def _number(phone: Phone, at: datetime) -> None:
    if not due.forget_number(phone):
        raise Stopped(["held"])


def _record(escalation: Escalation, at: datetime) -> None:
    erase_record(escalation, at=at)


def _posts(member: Member, at: datetime) -> None:
    erase_posts(member, at=at)


def _search(search: NumberSearch, at: datetime) -> None:
    erase_words(search)


def _note(note: Any, at: datetime) -> None:
    rota.erase_note(note)


def _row(row: Model, at: datetime) -> None:
    row.delete()


KINDS: tuple[Kind, ...] = (
    Kind("talks", _("Chats nobody was worried about"), _("180 days after the end"),
         due.past_conversations, due.due_conversations, _talk(due.past_conversations)),
    # Before the chats: with their words goes how old somebody was, and then a record stays for longer than it has to.
    Kind("records", _("Records of escalations"),
         _("7 years after the last decision; referrals and allegations until the 25th birthday, or 25 years"),
         past_records, due_records, _record),
    Kind("worried", _("Chats somebody was worried about"),
         _("7 years after the last worry; after a referral until the 25th birthday, or 25 years"),
         past_worried, lambda at: due.not_held(past_worried(at)), _talk(past_worried)),
    Kind("posts", _("Posts that are not up"), _("180 days after anything moved; after a worry as with chats"),
         past_members, due_members, _posts),
    Kind("numbers", _("Phone numbers"), _("30 days after the last text, where nobody was worried"),
         due.due_phones, lambda at: due.phones_not_held(due.due_phones(at)), _number),
    # Where somebody connected from. It never waits for two people: it would be kept for longer than we say.
    Kind("whence", _("Network addresses of chats"),
         _("72 hours after the end, where nobody holds them and nothing is open"),
         whence.over, whence.due, whence.destroy, is_theirs=False),
    Kind("searches", _("Why a number from the police was searched for"), _("7 years"),
         past_searches, past_searches, _search, is_theirs=False),
    Kind("shift_notes", _("Hand-over notes of shifts"), _("180 days"),
         rota.past_notes, rota.past_notes, _note, is_theirs=False),
    Kind("swaps", _("Swaps of shifts"), _("2 years"), rota.past_swaps, rota.past_swaps, _row, is_theirs=False),
    Kind("away", _("Times away"), _("2 years"), rota.past_away, rota.past_away, _row, is_theirs=False),
    Kind("sign_ins", _("Sign-ins that ended"), _("1 year"),
         rota.past_sign_ins, rota.past_sign_ins, _row, is_theirs=False),
    Kind("invitations", _("Invitations"), _("1 year after they lapsed"),
         rota.past_invitations, rota.past_invitations, _row, is_theirs=False),
    Kind("sessions", _("Sessions of browsers"), _("when they end, 12 hours at most"),
         rota.past_browser_rows, rota.past_browser_rows, _row, is_theirs=False),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
