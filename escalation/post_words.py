"""What a young person wrote into the forum, cut at its marks: the post an escalation is about, and their others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from chat.models import Post, PostVersion, WordsShredded
from chat.urgency import Urgency, highest
from escalation.chosen_words import versions_that_raised
from escalation.models import Escalation, Quote
from escalation.quotes import quote_of, quotes_of
from escalation.words import MOST_SHOWN, Spoken, cut, underlined

MOST_POSTS = 100


@dataclass(frozen=True)
class Written:
    """One post with all its wordings, the first one first."""

    id: int
    is_this: bool
    opens_thread: bool
    state_words: str
    public_words: str
    versions: list[Spoken]


def words_that_raised(escalation: Escalation, post: Post) -> list[Spoken]:
    """The author's wordings that brought this about, oldest first; the newest where none was noticed.

    Those that were quoted are read from the escalation itself: they stay when the posts are erased.
    """
    quotes = quotes_of(escalation)
    found = versions_that_raised(escalation, post)[-MOST_SHOWN:]
    return [spoken(one, post, quote_of(one, quotes)) for one in found]


def posts_by_its_author(post: Post) -> list[Written]:
    """This one first, then what else they wrote, the newest first."""
    others = Post.objects.filter(author=post.author_id).exclude(pk=post.pk).order_by("-created_at", "-pk")
    found = [post, *others.select_related("author__key", "published_version")[: MOST_POSTS - 1]]
    return [_written(one, is_this=one.pk == post.pk) for one in found]


def spoken(version: PostVersion, post: Post, quote: Quote | None = None) -> Spoken:
    version.post = post
    marks = underlined(version.marks.all(), quote)
    title, body = (quote.title or "", quote.body) if quote else _words(version)
    return Spoken(
        place=version.number,
        at=version.written_at,
        by="counsellor" if version.made_by else "young_person",
        name=version.made_by.name if version.made_by else post.author.nickname,
        channel=channel_words(version),
        parts=cut(body, marks),
        reasons=list(dict.fromkeys(_(mark.words) for mark in marks)),
        urgency=highest(*(Urgency(mark.urgency) for mark in marks)) if marks else "",
        title=title,
        is_public=version.pk == post.published_version_id,
    )


def channel_words(version: PostVersion) -> str:
    if version.made_by is not None:
        return _("Forum post, details taken out by a moderator")
    return _("Forum post") if version.number == 1 else _("Forum post, changed by its author")


def public_words(post: Post) -> str:
    """Who can read it now."""
    if post.published_version is None:
        return _("Not public: only its author and people who review posts can read it.")
    if post.published_version.number == post.newest_version:
        return _("Public now: everybody can read it in the forum.")
    return _("An earlier wording is public now: everybody can read that one in the forum. The newest is not public.")


def _written(post: Post, *, is_this: bool) -> Written:
    return Written(
        id=post.pk,
        is_this=is_this,
        opens_thread=post.opens_thread,
        state_words=STATES[Post.State(post.state)](),
        public_words=public_words(post),
        versions=[spoken(version, post) for version in _versions(post)],
    )


STATES = {
    Post.State.HELD: lambda: _("waits for a moderator"),
    Post.State.IN_REVIEW: lambda: _("a moderator reads it"),
    Post.State.SECOND_OPINION: lambda: _("waits for a second moderator"),
    Post.State.PUBLISHED: lambda: _("put up"),
    Post.State.RETURNED: lambda: _("sent back to its author"),
    Post.State.WITHHELD: lambda: _("not put up"),
    Post.State.WITHDRAWN: lambda: _("taken back by its author"),
}


def _versions(post: Post) -> list[PostVersion]:
    return list(post.versions.select_related("made_by").prefetch_related("marks").order_by("number"))


def _words(version: PostVersion) -> tuple[str, str]:
    try:
        return version.title or "", version.body or ""
    except WordsShredded:
        return "", _("These words were deleted.")
