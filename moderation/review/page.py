"""Everything the page of a review shows. Nobody's identity is among it: a nickname, and what they wrote here."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.forums.words import without
from chat.models import Member, Post, PostVersion, WordsShredded
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from moderation.incidents import forum_words
from moderation.models import Review, ReviewDecision
from moderation.review import hooks
from moderation.review.access import is_opened_by, words_in
from moderation.review.commands import held_by
from moderation.review.decide import SHOWS
from moderation.review.earlier import earlier_context, reasons_of
from moderation.review.forms import Typed
from moderation.review.notices import choices_of
from moderation.review.queue import counts_for
from moderation.review.text import parts_of, spans_of, words_of
from moderation.review.words import not_opened_words
from rota.access import on_duty
from rota.models import StaffMember

Action = ReviewDecision.Action
HEAVY = (Urgency.NOW, Urgency.VERY_SOON)
# In the order of the page; the number is its key, with Alt.
ORDER = (
    Action.PUBLISH,
    Action.PUBLISH_WITH_NOTE,
    Action.TAKE_OUT_DETAILS,
    Action.RETURN,
    Action.SECOND_OPINION,
    Action.ESCALATE,
    Action.WITHHOLD,
)


@dataclass(frozen=True)
class Shown:
    """A choice as the page shows it: chosen or not, with the words as they stand now."""

    slug: str
    label: str
    is_chosen: bool
    tells: bool
    words: str
    offers_chat: bool
    is_reworded: bool


@dataclass(frozen=True)
class ActionShown:
    """One of the things that can happen, and what it asks for."""

    value: str
    key: int
    label: str
    confirm: str
    is_chosen: bool
    choices: list[Shown]
    # Why this cannot be done now; empty where it can.
    refused: str = ""


def lanes_context(staff: StaffMember) -> dict[str, Any]:
    """The left side: what waits, what one holds, how much of it was heavy. No figure rewards haste."""
    heavy, most = heavy_items(staff), setting("forum.break_after_heavy")
    return {
        "counts": counts_for(staff),
        "held": held_by(staff),
        "wrong": forum_words(),
        "now": clock.now(),
        "heavy": heavy,
        "break_after": most,
        "offer_break": heavy >= most,
    }


def review_context(review: Review, staff: StaffMember, form: Typed) -> dict[str, Any]:
    """The middle and the right side."""
    title, body = words_in(review)
    marks = list(review.version.marks.order_by("start", "end"))
    author = review.version.post.author
    return {
        **lanes_context(staff),
        "review": review,
        "post": review.version.post,
        "author": author,
        "member": member_words(author),
        "title": title,
        "parts": parts_of(body, marks),
        "words": words_of(body, marks, form.out),
        "left": without(body, spans_of(body, form.out)) if form.out else None,
        "is_blurred": not is_opened_by(review, staff),
        "reasons": reasons_of(body, marks),
        "not_read": not_read_words(review.version),
        "answers": thread_title(review.version.post),
        "is_edit": review.version.number > 1,
        **earlier_context(review),
        "last_post": last_public_words(review.version.post),
        "actions": [_shown(action, key, review, staff, form) for key, action in enumerate(ORDER, start=1)],
        "form": form,
        "seconds_left": max(0, int((review.taken_until - clock.now()).total_seconds())) if review.taken_until else 0,
    }


def heavy_items(staff: StaffMember) -> int:
    """How many heavy posts they decided about in this shift; without one, in the last twelve hours."""
    shift = on_duty(staff)
    since = shift.starts_at if shift else clock.now() - timedelta(hours=12)
    theirs = ReviewDecision.objects.filter(decided_by=staff, decided_at__gte=since)
    heavy = theirs.filter(Q(review__may_be_graphic=True) | Q(review__urgency__in=HEAVY))
    return heavy.values("review").distinct().count()


def not_read_words(version: PostVersion) -> str:
    """Why these words cannot be approved yet; empty where they can."""
    if version.reading == PostVersion.Reading.PENDING:
        return _("The program has not read these words yet. Nothing goes up that was not read. It takes a moment.")
    if version.reading == PostVersion.Reading.FAILED:
        return _(
            "A check could not read these words, so they cannot go up yet. It is tried again every minute. "
            "You can put this back, return it, escalate it, or not put it up."
        )
    return ""


def last_public_words(post: Post) -> dict[str, Any] | None:
    """What this member last had up, in another post: everybody can read it."""
    others = Post.objects.filter(author=post.author_id, published_version__isnull=False).exclude(pk=post.pk)
    last = others.select_related("published_version__post__author__key").order_by("-published_at").first()
    if last is None or last.published_version is None:
        return None
    try:
        return {"words": last.published_version.body, "at": last.published_at}
    except WordsShredded:
        return None


def thread_title(post: Post) -> str:
    """What a reply is about: the title of its thread, which everybody can read."""
    if post.opens_thread:
        return ""
    first = post.thread.posts.filter(opens_thread=True, published_version__isnull=False)
    opening = first.select_related("published_version__post__author__key").first()
    try:
        return (opening.published_version.title or "") if opening and opening.published_version else ""
    except WordsShredded:
        return ""


def member_words(member: Member) -> dict[str, Any]:
    """What a moderator may know about somebody: never who it is."""
    written = member.posts.exclude(state=Post.State.WITHDRAWN)
    not_up = written.filter(state__in=[Post.State.WITHHELD, Post.State.RETURNED]).count()
    up = written.filter(published_version__isnull=False).count()
    return {
        "posts": written.count(),
        "up": up,
        "not_up": not_up,
        "since": _since(clock.now() - member.joined_at),
        "has_open_escalation": hooks.has_open_escalation(member) if hooks.has_open_escalation else None,
    }


def _since(length: timedelta) -> str:
    """For how long somebody has been here: "since today", "for 3 weeks"."""
    days = length.days
    if days < 1:
        return _("since today")
    if days < 14:
        return ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days}
    if days < 60:
        return ngettext("for %(count)d week", "for %(count)d weeks", days // 7) % {"count": days // 7}
    return ngettext("for %(count)d month", "for %(count)d months", days // 30) % {"count": days // 30}


def _shown(action: str, key: int, review: Review, staff: StaffMember, form: Typed) -> ActionShown:
    """Nothing is chosen beforehand: neither what happens, nor why."""
    offers = review.lane == Review.Lane.CARE
    choices = choices_of(action)
    if action == Action.PUBLISH and not offers:
        choices = choices[::-1]
    chosen = form.chosen.get(action) or ""
    label, confirm = _labels(offers)[action]
    return ActionShown(
        value=action,
        key=key,
        label=label,
        confirm=confirm,
        is_chosen=form.action == action,
        choices=[
            Shown(
                slug=choice.slug,
                label=str(choice.label),
                is_chosen=choice.slug == chosen,
                tells=bool(choice.template),
                words=form.words.get(choice.slug, str(choice.words)),
                offers_chat=choice.offers_chat,
                is_reworded=form.words.get(choice.slug, str(choice.words)) != str(choice.words),
            )
            for choice in choices
        ],
        refused=_refused(action, review, staff),
    )


def _refused(action: str, review: Review, staff: StaffMember) -> str:
    if action == Action.SECOND_OPINION and review.asked_by_id is not None:
        return _("You are the second person who reads it.")
    if action in SHOWS:
        return not_read_words(review.version) or ("" if is_opened_by(review, staff) else not_opened_words())
    return ""


def _labels(offers: bool) -> dict[str, tuple[str, str]]:
    """What stands on the button of an action, and on the one that does it."""
    return {
        Action.PUBLISH: (_("Offer chat and publish") if offers else _("Publish"), _("Publish it")),
        Action.PUBLISH_WITH_NOTE: (_("Publish with support note"), _("Publish it with the note")),
        Action.TAKE_OUT_DETAILS: (_("Take out details"), _("Publish what is left")),
        Action.RETURN: (_("Return kindly"), _("Return it")),
        Action.SECOND_OPINION: (_("Second opinion"), _("Ask somebody else")),
        Action.ESCALATE: (_("Escalate"), _("Escalate now")),
        Action.WITHHOLD: (_("Do not put up"), _("Do not put it up")),
    }
