"""What a counsellor heard when they asked about suicidal thoughts, as a flag. It only ever makes things more urgent.

Source: domain reference, urgency and clocks, and glossary (imminent): thoughts, a plan, means and a time within 48 h.
"""

from django.db import transaction
from django.utils.translation import gettext_noop

from chat import queue
from chat.models import Conversation, Message, SafetyAnswers
from chat.urgency import Urgency
from moderation.flags import raise_flag
from moderation.models import Flag

CHECK_NAME = "counsellor.safety_answers"
# Kept in English and translated when it is shown.
ANSWERED = gettext_noop("what they answered to the safety questions")

Answer, When = SafetyAnswers.Answer, SafetyAnswers.When
IMMINENT = (When.NOW, When.WITHIN_48_HOURS)


def urgency_of(answers: SafetyAnswers) -> Urgency:
    """How soon somebody must act, by these answers alone. Routine where none of them says anything."""
    thoughts, plan, means = (answer == Answer.YES for answer in (answers.thoughts, answers.plan, answers.means))
    if answers.safe_now == Answer.NO or (thoughts and plan and means and answers.when in IMMINENT):
        return Urgency.NOW
    if plan or means:
        return Urgency.VERY_SOON
    return Urgency.SOON if thoughts else Urgency.ROUTINE


@transaction.atomic
def safety_answered(answers: SafetyAnswers) -> Flag | None:
    """One save. What the save before it said already is not raised once more. Safe to repeat."""
    urgency = urgency_of(answers)
    if urgency.rank <= _known_before(answers):
        return None
    about = _newest_words(answers.conversation)
    if about is None:  # nobody has said a word yet
        queue.raise_urgency(answers.conversation, urgency, by=answers.by)
        return None
    return raise_flag(about, check_name=CHECK_NAME, words=ANSWERED, urgency=urgency, raised_by=answers.by)


def _known_before(answers: SafetyAnswers) -> int:
    earlier = SafetyAnswers.objects.filter(conversation=answers.conversation_id, pk__lt=answers.pk)
    before = earlier.order_by("-pk").first()
    return (urgency_of(before) if before else Urgency.ROUTINE).rank


def _newest_words(conversation: Conversation) -> Message | None:
    """Theirs, where there are any."""
    words = Message.objects.filter(conversation=conversation).order_by("-place")
    return words.filter(by=Message.By.YOUNG_PERSON).first() or words.first()
