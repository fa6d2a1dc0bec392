"""Work that leaves this app, as a job in the same transaction."""

from config import jobs


def somebody_left_in_danger(conversation_id: int) -> None:
    jobs.defer(
        "escalation.left_in_danger", lock=f"conversation-{conversation_id}", conversation_id=conversation_id
    )
