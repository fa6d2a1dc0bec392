"""Work that comes up from the chat, by name. One line each: the thinking is in the command. Each may run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs

from chat.models import Conversation, IncomingText, OutgoingText, SafetyAnswers
from moderation import concerns, safety_answers, texts
from moderation.canary.deliver import deliver

# After 1, 3, 5 ... seconds, and for ever: nobody else looks for what these would have told.
AGAIN = RetryStrategy(wait=1, linear_wait=2)
WITH_ALL = ("message__conversation",)


@jobs.task(name="moderation.stop_word", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def stop_word(incoming_id: int) -> None:
    texts.stop_word_came(IncomingText.objects.select_related(*WITH_ALL).get(pk=incoming_id))


@jobs.task(name="moderation.asked_for_now", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def asked_for_now(incoming_id: int) -> None:
    texts.asked_for_now(IncomingText.objects.select_related(*WITH_ALL).get(pk=incoming_id))


@jobs.task(name="moderation.text_went_wrong", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def text_went_wrong(outgoing_id: int) -> None:
    texts.text_went_wrong(OutgoingText.objects.select_related(*WITH_ALL).get(pk=outgoing_id))


@jobs.task(name="moderation.safety_answers", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def safety_answered(answers_id: int) -> None:
    safety_answers.safety_answered(SafetyAnswers.objects.select_related("conversation", "by").get(pk=answers_id))


@jobs.task(name="moderation.not_safe", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def not_safe(conversation_id: int) -> None:
    concerns.not_safe(Conversation.objects.get(pk=conversation_id))


@jobs.task(name="moderation.silent_at_risk", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def silent_at_risk(conversation_id: int) -> None:
    concerns.silent_at_risk(Conversation.objects.get(pk=conversation_id))


@jobs.task(name="moderation.send_canary", queue="moderation", retry=AGAIN)  # type: ignore[untyped-decorator]
def send_canary(canary_id: int) -> None:
    deliver(canary_id)
