"""Joining the forum: at the first post, under a nickname that we made."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from chat.access import new_cookie, new_young_person
from chat.forums import names
from chat.forums.posts import write_post
from chat.models import Member, Post, PostVersion, WordsShredded, YoungPerson
from config import clock
from config.models import DataKey


def member_of(young_person: YoungPerson | None) -> Member | None:
    """Who this is in the forum, if they have written there."""
    if young_person is None:
        return None
    return Member.objects.filter(young_person=young_person, key__isnull=False).select_related("key").first()


def join(young_person: YoungPerson, *, nickname: str = "") -> Member:
    """Their place in the forum. Safe to repeat: whoever has a name keeps it.

    `nickname` is one that we offered; where it is not one of ours, or taken by now, they get another of ours.
    """
    for _ in range(10):
        member = member_of(young_person)
        if member is not None:
            return member
        chosen = nickname if names.is_ours(nickname) and names.is_free(nickname) else names.new_name()
        try:
            with transaction.atomic():
                key = DataKey.make("member")
                return Member.objects.create(young_person=young_person, key=key, nickname=chosen)
        except IntegrityError:
            nickname = ""  # somebody else took it, or another tab of theirs was first
    raise WordsShredded  # their place is there, and its key is not: what they wrote was erased


@dataclass(frozen=True)
class Written:
    """A post, and the cookie of somebody who was new: empty for those who have one."""

    post: Post
    cookie: str = ""


def write_as(young_person: YoungPerson | None, *, nickname: str = "", client_id: UUID, **post: Any) -> Written:
    """Writes a post for whoever comes, also for somebody new. Nothing is kept of what is refused."""
    if young_person is not None:
        with transaction.atomic():
            return Written(write_post(join(young_person, nickname=nickname), client_id=client_id, **post))
    written = _pressed_twice(client_id)
    if written is not None:
        return written
    try:
        with transaction.atomic():
            newcomer, cookie = new_young_person()
            return Written(write_post(join(newcomer, nickname=nickname), client_id=client_id, **post), cookie)
    except IntegrityError:
        written = _pressed_twice(client_id)
        if written is None:
            raise
        return written


def _pressed_twice(client_id: UUID) -> Written | None:
    """Two presses on the form of somebody new, before the first answer brought their cookie: still one person.

    Only their own form knows its id. The browser drops the first answer, so the second one brings a cookie too.
    """
    just_now = clock.now() - timedelta(minutes=2)
    version = PostVersion.objects.filter(client_id=client_id, written_at__gt=just_now).select_related("post").first()
    if version is None:
        return None
    newcomers = YoungPerson.objects.filter(member=version.post.author_id, created_at__gt=just_now, conversations=None)
    cookie = new_cookie(newcomers)
    return Written(version.post, cookie) if cookie else None
