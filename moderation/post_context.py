"""What is read of a post, and with what before it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.db.models import F, QuerySet

from chat.models import PostVersion, WordsShredded
from config import sealing
from config.tuning import setting
from moderation.checks import Check, Context, Finding, Turn
from moderation.reading import Reading, read, reading_of

# How far back an author's own posts are read with a new one.
OWN_WITHIN = timedelta(days=7)



def read_post(title: str, body: str, context: Context, checks: Sequence[Check]) -> tuple[Reading, int]:
    """A title is read as the line before the body, and once more as words that go on in it."""
    if not title:
        return read(body, context, checks), 0
    shift = len(title) + 1
    whole = read(f"{title}\n{body}", context, checks)
    across = read(body, Context((*context.earlier, Turn("young_person", title))), checks)
    moved = [_moved(finding, shift) for finding in across.findings]
    findings = list(dict.fromkeys([*whole.findings, *moved]))
    failed = list(dict.fromkeys([*whole.failed, *across.failed]))
    return reading_of(findings, failed, whole.scores, across.scores, read_by=(whole, across)), shift


def _moved(finding: Finding, by: int) -> Finding:
    if finding.start is None or finding.end is None:
        return finding
    return replace(finding, start=finding.start + by, end=finding.end + by)


def context_of(version: PostVersion) -> Context:
    """What stood in the thread, and what its author wrote lately anywhere: the oldest first.

    Beside a body, `young_person` is whoever wrote that body; everybody else is a `peer`.
    """
    most = setting("forum.posts_read")
    earlier = {one.post_id: one for one in _public_in_thread(version)[: most["thread"]]}
    own = {one.post_id: one for one in reversed(_own_lately(version)[: most["own"] * 2])}
    earlier |= dict(list(own.items())[-most["own"] :])
    ordered = sorted(earlier.values(), key=lambda one: (one.written_at, one.pk))
    return Context(tuple(turn for one in ordered if (turn := _turn(one, version)) is not None))


def _public_in_thread(version: PostVersion) -> QuerySet[PostVersion]:
    return (
        PostVersion.objects.filter(post__thread=version.post.thread_id, pk=F("post__published_version"))
        .exclude(post=version.post_id)
        .select_related("post__author__key")
        .order_by("-post__published_at", "-pk")
    )


def _own_lately(version: PostVersion) -> QuerySet[PostVersion]:
    since = version.written_at - OWN_WITHIN
    return (
        PostVersion.objects.filter(
            post__author=version.post.author_id, made_by=None, pk__lt=version.pk, written_at__gt=since
        )
        .exclude(post=version.post_id)
        .select_related("post__author__key")
        .order_by("-pk")
    )


def _turn(earlier: PostVersion, version: PostVersion) -> Turn | None:
    by = "young_person" if earlier.post.author_id == version.post.author_id else "peer"
    try:
        return Turn(by, f"{earlier.title}\n{earlier.body}" if earlier.title else str(earlier.body))
    except (WordsShredded, sealing.CannotOpen):
        return None
