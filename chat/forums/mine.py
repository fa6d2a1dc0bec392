"""An author's own page: each post with what became of it and what we told them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.forums import queries
from chat.forums.posts import MOVES, newest_wording, wording_for_author
from chat.forums.wording import hidden_words, state_words, taken_out_words
from chat.models import Notice, Post, PostEvent, PostVersion
from config import clock

# Their words are read in a second or two. Where it takes longer the page looks again a few times, and then it is still.
SOON, LOOK_FOR = timedelta(seconds=6), timedelta(seconds=25)


@dataclass(frozen=True)
class Told:
    """Words of ours about a post."""

    words: str
    offers_chat: bool


@dataclass(frozen=True)
class OwnPost:
    """One card of the page. What is up stands there as everybody reads it, and else the author's newest words.

    Of what they took back, none.
    """

    pk: int
    state: str
    label: str
    about: str
    title: str
    body: str
    told: list[Told]
    # Where a moderator took some of it out.
    taken_out: str
    # Newer words of theirs that the program has not read yet, and since when.
    unread_since: datetime | None
    # The thread to go to, where it is there for them.
    thread: int | None
    can_edit: bool
    can_withdraw: bool


def own_posts(posts: list[Post]) -> list[OwnPost]:
    titles, notices = queries.titles_of(posts), queries.notices_of(posts)
    return [_own(post, titles.get(post.thread_id), notices[post.pk]) for post in posts]


def offer_first(own: list[OwnPost]) -> Told | None:
    """An offer about the newest post that waits stands before everything else, and not in its card too."""
    for post in own:
        for told in post.told:
            if told.offers_chat and post.state in Post.TO_REVIEW:
                post.told.remove(told)
                return told
    return None


def look_again_after(own: list[OwnPost]) -> int:
    """In how many seconds the page looks whether the program has read their words; 0: not any more."""
    ages = [clock.now() - post.unread_since for post in own if post.unread_since is not None]
    if not ages or min(ages) > LOOK_FOR:
        return 0
    return 2 if min(ages) < SOON else 5


def notices_are_seen(posts: list[Post]) -> None:
    """They stood on the author's page."""
    Notice.objects.filter(post__in=posts, seen_at=None).update(seen_at=clock.now())


def _own(post: Post, thread_title: str | None, notices: list[Notice]) -> OwnPost:
    version, shown = newest_wording(post), wording_for_author(post)
    is_gone = post.state == Post.State.WITHDRAWN
    is_hidden = post.published_version_id is not None and thread_title is None
    is_theirs_alone = post.opens_thread and post.published_version_id is None
    return OwnPost(
        pk=post.pk,
        state=post.state,
        label=post.get_state_display(),
        about=hidden_words() if is_hidden else state_words(post, version.written_at, clock.now()),
        title="" if is_gone else shown.title or thread_title or "",
        body="" if is_gone else shown.body,
        told=[] if is_gone else _current(notices, version),
        taken_out=taken_out_words() if shown.taken_from_id is not None else "",
        unread_since=version.written_at if not is_gone and version.reading == PostVersion.Reading.PENDING else None,
        thread=None if is_gone or not (thread_title or is_theirs_alone) else post.thread_id,
        can_edit=post.state in MOVES[PostEvent.Kind.EDITED][0],
        can_withdraw=not is_gone,
    )


def _current(notices: list[Notice], version: PostVersion) -> list[Told]:
    """About the words as they are now. An offer nobody has seen stays, whatever was edited since; one is enough."""
    shown = [one for one in notices if one.made_at >= version.written_at or (one.offers_chat and not one.seen_at)]
    offers = [one for one in shown if one.offers_chat][:1]
    return [Told(one.words or "", one.offers_chat) for one in shown if one in offers or not one.offers_chat]
