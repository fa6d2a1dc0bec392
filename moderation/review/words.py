"""What a moderator is told after an action, or where one was not possible."""

from django.utils.translation import gettext as _

from chat.forums.posts import Superseded
from moderation.models import Review, ReviewDecision
from moderation.review.locks import AlreadyDecided, HeldBySomebodyElse, Withdrawn
from rota.models import StaffMember

Action = ReviewDecision.Action


def decided_words(decision: ReviewDecision) -> str:
    name = {"name": decision.review.version.post.author.nickname}
    said = {
        Action.PUBLISH: _("It is up, and %(name)s was told."),
        Action.PUBLISH_WITH_NOTE: _("It is up with a support note, and %(name)s was told."),
        Action.TAKE_OUT_DETAILS: _("What was left of it is up, and %(name)s was told."),
        Action.RETURN: _("It went back to %(name)s, with your words."),
        Action.WITHHOLD: _("It is not put up, and %(name)s was told why."),
        Action.SECOND_OPINION: _("Somebody else reads it now. It will not come to you again."),
        Action.ESCALATE: _("A safeguarding lead is called. You still hold it: decide what happens with the post."),
    }
    return said[Action(decision.action)] % name


def refusal_words(over: Exception) -> str:
    """Why nothing was decided."""
    if isinstance(over, Superseded):
        return _("They changed it while you read. The new one comes back to the line once it is checked.")
    if isinstance(over, Withdrawn):
        return _("They took it back. There is nothing to decide any more.")
    if isinstance(over, AlreadyDecided) and over.who is not None:
        return _("%(who)s has decided about this one already. Nothing was changed.") % {"who": over.who.name}
    if isinstance(over, HeldBySomebodyElse):
        return _("Your time with it ran out, and %(who)s has it now. Nothing was sent.") % {"who": over.who.name}
    return _("This is not possible any more. Nothing was changed.")


def not_opened_words() -> str:
    """Why nothing of it can go up yet."""
    return _("Open the whole post first: part of it is still hidden.")


def not_theirs_words(review: Review, staff: StaffMember) -> str:
    """To somebody who came by an old link, or whose time ran out."""
    if review.state == Review.State.TAKEN and review.taken_by is not None and review.taken_by_id != staff.pk:
        return _("%(who)s has this one now.") % {"who": review.taken_by.name}
    if review.state in Review.OPEN:
        return _("You do not hold this one. It waits in its lane. Take the next one when you are ready.")
    return _("This one is over.")
