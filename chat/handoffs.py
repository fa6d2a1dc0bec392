"""Work that leaves this app, as a job in the same transaction."""

from config import jobs


def somebody_left_in_danger(conversation_id: int) -> None:
    jobs.defer(
        "escalation.left_in_danger", lock=f"conversation-{conversation_id}", conversation_id=conversation_id
    )


def text_went_wrong(outgoing_id: int) -> None:
    """A text of ours did not arrive, or nobody knows whether it did."""
    jobs.defer("moderation.text_went_wrong", outgoing_id=outgoing_id)


def stop_word_came(incoming_id: int) -> None:
    """Somebody texted a word that may cut them off from us: a person has to look at once."""
    jobs.defer("moderation.stop_word", incoming_id=incoming_id)


def asked_for_now(incoming_id: int) -> None:
    """Somebody texted NOW: they feel unsafe."""
    jobs.defer("moderation.asked_for_now", incoming_id=incoming_id)


def safety_answered(answers_id: int) -> None:
    """A counsellor wrote down what was answered to the safety questions: it may make it more urgent."""
    jobs.defer("moderation.safety_answers", answers_id=answers_id)


def says_not_safe(conversation_id: int) -> None:
    """A young person said that they are not safe right now."""
    jobs.defer("moderation.not_safe", conversation_id=conversation_id)


def silent_at_risk(conversation_id: int) -> None:
    """Somebody who may be in danger answers no more: a safeguarding lead has to look."""
    jobs.defer("moderation.silent_at_risk", conversation_id=conversation_id)


def concern_given(concern_id: int, *, after: float = 0) -> None:
    """Somebody outside is worried about a young person, or said more about it: a lead has to look.

    Without a lock: what waits a little would hold up what is urgent.
    """
    jobs.defer("chat.land_concern", after=after, concern_id=concern_id)


def came_back(conversation_id: int, before_id: int) -> None:
    """They came back with their code word where another chat was open: what is open about either belongs together."""
    jobs.defer("escalation.came_back", conversation_id=conversation_id, before_id=before_id)
