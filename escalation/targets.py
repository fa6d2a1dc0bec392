"""How fast an escalation has to move, by urgency. Source: domain reference, urgency and clocks (case)."""

from datetime import timedelta

from config.tuning import setting


def acknowledge_within(urgency: str) -> timedelta:
    """From the moment of danger until a lead says: I have it."""
    return timedelta(minutes=setting("escalation.acknowledge_minutes")[urgency])


def decide_within(urgency: str) -> timedelta:
    """From the moment of danger until a lead has decided."""
    return timedelta(minutes=setting("escalation.decide_minutes")[urgency])


def page_every(urgency: str) -> timedelta:
    """From one step of the paging chain to the next."""
    return timedelta(seconds=setting("escalation.page_step_seconds")[urgency])
