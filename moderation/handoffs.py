"""Work that leaves this app, as a job in the same transaction."""

from config import jobs


def hand_over_to_safeguarding(flag_id: int) -> None:
    """A lead has to look: `escalation.open_escalation` runs once this is committed."""
    jobs.defer("escalation.open_escalation", lock=f"flag-{flag_id}", flag_id=flag_id)
