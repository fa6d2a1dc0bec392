"""What the clock looks for each second. Each look finds what is due in the rows, so a missed one loses nothing."""

from escalation.missed import open_what_was_missed
from escalation.page import page_all_due


def tick() -> None:
    """Called by the jobs process every second."""
    page_all_due()
    open_what_was_missed()
