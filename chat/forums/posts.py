"""What can happen to a post, one command each. Nothing is shown to others that a moderator has not approved.

Every command locks the post first and then, where it needs it, its thread: whoever calls these from a larger
transaction takes the post with `locked_post` before any other row. The loser of a race is told who won.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from chat import outbox
from chat.forums.words import body_of, title_of, without
from chat.models import Forum, Member, Notice, Post, PostEvent, PostVersion, Thread
from config import clock
from config.headers import request_id
from config.tuning import setting
from rota.models import StaffMember

State, Kind = Post.State, PostEvent.Kind

MOVES: dict[str, tuple[frozenset[str], str | None]] = {
    # What happens, from which states it may, and the state after it (None: that is decided by what was before).
    Kind.WRITTEN: (frozenset({""}), State.HELD),
    Kind.EDITED: (frozenset(State.values) - {State.WITHDRAWN}, State.HELD),
    Kind.TAKEN: (frozenset({State.HELD, State.SECOND_OPINION}), State.IN_REVIEW),
    Kind.LET_GO: (frozenset({State.IN_REVIEW}), None),
    Kind.SECOND_OPINION: (frozenset({State.HELD, State.IN_REVIEW}), State.SECOND_OPINION),
    Kind.PUBLISHED: (frozenset(Post.TO_REVIEW), State.PUBLISHED),
    Kind.RETURNED: (frozenset(Post.TO_REVIEW), State.RETURNED),
    Kind.WITHHELD: (frozenset(Post.TO_REVIEW), State.WITHHELD),
    Kind.WITHDRAWN: (frozenset(State.values) - {State.WITHDRAWN}, State.WITHDRAWN),
}


class IllegalMove(Exception):
    """This cannot happen to the post as it is now. `by`, `kind` and `at`: who came first, with what, when.

    `by` is None where that was the author.
    """

    def __init__(self, post: Post) -> None:
        super().__init__(f"the post is {post.state}")
        last = post.history.order_by("-at", "-id").select_related("by").first()
        self.post = post
        self.by: StaffMember | None = last.by if last else None
        self.kind = last.kind if last else ""
        self.at = last.at if last else post.created_at


class Superseded(Exception):
    """The author has written newer words since: these are not judged any more."""


class NotRead(Exception):
    """The assessment has not read these words yet, or could not."""


class NothingLeft(Exception):
    """Taking this out would leave no words, or it lies outside of them."""


class TooMany(Exception):
    """This member wrote as much as one may in an hour. `again_at`: when they can write again."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__("too many posts in an hour")
        self.again_at = again_at


class ThreadClosed(Exception):
    """Nothing can be written into this thread, or it is not public."""


# The author's commands.


@transaction.atomic
def write_post(
    member: Member, *, thread: Thread | None, title: str = "", body: str, client_id: UUID, forum: Forum | None = None
) -> Post:
    """A new post: into a thread, or as the beginning of one. Held until somebody approved it.

    The same `client_id` is the same post: other words under it (somebody went back and changed them) are an edit.
    Raises Refused (chat.forums.words), TooMany or ThreadClosed.
    """
    kept_title, kept_body = title_of(title) if thread is None else None, body_of(body)
    _lock_member(member)
    known = _known(member, client_id)
    if known is not None:
        if (known.title, known.body) != (kept_title, kept_body):
            edit_post(known.post, title=title, body=body, client_id=uuid4())
        return known.post
    if thread is not None and not may_write_into(thread):
        raise ThreadClosed
    _not_too_many(member)
    opens = thread is None
    if thread is None:
        thread = Thread.objects.create(forum=forum or Forum.objects.earliest("id"), started_by=member)
    post = Post.objects.create(thread=thread, author=member, opens_thread=opens, state=State.HELD)
    version = _add_version(post, title=kept_title, body=kept_body, client_id=_unused(client_id))
    _note(post, Kind.WRITTEN, version, was="")
    outbox.wake_after_commit()
    return post


@transaction.atomic
def edit_post(post: Post, *, title: str = "", body: str, client_id: UUID) -> PostVersion:
    """Other words for a post. They are held; what was approved before stays where it is. No change is no edit.

    Raises Refused (chat.forums.words), TooMany or IllegalMove.
    """
    kept_title, kept_body = title_of(title) if post.opens_thread else None, body_of(body)
    _lock_member(post.author)
    post = locked_post(post.pk)
    newest = newest_wording(post)
    known = _known(post.author, client_id)
    if known and known.post_id == post.pk and (known.title, known.body) == (kept_title, kept_body):
        return known
    if same := [one for one in (newest, wording_for_author(post)) if (one.title, one.body) == (kept_title, kept_body)]:
        return same[0]
    was = _may(post, Kind.EDITED)
    _not_too_many(post.author)
    version = _add_version(post, title=kept_title, body=kept_body, client_id=_unused(client_id))
    _move(post, Kind.EDITED, version, was=was)
    outbox.wake_after_commit()
    return version


@transaction.atomic
def withdraw_post(post: Post) -> Post:
    """The author takes it back: nothing of it is shown from this moment. Safe to repeat."""
    post = locked_post(post.pk)
    if post.state == State.WITHDRAWN:
        return post
    was = _may(post, Kind.WITHDRAWN)
    post.published_version = None
    _move(post, Kind.WITHDRAWN, newest_wording(post), was=was)
    _say_when_newest(post)
    return post


# The moderators' commands. Each is about one version: a newer one by the author makes them raise Superseded.


@transaction.atomic
def take_for_review(version: PostVersion, by: StaffMember) -> Post:
    """Somebody reads it now, and nobody else decides meanwhile."""
    return _judge(version, Kind.TAKEN, by)


@transaction.atomic
def let_go(version: PostVersion, by: StaffMember | None = None) -> Post:
    """It waits again, as it did before it was taken. Safe to repeat."""
    post, version = _newest_of(version)
    if post.state in {State.HELD, State.SECOND_OPINION}:
        return post
    was = _may(post, Kind.LET_GO)
    taken = post.history.filter(kind=Kind.TAKEN).order_by("-at", "-id").first()
    _move(post, Kind.LET_GO, version, was=was, by=by, to=taken.from_state if taken else State.HELD)
    return post


@transaction.atomic
def ask_second_opinion(version: PostVersion, by: StaffMember) -> Post:
    """Somebody else has to read it too."""
    return _judge(version, Kind.SECOND_OPINION, by)


@transaction.atomic
def publish(version: PostVersion, *, approved_by: StaffMember, support_note: bool = False) -> Post:
    """Shows exactly the version that was judged. Raises Superseded, NotRead or IllegalMove."""
    post, version = _newest_of(version)
    if post.state == State.PUBLISHED and post.published_version_id == version.pk and _approved(version, approved_by):
        return post  # pressed twice
    was = _may(post, Kind.PUBLISHED)
    if not _was_read(version):
        raise NotRead
    now = clock.now()
    version.approved_by, version.approved_at, version.support_note = approved_by, now, support_note
    version.save(update_fields=["approved_by", "approved_at", "support_note"])
    post.published_version = version
    post.published_at = post.published_at or now  # an edit moves nothing up
    _move(post, Kind.PUBLISHED, version, was=was, by=approved_by)
    _say_when_newest(post)
    return post


@transaction.atomic
def cut_out(version: PostVersion, *, spans: list[tuple[int, int]], made_by: StaffMember) -> PostVersion:
    """A version without these words of the body (offsets in code points). Nothing can be added to it."""
    post, version = _newest_of(version)
    if post.state not in Post.TO_REVIEW:
        raise IllegalMove(post)
    if not _was_read(version):
        raise NotRead
    left = without(version.body, spans)
    if left is None:
        raise NothingLeft
    shorter = _add_version(
        post, title=version.title, body=left, client_id=uuid4(), made_by=made_by, taken_from=version
    )
    _note(post, Kind.EDITED, shorter, was=post.state, by=made_by)
    return shorter


@transaction.atomic
def return_post(version: PostVersion, by: StaffMember) -> Post:
    """Back to the author, who can change it. What was approved before stays."""
    return _judge(version, Kind.RETURNED, by)


@transaction.atomic
def withhold(version: PostVersion, by: StaffMember) -> Post:
    """These words are not put up. What was approved before stays."""
    return _judge(version, Kind.WITHHELD, by)


@transaction.atomic
def tell_author(
    version: PostVersion, *, template: str, words: str, offers_chat: bool = False, made_by: StaffMember | None = None
) -> Notice:
    """What the author reads about their post. One automatic notice of a kind for one version: safe to repeat."""
    post = locked_post(version.post_id)
    if made_by is None:
        told = post.notices.filter(version=version, template=template, made_by=None).first()
        if told is not None:
            return told
    notice = Notice(post=post, version_id=version.pk, template=template, offers_chat=offers_chat, made_by=made_by)
    notice.made_at = clock.now()
    notice.words = words
    notice.save(force_insert=True)
    return notice


# What the commands and their callers share.


def locked_post(post_id: int) -> Post:
    """The post, held until the end of the transaction. First of all rows, or two commands wait in a ring."""
    posts = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("author__key")
    return posts.get(pk=post_id)


def newest_wording(post: Post) -> PostVersion:
    """What the author wrote last."""
    version = post.versions.filter(made_by=None).latest("number")
    version.post = post
    return version


def wording_for_author(post: Post) -> PostVersion:
    """What its author reads of it: what is up, which may be less than they wrote; else what they wrote last."""
    if post.state != State.PUBLISHED or post.published_version is None:
        return newest_wording(post)
    post.published_version.post = post
    return post.published_version


def may_write_into(thread: Thread) -> bool:
    """It is public, and nobody closed it."""
    return Post.objects.filter(
        thread=thread, thread__state=Thread.State.OPEN, opens_thread=True, published_version__isnull=False
    ).exists()


def _newest_of(version: PostVersion) -> tuple[Post, PostVersion]:
    """The post, locked, and this version as it is now. Raises Superseded where the author wrote newer words."""
    post = locked_post(version.post_id)
    version = post.versions.get(pk=version.pk)
    version.post = post
    origin = version
    while origin.taken_from is not None:
        origin = origin.taken_from
    if origin.pk != newest_wording(post).pk:
        raise Superseded
    return post, version


def _judge(version: PostVersion, kind: str, by: StaffMember) -> Post:
    post, version = _newest_of(version)
    was = _may(post, kind)
    _move(post, kind, version, was=was, by=by)
    return post


def _may(post: Post, kind: str) -> str:
    """The state it leaves. Raises IllegalMove."""
    if post.state not in MOVES[kind][0]:
        raise IllegalMove(post)
    return post.state


def _move(
    post: Post, kind: str, version: PostVersion, *, was: str, by: StaffMember | None = None, to: str | None = None
) -> None:
    post.state = to or MOVES[kind][1] or was
    post.save()
    _note(post, kind, version, was=was, by=by)


def _note(post: Post, kind: str, version: PostVersion, *, was: str, by: StaffMember | None = None) -> None:
    PostEvent.objects.create(
        post=post,
        version=version,
        kind=kind,
        at=clock.now(),
        by=by,
        from_state=was,
        to_state=post.state,
        request_id=request_id(),
    )


def _add_version(
    post: Post,
    *,
    title: str | None,
    body: str,
    client_id: UUID,
    made_by: StaffMember | None = None,
    taken_from: PostVersion | None = None,
) -> PostVersion:
    reading = PostVersion.Reading.NOT_NEEDED if taken_from else PostVersion.Reading.PENDING
    number = post.newest_version + 1
    version = PostVersion(post=post, number=number, client_id=client_id, reading=reading, written_at=clock.now())
    version.made_by, version.taken_from = made_by, taken_from
    version.title, version.body = title, body
    version.save(force_insert=True)
    post.newest_version = number
    post.save(update_fields=["newest_version"])
    return version


def _say_when_newest(post: Post) -> None:
    """The thread's newest moment is that of its newest public post; none while its first post is not public."""
    thread = Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)
    public = thread.posts.filter(published_version__isnull=False)
    is_public = public.filter(opens_thread=True).exists()
    thread.newest_at = public.aggregate(newest=Max("published_at"))["newest"] if is_public else None
    thread.save(update_fields=["newest_at"])


def _lock_member(member: Member) -> None:
    """One thing at a time from one member: two presses at once are one post."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _known(member: Member, client_id: UUID) -> PostVersion | None:
    versions = PostVersion.objects.select_related("post__author__key")
    return versions.filter(client_id=client_id, post__author=member).first()


def _unused(client_id: UUID) -> UUID:
    """An id that happens to be somebody else's is replaced: nothing may be learned from it."""
    return uuid4() if PostVersion.objects.filter(client_id=client_id).exists() else client_id


def _not_too_many(member: Member) -> None:
    """Each version has to be read by a person, edits too."""
    most, hour = setting("forum.posts_an_hour"), timedelta(hours=1)
    recent = PostVersion.objects.filter(post__author=member, made_by=None, written_at__gt=clock.now() - hour)
    times = list(recent.order_by("-written_at").values_list("written_at", flat=True)[:most])
    if len(times) >= most:
        raise TooMany(times[-1] + hour)


def _was_read(version: PostVersion) -> bool:
    """Read by the assessment; what a moderator shortened counts as read where the words it came from were."""
    origin = version
    while origin.taken_from is not None:
        origin = origin.taken_from
    return origin.reading == PostVersion.Reading.READ


def _approved(version: PostVersion, approved_by: StaffMember) -> bool:
    return version.approved_by_id == approved_by.pk
