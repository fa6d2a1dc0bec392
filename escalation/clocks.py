"""What the clock looks for each second. Each look finds what is due in the rows, so a missed one loses nothing."""

from escalation.missed import open_what_was_missed
from escalation.page import page_all_due
from escalation.reaching import reach_those_called
from escalation.working.checks import check_all_due
from escalation.working.lease import let_go_of_lapsed


def tick() -> None:
    """Called by the jobs process every second."""
    let_go_of_lapsed()
    page_all_due()
    check_all_due()
    reach_those_called()
    open_what_was_missed()
