"""Who looked at or did what: written at once, chained a moment later, checked by anybody who doubts.

    record      rows.py      one signed row, in the transaction of what it is about
    link_rows   chain.py     the rows in one chain, each link signing the one before it
    anchor      anchors.py   the head of the chain, told to a file outside the database
    verify      check.py     what was changed, removed, added or moved since
    watch       watch.py     the same once an hour, and what came of it
    readers_of  readers.py   who was given somebody's words, for the young person who asks

The key is `audit.key` of the key directory: whoever has only the database can sign nothing. What
this does not show: a row removed in the second before it was linked, and links cut off after the
last anchor (at most a minute of them).
"""

from rota.audit.chain import link_rows
from rota.audit.check import verify
from rota.audit.readers import Reading, readers_of
from rota.audit.rows import note_setting, record
from rota.audit.watch import check_now, is_due

__all__ = ["Reading", "check_now", "is_due", "link_rows", "note_setting", "readers_of", "record", "verify"]
