"""Objects on somebody's behalf. Every door asks here; what one may not see does not exist for them."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from chat.journal import Speaker
from chat.models import Conversation, ConversationEvent, YoungPerson
from config import clock
from config.keys import key_directory
from config.tuning import setting
from rota import second_step
from rota.models import StaffMember
from rota.policy import Action, may, open_to


def new_young_person() -> tuple[YoungPerson, str]:
    """Somebody we have not met, and the cookie value that reaches them."""
    value = secrets.token_urlsafe(32)
    return YoungPerson.objects.create(cookie_hash=hash_of(value)), value


def new_cookie(young_people: QuerySet[YoungPerson]) -> str:
    """Another cookie for the one young person in there, in place of the one they have; empty where there is none."""
    value = secrets.token_urlsafe(32)
    return value if young_people.update(cookie_hash=hash_of(value)) else ""


def retire_cookie(young_person: YoungPerson) -> None:
    """After Exit this cookie reaches nobody, wherever a copy of it is, and pages that are still open close."""
    worthless = hash_of(secrets.token_urlsafe(32))
    YoungPerson.objects.filter(pk=young_person.pk).update(cookie_hash=worthless, epoch=F("epoch") + 1)


def hash_of(cookie: str) -> str:
    """Keyed hash of a cookie: a copy of the database reaches nobody's conversation."""
    return hmac.new(key_directory().named("lookup"), cookie.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def young_person_of(cookies: Mapping[str, str]) -> YoungPerson | None:
    """Who holds this cookie, if anybody. Nobody whose page said that they left."""
    return None if settings.LEFT_COOKIE in cookies else young_person_behind(cookies)


def young_person_behind(cookies: Mapping[str, str]) -> YoungPerson | None:
    """The same, also for somebody who is leaving just now."""
    value = cookies.get(settings.YOUNG_PERSON_COOKIE, "")
    return YoungPerson.objects.filter(cookie_hash=hash_of(value)).first() if value else None


def conversation_of(young_person: YoungPerson) -> Conversation | None:
    """Their open conversation, or the last one that ended."""
    return (
        Conversation.objects.filter(young_person=young_person, key__isnull=False)
        .select_related("key", "owner")
        .order_by("-id")
        .first()
    )


def arrivals(cookies: Sequence[Mapping[str, str]]) -> list[Conversation | None]:
    """For each of many who come at the same moment, what `young_person_of` and `conversation_of` say."""
    hashes = [_hash_in(one) for one in cookies]
    latest = (
        Conversation.objects.filter(young_person__cookie_hash__in=set(hashes) - {""}, key__isnull=False)
        .select_related("key", "young_person")
        .order_by("young_person", "-id")
        .distinct("young_person")
    )
    by_hash = {conversation.young_person.cookie_hash: conversation for conversation in latest}
    return [by_hash.get(one) for one in hashes]


def _hash_in(cookies: Mapping[str, str]) -> str:
    value = cookies.get(settings.YOUNG_PERSON_COOKIE, "")
    return hash_of(value) if value and settings.LEFT_COOKIE not in cookies else ""


# Behind the place of any words: a page that is given what comes after it is given nothing.
NOTHING_IS_SHOWN = 2_147_483_647


def shown_from(conversation: Conversation, young_person: YoungPerson) -> int:
    """A page of theirs is given the words behind this place and no others, by whichever door.

    Nothing while the page is locked. What was said before an end is not shown again without the code word: at
    once where they ended it, after a while where we did, so that a goodbye still reaches a page that was away.
    """
    if young_person.page_locked:
        return NOTHING_IS_SHOWN
    if conversation.is_over and not _may_still_read(conversation):
        return conversation.last_place
    return conversation.page_shows_from


def _may_still_read(conversation: Conversation) -> bool:
    assert conversation.ended_at is not None
    while_kept = timedelta(minutes=setting("chat.place_kept_minutes"))
    is_theirs = conversation.state == Conversation.State.CLOSED_BY_YOUNG_PERSON
    return not is_theirs and clock.now() < conversation.ended_at + while_kept


def counsellor_reads_from(conversation: Conversation) -> int:
    """A counsellor is given the words behind this place: what was said before an end only if the young person agrees.

    A safeguarding lead who answers an escalation reads everything; that is written down.
    """
    return 0 if conversation.history_agreed else conversation.returned_at_place


def counsellor_reads_since(conversation: Conversation) -> datetime | None:
    """The same for what staff wrote beside the words: from the return on, or all of it."""
    if not counsellor_reads_from(conversation):
        return None
    came_back = conversation.history.filter(kind=ConversationEvent.Kind.CAME_BACK).order_by("-at").first()
    return came_back.at if came_back else None


def conversation_for(speaker: Speaker, conversation_id: int) -> Conversation | None:
    """One conversation of a young person whose cookie is still good."""
    return (
        Conversation.objects.filter(
            pk=conversation_id, young_person_id=speaker.young_person_id, young_person__epoch=speaker.epoch
        )
        .select_related("owner", "young_person")
        .first()
    )


def conversations_for(asked: Sequence[tuple[Speaker, int]]) -> list[Conversation | None]:
    """For each of many who ask at the same moment, what `conversation_for` says."""
    numbers = {conversation_id for _, conversation_id in asked}
    found = Conversation.objects.filter(pk__in=numbers).select_related("owner", "young_person").in_bulk()
    return [_theirs(found.get(conversation_id), speaker) for speaker, conversation_id in asked]


def _theirs(conversation: Conversation | None, speaker: Speaker) -> Conversation | None:
    if conversation is None or conversation.young_person_id != speaker.young_person_id:
        return None
    return conversation if conversation.young_person.epoch == speaker.epoch else None


def speaker_of(young_person: YoungPerson) -> Speaker:
    return Speaker(by="young_person", young_person_id=young_person.pk, epoch=young_person.epoch)


@dataclass(frozen=True)
class SignedIn:
    """A staff member and the sign-in they came with."""

    staff: StaffMember
    session_key: str

    @property
    def speaker(self) -> Speaker:
        return Speaker(
            by="counsellor",
            staff_id=self.staff.pk,
            epoch=self.staff.epoch,
            session_key=self.session_key,
            name=self.staff.name,
        )


def signed_in(cookies: Mapping[str, str]) -> SignedIn | None:
    """The staff member behind a sign-in cookie, by the rules that Django's own pages use."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return None
    stored = SessionStore(key)
    if not stored.get(SESSION_KEY) or stored.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    staff = StaffMember.objects.filter(pk=stored[SESSION_KEY], is_active=True).first()
    if staff is None or not constant_time_compare(stored.get(HASH_SESSION_KEY, ""), staff.get_session_auth_hash()):
        return None
    if second_step.is_missing(staff):
        return None  # nothing opens until they have set one up
    return SignedIn(staff, key)


def signed_in_to(request: HttpRequest) -> SignedIn:
    """The same, for a page behind a sign-in."""
    assert isinstance(request.user, StaffMember)
    return SignedIn(request.user, request.session.session_key or "")


def conversation_owned_by(staff: StaffMember, conversation_id: int) -> Conversation:
    """A conversation that `staff` owns. Raises Conversation.DoesNotExist: to others there is none."""
    theirs = open_to(staff, Action.TALK, Conversation.objects.select_related("key"))
    return theirs.get(pk=conversation_id, key__isnull=False)


def state_of(conversation_id: int) -> str:
    """What became of a conversation that left somebody's console: its state, none of its words."""
    return Conversation.objects.values_list("state", flat=True).get(pk=conversation_id)


def conversation_to_read_along(staff: StaffMember, conversation_id: int) -> tuple[Conversation, str]:
    """A live conversation of anybody's, for a lead who looks after all of them, and on what ground they may.

    Raises Conversation.DoesNotExist: for others, and once it is over, there is none.
    """
    conversation = live_conversation_for(staff, conversation_id)
    return conversation, may(staff, Action.READ_ALONG).ground


def live_conversation_for(staff: StaffMember, conversation_id: int) -> Conversation:
    """The same, when none of its words are read: a lead takes it over."""
    live = open_to(staff, Action.READ_ALONG, Conversation.objects.select_related("key", "owner"))
    return live.get(pk=conversation_id, key__isnull=False)


def conversation_beside(staff: StaffMember, conversation_id: int) -> Conversation:
    """A conversation that `staff` has, or may read along: where notes of staff may be written."""
    try:
        return conversation_owned_by(staff, conversation_id)
    except Conversation.DoesNotExist:
        return live_conversation_for(staff, conversation_id)


def conversation_offered_to(staff: StaffMember, conversation_id: int) -> Conversation:
    """A conversation that is being handed over, to `staff` by name or to anybody. Raises Conversation.DoesNotExist."""
    offered = open_to(staff, Action.ACCEPT, Conversation.objects.select_related("key", "owner"))
    return offered.get(pk=conversation_id, key__isnull=False)
