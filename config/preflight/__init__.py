"""What is missing before young people may use this installation: looked at, not assumed.

    findings.py   one line: what was looked at, how it is, what to do
    place.py      where it runs: address, certificate, accounts, disk, clock, processes
    people.py     who is there: leads, on call, hours with nobody, people of the demo
    texts.py      the carrier: account, balance, where texts go
    copies.py     what is left when the machine is not: backup, restore, keys, anchors

Nothing is changed and nothing is sent. What cannot be told from here says so, and never counts as well.
"""

import logging
from collections.abc import Callable, Iterator

from config.preflight import copies, people, place, texts
from config.preflight.findings import Finding, State, unknown

log = logging.getLogger(__name__)

Look = Callable[[], Iterator[Finding]]

LOOKS: tuple[Look, ...] = (*place.LOOKS, *people.LOOKS, *texts.LOOKS, *copies.LOOKS)

__all__ = ["LOOKS", "Finding", "State", "everything"]


def everything() -> Iterator[Finding]:
    """Every line, in order. A look that fails is a line too."""
    for look in LOOKS:
        try:
            yield from look()
        except Exception as trouble:
            log.warning("preflight.look_failed", extra={"error": type(trouble).__name__})
            name = look.__name__.replace("_", " ")
            yield unknown(name, f"could not be looked at ({type(trouble).__name__})", "See the log, and look again.")
