"""Who looked at or did what: written at once, chained a moment later, checked by anybody who doubts.

    record      rows.py      one signed row, in the transaction of what it is about
    link_rows   chain.py     the rows in one chain, each link signing the one before it
    anchor      anchors.py   the head of the chain, told to a file outside the database
    verify      check.py     what was changed, removed, added or moved since

The key is `audit.key` of the key directory: whoever has only the database can sign nothing. What
this does not show: a row removed in the second before it was linked, and links cut off after the
last anchor (at most a minute of them).
"""

from rota.audit.chain import link_rows
from rota.audit.check import verify
from rota.audit.rows import record

__all__ = ["link_rows", "record", "verify"]
