"""The forum on somebody's behalf. What is held exists for its author alone; for everybody else it does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from chat import queue
from chat.access import young_person_of
from chat.forums.members import member_of
from chat.models import Conversation, Member, Post, Thread, YoungPerson


@dataclass(frozen=True)
class Reader:
    """Who looks at a page: anybody; somebody with our cookie; somebody who has written here."""

    young_person: YoungPerson | None = None
    member: Member | None = None
    # The chat that waits or goes on while they read.
    conversation: Conversation | None = None
    cookie: str = ""


def reader_of(cookies: Mapping[str, str]) -> Reader:
    """Reading here keeps a place in the queue, as the chat's own page does."""
    young_person = young_person_of(cookies)
    if young_person is None:
        return Reader()
    open_chats = Conversation.objects.filter(young_person=young_person, ended_at=None)
    conversation = open_chats.select_related("owner").first()
    if conversation is not None:
        queue.page_is_open(conversation)
    cookie = cookies.get(settings.YOUNG_PERSON_COOKIE, "")
    return Reader(young_person, member_of(young_person), conversation, cookie)


def thread_for(reader: Reader, thread_id: int) -> Thread:
    """A public thread, or one of their own that is not public yet. Raises Thread.DoesNotExist."""
    may_see = Q(posts__published_version__isnull=False)
    if reader.member is not None:
        not_taken_back = [state for state in Post.State.values if state != Post.State.WITHDRAWN]
        may_see |= Q(posts__author=reader.member, posts__state__in=not_taken_back)
    threads = Thread.objects.exclude(state=Thread.State.HIDDEN).select_related("forum")
    return threads.filter(may_see, posts__opens_thread=True).get(pk=thread_id)


def post_for(reader: Reader, post_id: int) -> Post:
    """A post of their own. Raises Post.DoesNotExist: nobody changes anybody else's."""
    if reader.member is None:
        raise Post.DoesNotExist
    mine = Post.objects.filter(author=reader.member)
    return mine.select_related("thread", "author__key", "published_version").get(pk=post_id)


def public_post_for(reader: Reader, post_id: int) -> Post:
    """A public post of somebody else's, for whoever is worried about them. Raises Post.DoesNotExist."""
    public = Post.objects.filter(published_version__isnull=False, author__key__isnull=False)
    public = public.exclude(thread__state=Thread.State.HIDDEN)
    others = public.exclude(author=reader.member) if reader.member is not None else public
    return others.select_related("thread", "author__key").get(pk=post_id)
