"""The part of docs/protocol.md that is about the conversation between the two sides, not about one frame."""

# ruff: noqa: E501  (a row of a table is one line)

from chat.frames import BODY_CHARACTERS, FRAME_BYTES
from chat.sockets import BURST_MESSAGES, BURST_SECONDS, OUTBOUND_BYTES, UNANSWERED_AT_MOST

BEFORE = f"""
# The wire

Made from the code by `manage.py protocol`: change the frames, not this page. The same as a JSON Schema is
[protocol.schema.json](protocol.schema.json); its `$defs` are named as here (`page.to_us`, `console.from_us`).

Two WebSockets, one JSON object in each text frame, `type` says which. Both need the `Origin` of the service itself
(scheme, host and port).

| address | for | known by |
| --- | --- | --- |
| `/ws/chat/` | the page of a young person, one conversation | their cookie |
| `/ws/console/` | the console of a member of staff, several conversations | their sign-in, and a role that has a console |

## What is promised

- **Acknowledged means committed.** Words that come back as `said`, with a place, are in the database. Nothing else is an
  acknowledgement. Whoever has not heard it keeps the words and says them again under the same `id`.
- **Once.** The same `id` in the same conversation is stored once, however often it is said, over whatever connection; each
  time the answer is the same `said` with the same place.
- **In order, without gaps.** Places of a conversation are 1, 2, 3. A reader applies them in order, each once. A place
  that is not the next one means that something is missing: ask `resume` from the last one applied.
- **Live, reconnect and recovery are the same read.** `resume` brings everything after a place, then whatever comes.
  Nothing is lost with a connection, a process or the whole of Redis.
- **Other frames are hints about what is true now.** `state`, `queue`, `mine`, `marks`, `flag` and `delivery` are sent again
  when they change and after a `resume`; `typing` and `seen` may be lost.
- **Every frame is answered for itself.** A frame that cannot be taken is `refused` with a reason, and the socket stays open.
- A refused or unanswered `say` never takes others with it, and a flood is slowed down, not refused.
- Who may hear is asked at the door, at each action and before each delivery. A sign-in or cookie that was ended acts
  never again, and hears nothing after two seconds.

## Limits

| what | limit | beyond it |
| --- | --- | --- |
| words | {BODY_CHARACTERS:,} characters (code points), none of them NUL or half of a surrogate pair, not only spaces | `refused`: `too_long`, `odd_characters`, `empty` |
| words that go out as a text | the parts of the setting `texts.most_parts` (3): 459 plain characters, or 201 with one that is not in GSM 03.38 | `refused`: `too_long_for_text` |
| one frame to us | {FRAME_BYTES // 1024} KiB | `refused`: `too_long`, without an id; above 256 KiB the socket closes with 1009 |
| JSON | depth 8, no key twice, no NaN or Infinity, no field we do not know | `refused`: `not_readable` |
| a frame of bytes | none | `refused`: `not_text` |
| unacknowledged `say` in flight | 4 at a time is what a page should keep to; {UNANSWERED_AT_MOST} is where we stop reading | we read on when one is stored |
| words in a burst | {BURST_MESSAGES} in {BURST_SECONDS:g} seconds | taken more slowly, one after another |
| unread frames from us | {OUTBOUND_BYTES // 1024} KiB a socket | we close with 1013: come back and `resume` |

## Staying, coming back

- A page says `ping` every 20 seconds and takes a connection for lost when no frame comes within 10; when it wakes, or is
  told that the network is back, it asks at once and waits 5. The console says
  `heartbeat` beside it: a conversation without one for 90 seconds goes back to the queue. We send WebSocket pings every
  10 seconds and wait 10 for the pong.
- One connection attempt at a time. Before each a wait drawn at random over its whole length, from half a second doubling
  to 15 seconds; none after `reconnect`, which says by itself when to come.
- After opening: `resume` from the last place applied, then say again what was not acknowledged, oldest first.

| close code | meaning | what to do |
| --- | --- | --- |
| 1012 | this process restarts; `reconnect` said when to come back | come back then |
| 1013 | you read too slowly, or the database is away for the moment | come back after the usual wait |
| 1009, 1007 | a frame above 256 KiB, or not UTF-8 | come back; do not send it again |
| 4403 | this cookie or sign-in may not be here any more | do not come back; load the page |

A handshake that is refused (no cookie, no sign-in, a wrong origin or address, a process that is stopping) is answered with
HTTP 403, which a browser's script sees as a failed connection.

## Without a socket

Where a network lets no socket through, the same words go and come over HTTP, and lose nothing on the way between the two:

- `GET /chat/since/?after=N` answers `{{"said": [said frames], "state": the state frame}}`: what came after place N, never more
  than 200 at once. 403 with `{{"locked": true}}` where the page is locked, with `{{"locked": false}}` where this browser has no chat.
- The form of the page, posted to `/chat/messages/` with `Accept: application/json`, answers with the same `said` (201) or
  `refused` (422, 503) frame. One after another: forms overtake each other, and words keep their order.
- A page begins to ask after three failed attempts or ten seconds without a socket: every 5 seconds, up to 15 the longer nothing
  comes, a little uneven. It tries a socket again each minute.

A reader takes no notice of frames and fields it does not know: later versions may have more.
"""

AFTER = """
## Keeping it true

`manage.py protocol` writes both files, `manage.py protocol --check` only looks and ends with 1 where they differ.
`tests/chat/test_protocol.py` plays real conversations and holds every frame against the schema.
"""
