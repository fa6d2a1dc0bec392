"""What happened to a post: written and changed, flagged, decided by moderators, taken back."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from chat.models import Post, PostEvent, PostVersion
from escalation.durations import exact
from escalation.items import DANGER, DONE, PLAIN, Item
from escalation.models import Escalation
from moderation.models import Flag, ReviewDecision

_Kind = PostEvent.Kind


def in_the_forum(escalation: Escalation, post: Post) -> Iterator[Item]:
    """From its first word on."""
    flags = list(
        Flag.objects.filter(pk__in=escalation.flag_links.values("flag_id"), post=post)
        .select_related("raised_by")
        .order_by("post_version_id", "raised_at", "pk")
    )
    by_version = {version: list(found) for version, found in groupby(flags, key=lambda flag: flag.post_version_id)}
    for version in post.versions.select_related("made_by").order_by("number"):
        yield _written(version, by_version.pop(version.pk, []))
    for flag in (flag for rest in by_version.values() for flag in rest):
        who = flag.raised_by.name if flag.raised_by else _("the system")
        yield Item(flag.raised_at, _("Flagged: %(words)s") % {"words": _(flag.words)}, who, DANGER)
    yield from _moves(post)
    yield from _decisions(post)


def _written(version: PostVersion, flags: list[Flag]) -> Item:
    title = _("Post written in the forum") if version.number == 1 else _("Post changed by its author")
    if version.made_by is not None:
        return Item(version.written_at, _("%(who)s took details out") % {"who": version.made_by.name}, "", DONE)
    if not flags:
        return Item(version.written_at, title, "", PLAIN)
    words = ", ".join(dict.fromkeys(_(flag.words) for flag in flags))
    said = {"time": exact(flags[0].raised_at - version.written_at), "words": words}
    return Item(version.written_at, title, _("Flagged in %(time)s: %(words)s") % said, DANGER)


def _moves(post: Post) -> Iterator[Item]:
    for event in post.history.select_related("by").order_by("at", "pk"):
        who = {"who": event.by.name if event.by else ""}
        match event.kind:
            case _Kind.TAKEN:
                yield Item(event.at, _("%(who)s took the post to read it") % who, "", DONE)
            case _Kind.PUBLISHED:
                yield Item(event.at, _("The post was put up: everybody can read it"), who["who"], DANGER)
            case _Kind.WITHDRAWN:
                yield Item(event.at, _("The author took the post back: nobody can read it any more"), "", DONE)


def _decisions(post: Post) -> Iterator[Item]:
    made = ReviewDecision.objects.filter(review__version__post=post).select_related("decided_by")
    for decision in made.order_by("decided_at", "pk"):
        said = {"who": decision.decided_by.name, "action": decision.get_action_display()}
        yield Item(decision.decided_at, _("%(who)s decided about the post: %(action)s") % said, "", DONE)
