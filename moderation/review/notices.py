"""What a moderator can choose, and what its author then reads.

Every refusal thanks, says plainly why, says that they have done nothing wrong, and offers something (domain reference,
wording rules). Nothing here promises what does not exist: there is no appeal yet, so no text speaks of one.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from moderation.models import ReviewDecision

Action, Kind = ReviewDecision.Action, ReviewDecision.Kind


@dataclass(frozen=True)
class Choice:
    """One thing a moderator can choose: what happens, of which kind the words are, what the author reads.

    Without a template the author is told nothing now.
    """

    slug: str
    action: str
    kind: str
    label: str | Promise
    template: str = ""
    words: str | Promise = ""
    offers_chat: bool = False


CHOICES: tuple[Choice, ...] = (
    Choice(
        "publish-offer", Action.PUBLISH, Kind.OK, lazy("Offer a chat, and put it up"), "post.up_and_chat",
        lazy("Thank you for trusting us with this. Your post is up. You are not in trouble. "
             "If you want to talk to one of us about it, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "publish", Action.PUBLISH, Kind.OK, lazy("Just put it up"), "post.up",
        lazy("Thank you for posting. Your post is up."),
    ),
    Choice(
        "note", Action.PUBLISH_WITH_NOTE, Kind.OK_WITH_WARNING, lazy("With a note on where to find help"),
        "post.up_with_note",
        lazy("Thank you for sharing this. Your post is up. We put a short note under it that says where to find help. "
             "It is for you, and for others who read it. If you want to talk to one of us, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "out-details", Action.TAKE_OUT_DETAILS, Kind.EDIT_NEEDED, lazy("Somebody could find them, or somebody else"),
        "post.pii",
        lazy("Thank you for posting. We have taken out some details so that no one can find you or anyone else. "
             "The rest of your post is up. You have not done anything wrong. You do not need to do anything."),
    ),
    Choice(
        "out-method", Action.TAKE_OUT_DETAILS, Kind.TOO_DETAILED, lazy("It says how somebody could get hurt"),
        "post.method_out",
        lazy("Thank you for being so open. We have taken out the part that says how someone could get hurt. "
             "It could harm someone who reads it. The rest of your post is up. "
             "You have not done anything wrong. If you want to talk to us about it, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "return-details", Action.RETURN, Kind.EDIT_NEEDED, lazy("Somebody could find them, or somebody else"),
        "post.return_pii",
        lazy("Thank you for posting. We have not put your post up yet, because someone could find you or someone else "
             "with it. Please take out names, places, accounts and numbers, and send it again. "
             "You have not done anything wrong. If you want to talk to us first, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "return-method", Action.RETURN, Kind.TOO_DETAILED, lazy("It says how somebody could get hurt"),
        "post.return_method",
        lazy("Thank you for being so open. We have not put your post up yet. It says how someone could get hurt, "
             "and that could harm someone who reads it. You can take that part out and send it again. "
             "You have not done anything wrong. If you want to talk to us about it, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "return-unkind", Action.RETURN, Kind.EDIT_NEEDED, lazy("It could hurt somebody's feelings"),
        "post.return_unkind",
        lazy("Thank you for posting. We have not put your post up yet, because some of the words could hurt someone "
             "who reads it. You can say how you feel about it in other words, and send it again. "
             "It is OK to be angry. If you want to talk to us about it, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "return-topic", Action.RETURN, Kind.OFF_TOPIC, lazy("It belongs somewhere else"), "post.return_topic",
        lazy("Thank you for posting. We have not put your post up, because this is a place to talk about how we feel. "
             "You have not done anything wrong. You can change it and send it again. "
             "If you want to talk to us, you can start a chat."),
        offers_chat=True,
    ),
    Choice(
        "withhold-method", Action.WITHHOLD, Kind.TOO_DETAILED, lazy("It says how somebody could get hurt"),
        "post.method",
        lazy("Thank you for being so open. We have not put your post up. It says how someone could get hurt, "
             "and that could harm someone who reads it. You have not done anything wrong. "
             "Would you like to talk to us about it in a chat?"),
        offers_chat=True,
    ),
    Choice(
        "withhold-danger", Action.WITHHOLD, Kind.CRISIS_NOW, lazy("They may be in danger now"), "post.crisis",
        lazy("Thank you for telling us. We are worried about you, so we want to talk with you ourselves. "
             "We have not put your post up. You have not done anything wrong. Would you like to talk to us in a chat? "
             "In danger now? Call 999."),
        offers_chat=True,
    ),
    Choice(
        "withhold-together", Action.WITHHOLD, Kind.CONTAGION, lazy("Others could be drawn into it"),
        "post.contagion",
        lazy("Thank you for posting. We have not put your post up. Someone who feels very low could read it as a plan "
             "to follow, and be hurt. You have not done anything wrong. "
             "Would you like to talk to us about it in a chat?"),
        offers_chat=True,
    ),
    Choice(
        "withhold-contact", Action.WITHHOLD, Kind.ABUSE_OR_GROOMING,
        lazy("Somebody harms them, or wants to reach others here"), "post.contact",
        lazy("Thank you for posting. We have not put your post up, because we want everyone here to stay safe, "
             "you too. You have not done anything wrong by writing to us. Would you like to talk to us in a chat?"),
        offers_chat=True,
    ),
    Choice(
        "withhold-spam", Action.WITHHOLD, Kind.SPAM, lazy("It is an advert"), "post.spam",
        lazy("Thank you for writing. We have not put this up, because it looks like an advert. "
             "Did we get that wrong? Then change it, and send it again. A person will read it."),
    ),
    Choice("second-detail", Action.SECOND_OPINION, Kind.TOO_DETAILED, lazy("Is it too detailed?")),
    Choice("second-together", Action.SECOND_OPINION, Kind.CONTAGION, lazy("Could others be drawn into it?")),
    Choice("second-harm", Action.SECOND_OPINION, Kind.ABUSE_OR_GROOMING, lazy("Does somebody harm them, or want to?")),
    Choice("second-danger", Action.SECOND_OPINION, Kind.CRISIS_NOW, lazy("Are they in danger?")),
    Choice("second-warning", Action.SECOND_OPINION, Kind.OK_WITH_WARNING, lazy("Can it go up as it is?")),
    Choice("escalate-danger", Action.ESCALATE, Kind.CRISIS_NOW, lazy("They may be in danger")),
    Choice("escalate-harm", Action.ESCALATE, Kind.ABUSE_OR_GROOMING, lazy("Somebody harms them, or wants to")),
)  # fmt: skip

BY_SLUG = {choice.slug: choice for choice in CHOICES}


def choices_of(action: str) -> list[Choice]:
    return [choice for choice in CHOICES if choice.action == action]
