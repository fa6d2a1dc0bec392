"""Deciding about a post: what happens to it, what its author is told, and the row that says so, all at once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat.forums import posts
from chat.forums.posts import NotRead
from chat.models import Post, PostVersion
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from moderation.flags import judge_post
from moderation.models import Review, ReviewDecision
from moderation.review import hooks
from moderation.review.access import is_opened_by
from moderation.review.locks import NotOpened, finish, held, lock_time
from moderation.review.notice_words import check_words
from moderation.review.notices import Choice
from moderation.review.text import Span
from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)

Action, State = ReviewDecision.Action, Review.State
# After these the author's post is up.
SHOWS = (Action.PUBLISH, Action.PUBLISH_WITH_NOTE, Action.TAKE_OUT_DETAILS)
LONGEST_WHY = 4000


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a moderator chose: the choice, and what that choice asks for."""

    choice: Choice
    words: str = ""
    spans: Sequence[Span] = ()
    urgency: str = ""
    why: str = ""

    @property
    def action(self) -> str:
        return self.choice.action

    def checked(self, review: Review) -> Self:
        """Raises ValidationError with what is missing, a text for each field."""
        errors: dict[str, str] = {}
        if self.choice.template:
            body = review.version.body
            out = [body[start:end] for start, end in self.spans]
            if trouble := check_words(self.words, default=str(self.choice.words), body=body, out=out):
                errors["words"] = trouble
        if self.action == Action.TAKE_OUT_DETAILS and not self.spans:
            errors["out"] = _("Mark the words to take out first.")
        if self.action == Action.ESCALATE:
            if self.urgency not in {Urgency.NOW, Urgency.VERY_SOON}:
                errors["urgency"] = _("Choose how soon somebody must act.")
            if not self.why.strip() or len(self.why) > LONGEST_WHY:
                errors["why"] = _("Say why, so that the lead knows where to begin.")
        if self.action == Action.SECOND_OPINION and review.asked_by_id is not None:
            errors[""] = _("This is the second opinion already. Decide, or escalate it to a safeguarding lead.")
        if errors:
            raise ValidationError(errors)
        return self


@transaction.atomic
def decide(review: Review, answer: Answer, *, decided_by: StaffMember) -> ReviewDecision:
    """What happens with these words. All of it, or where anything is refused nothing.

    Raises ValidationError; HeldBySomebodyElse, LockLapsed, AlreadyDecided, Withdrawn; and from the forum Superseded
    (the author wrote newer words) and NotRead (what was not assessed cannot be approved); NotOpened where part of it is
    still hidden from them.
    """
    review = held(review, decided_by)
    answer.checked(review)
    if answer.action in SHOWS:
        _may_go_up(review, decided_by)
    decision = ReviewDecision(
        review=review,
        action=answer.action,
        kind=answer.choice.kind,
        offered_chat=answer.choice.offers_chat,
        decided_by=decided_by,
        decided_at=clock.now(),
        seconds_open=_seconds_open(review),
    )
    decision.shown = _act(review, answer, decided_by)
    if answer.choice.template:
        decision.notice = posts.tell_author(
            decision.shown or review.version,
            template=answer.choice.template,
            words=answer.words.strip(),
            offers_chat=answer.choice.offers_chat,
            made_by=decided_by,
        )
    decision.save(force_insert=True)
    audit.record("review.decided", f"review:{review.pk}", who=decided_by)
    log.info("review.decided", extra={"decision": decision.pk})
    return decision


def _may_go_up(review: Review, by: StaffMember) -> None:
    """Read by the program, and seen whole by whoever approves it."""
    if review.version.reading != PostVersion.Reading.READ:
        raise NotRead
    if not is_opened_by(review, by):
        raise NotOpened


def _act(review: Review, answer: Answer, by: StaffMember) -> PostVersion | None:
    """Does it to the post; gives the version that is up now, if one is."""
    version, shown = review.version, None
    if answer.action == Action.ESCALATE:
        _escalate(version.post, answer, by)
        review.taken_until = clock.now() + lock_time()
        review.save(update_fields=["taken_until"])
        return None
    if answer.action == Action.SECOND_OPINION:
        posts.ask_second_opinion(version, by)
        _ask_somebody_else(review, by)
        return None
    if answer.action == Action.RETURN:
        posts.return_post(version, by)
    elif answer.action == Action.WITHHOLD:
        posts.withhold(version, by)
    else:
        shown = _left_of(version, answer, by)
        posts.publish(shown, approved_by=by, support_note=answer.action == Action.PUBLISH_WITH_NOTE)
    finish(review, State.DONE)
    judge_post(version.post, agrees=True, judged_by=by)
    return shown


def _left_of(version: PostVersion, answer: Answer, by: StaffMember) -> PostVersion:
    if answer.action != Action.TAKE_OUT_DETAILS:
        return version
    try:
        return posts.cut_out(version, spans=list(answer.spans), made_by=by)
    except posts.NothingLeft:
        raise ValidationError({"out": _("Nothing would be left. Return it kindly instead.")}) from None


def _escalate(post: Post, answer: Answer, by: StaffMember) -> None:
    if hooks.escalate is None:
        raise ValidationError(_("This could not be handed to a lead from here. Call the lead on call now."))
    hooks.escalate(post, answer.urgency, answer.why.strip(), by)


def _ask_somebody_else(review: Review, by: StaffMember) -> None:
    minutes = setting("forum.second_opinion_minutes")[review.urgency]
    review.state, review.asked_by = State.SECOND_OPINION, by
    review.look_due_at = clock.now() + timedelta(minutes=minutes)
    review.taken_by = review.taken_at = review.taken_until = None
    review.save()


def _seconds_open(review: Review) -> int:
    return max(0, int((clock.now() - review.taken_at).total_seconds())) if review.taken_at else 0
