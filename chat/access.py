"""Objects on somebody's behalf. Every door asks here; what one may not see does not exist for them."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from chat.journal import Speaker
from chat.models import Conversation, YoungPerson
from config.keys import key_directory
from rota import audit
from rota.models import StaffMember


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
    """Who holds this cookie, if anybody."""
    value = cookies.get(settings.YOUNG_PERSON_COOKIE, "")
    if not value or settings.LEFT_COOKIE in cookies:
        return None
    return YoungPerson.objects.filter(cookie_hash=hash_of(value)).first()


def conversation_of(young_person: YoungPerson) -> Conversation | None:
    """Their open conversation, or the last one that ended."""
    return (
        Conversation.objects.filter(young_person=young_person, key__isnull=False)
        .select_related("key", "owner")
        .order_by("-id")
        .first()
    )


def conversation_for(speaker: Speaker, conversation_id: int) -> Conversation | None:
    """One conversation of a young person whose cookie is still good."""
    return (
        Conversation.objects.filter(
            pk=conversation_id, young_person_id=speaker.young_person_id, young_person__epoch=speaker.epoch
        )
        .select_related("owner")
        .first()
    )


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
    return SignedIn(staff, key)


def signed_in_to(request: HttpRequest) -> SignedIn:
    """The same, for a page behind a sign-in."""
    assert isinstance(request.user, StaffMember)
    return SignedIn(request.user, request.session.session_key or "")


def conversation_owned_by(staff: StaffMember, conversation_id: int) -> Conversation:
    """A conversation that `staff` owns. Raises Conversation.DoesNotExist: to others there is none."""
    return Conversation.objects.select_related("key").get(pk=conversation_id, owner=staff, key__isnull=False)


def open_conversation_for(staff: StaffMember, conversation_id: int) -> Conversation:
    """The same, when its words are about to be read: that is written down."""
    conversation = conversation_owned_by(staff, conversation_id)
    audit.record("conversation.opened", f"conversation:{conversation.pk}", who=staff)
    return conversation


def state_of(conversation_id: int) -> str:
    """What became of a conversation that left somebody's console: its state, none of its words."""
    return Conversation.objects.values_list("state", flat=True).get(pk=conversation_id)
