"""What is shown of the forum. Everybody sees approved versions; an author also sees their own, marked as theirs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from chat.forums.posts import newest_wording
from chat.models import Forum, Member, Notice, Post, PostVersion, Thread


@dataclass(frozen=True)
class Shown:
    """A post as it stands on a page: the public words, or the author's own that nobody else sees."""

    pk: int
    nickname: str
    title: str
    body: str
    day: datetime | None
    is_mine: bool = False
    only_you: bool = False
    # Mine, public, and newer words of mine wait to be read.
    is_changed: bool = False
    support_note: bool = False


@dataclass(frozen=True)
class Listed:
    """A thread in the list: nothing of what is held counts."""

    pk: int
    title: str
    nickname: str
    day: datetime | None
    posts: int


def first_forum() -> Forum:
    return Forum.objects.earliest("id")


def public_openings(forum: Forum) -> QuerySet[Post]:
    """The first posts of the threads that exist for everybody, those with the newest post first."""
    return (
        Post.objects.filter(thread__forum=forum, opens_thread=True, published_version__isnull=False)
        .exclude(thread__state=Thread.State.HIDDEN)
        .select_related("thread", "published_version", "author__key")
        .annotate(public=Count("thread__posts", filter=Q(thread__posts__published_version__isnull=False)))
        .order_by("-thread__newest_at", "-thread_id")
    )


def listed(opening: Post) -> Listed:
    version = _public(opening)
    return Listed(
        pk=opening.thread_id,
        title=version.title or "",
        nickname=opening.author.nickname,
        day=opening.thread.newest_at,
        posts=getattr(opening, "public", 1),
    )


def public_posts(thread: Thread) -> QuerySet[Post]:
    """In the order in which they came up."""
    return (
        thread.posts.filter(published_version__isnull=False)
        .select_related("published_version", "author__key")
        .order_by("published_at", "id")
    )


def shown(post: Post, member: Member | None) -> Shown:
    """The public words of a public post."""
    version = _public(post)
    is_mine = member is not None and post.author_id == member.pk
    return Shown(
        pk=post.pk,
        nickname=post.author.nickname,
        title=version.title or "",
        body=version.body,
        day=post.published_at,
        is_mine=is_mine,
        is_changed=is_mine and post.state in Post.TO_REVIEW,
        support_note=version.support_note,
    )


def title_for(thread: Thread, member: Member | None) -> str:
    """The title others see; before there is one, the author's own."""
    opening = thread.posts.select_related("published_version", "author__key").get(opens_thread=True)
    if opening.published_version_id is not None:
        return _public(opening).title or ""
    return (newest_wording(opening).title or "") if member and opening.author_id == member.pk else ""


def held_by(member: Member | None, thread: Thread) -> list[Shown]:
    """The author's own posts in a thread that nobody else sees, in the order they were written."""
    if member is None:
        return []
    mine = thread.posts.filter(author=member, published_version=None).exclude(state=Post.State.WITHDRAWN)
    return [own(post) for post in mine.select_related("author__key").order_by("id")]


def own(post: Post) -> Shown:
    """The author's newest words."""
    version = newest_wording(post)
    return Shown(
        pk=post.pk,
        nickname=post.author.nickname,
        title=version.title or "",
        body=version.body,
        day=None,
        is_mine=True,
        only_you=True,
    )


def posts_of(member: Member | None) -> QuerySet[Post]:
    """All that a member wrote, newest first."""
    written = Post.objects.filter(author=member) if member else Post.objects.none()
    return written.select_related("author__key", "thread", "published_version").order_by("-id")


def titles_of(posts: list[Post]) -> dict[int, str]:
    """The public title of each post's thread; none where the thread is not public."""
    threads = {post.thread_id for post in posts}
    openings = public_openings(first_forum()).filter(thread__in=threads)
    return {opening.thread_id: listed(opening).title for opening in openings}


def notices_of(posts: list[Post]) -> dict[int, list[Notice]]:
    """What we told the author about each, newest first. The words of a post that changed since are history."""
    told: dict[int, list[Notice]] = {post.pk: [] for post in posts}
    authors = {post.pk: post for post in posts}
    for notice in Notice.objects.filter(post__in=posts).order_by("-made_at", "-id"):
        notice.post = authors[notice.post_id]
        told[notice.post_id].append(notice)
    return told


def unseen_offer(member: Member | None) -> Notice | None:
    """The newest offer of a chat that its author has not seen on their own page yet."""
    if member is None:
        return None
    offers = Notice.objects.filter(post__author=member, offers_chat=True, seen_at=None)
    return offers.select_related("post__author__key").order_by("-made_at").first()


def _public(post: Post) -> PostVersion:
    version = post.published_version
    assert version is not None
    version.post = post
    return version
