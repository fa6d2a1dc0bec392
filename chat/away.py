"""A counsellor's console is locked, and a young person waits for them.

A lock keeps chats and drafts: whoever gets a glass of water loses nobody. It is no reason for a child to wait. Soon
others are called, as if the counsellor had pressed for help; a little later the chat is no longer kept for them, and
goes back to the top of the queue as when a computer breaks. When the twelve hours of a sign-in are over, others are
called at once: its person may still show who they are, and nobody else has to come then.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from chat import live
from chat.models import Conversation, ConversationEvent, HelpCall
from chat.moves import note
from config import clock
from config.tuning import setting
from rota import sign_ins
from rota.models import StaffMember

Kind = ConversationEvent.Kind
LOCKED = "locked"

# Somebody is away where every sign-in of theirs is locked, from the moment the last of them was. A young person waits
# from the first of their words that nobody on our side has answered.
AWAY = """
SELECT c.id, c.owner_id, away.is_due,
    CASE WHEN said.first_at IS NOT NULL THEN greatest(away.since, said.first_at) END AS waits_since
FROM chat_conversation c
JOIN (
    SELECT staff_id, bool_and(is_locked) AS is_away, max(since) AS since, bool_and(counted <= %(longest)s) AS is_due
    FROM (
        SELECT i.staff_id, from_.counted,
            i.locked_at IS NOT NULL OR i.seen_at <= %(idle)s OR from_.counted <= %(longest)s AS is_locked,
            least(i.locked_at, i.seen_at + %(idle_for)s, from_.counted + %(longest_for)s) AS since
        FROM rota_signin i JOIN django_session d ON d.session_key = i.session_key AND d.expire_date > %(now)s
        CROSS JOIN LATERAL (SELECT coalesce(i.renewed_at, i.began_at) AS counted) from_
        WHERE i.ended_at IS NULL AND from_.counted > %(over)s
    ) going_on GROUP BY staff_id
) away ON away.staff_id = c.owner_id AND away.is_away
LEFT JOIN LATERAL (
    SELECT min(m.stored_at) AS first_at FROM chat_message m
    WHERE m.conversation_id = c.id AND m.by = 'young_person' AND m.place > coalesce(
        (SELECT max(o.place) FROM chat_message o WHERE o.conversation_id = c.id AND o.by = 'counsellor'), 0)
) said ON true
WHERE c.ended_at IS NULL AND c.state IN ('active', 'quiet', 'ending', 'safety_hold')
"""


class Kept(NamedTuple):
    """A chat that is kept for somebody who is away, and since when its young person waits for them, if they do."""

    conversation_id: int
    owner_id: int
    is_due: bool
    waits_since: datetime | None

    def waits_for(self, minutes: float) -> bool:
        return self.waits_since is not None and self.waits_since <= clock.now() - timedelta(minutes=minutes)


def kept() -> list[Kept]:
    """Every chat whose counsellor is signed in and locked everywhere."""
    now, idle, longest = clock.now(), sign_ins.idle(), sign_ins.longest()
    moments: dict[str, Any] = {
        "now": now,
        "idle": now - idle,
        "idle_for": idle,
        "longest": now - longest,
        "longest_for": longest,
        "over": now - longest - sign_ins.last_minutes(),
    }
    with connection.cursor() as cursor:
        cursor.execute(AWAY, moments)
        return [Kept(*row) for row in cursor.fetchall()]


def too_long(staff: StaffMember) -> set[int]:
    """The chats of theirs that a locked console keeps no longer."""
    minutes = setting("staff.locked_minutes")["kept"]
    return {one.conversation_id for one in kept() if one.owner_id == staff.pk and one.waits_for(minutes)}


def tick() -> None:
    """Called each second: others are called where a locked console keeps somebody waiting, until its person is back."""
    minutes = setting("staff.locked_minutes")["called"]
    waiting = {one.conversation_id: one for one in kept() if one.is_due or one.waits_for(minutes)}
    ringing = _ringing()
    for conversation_id in waiting.keys() - ringing.keys():
        _call(conversation_id, waiting[conversation_id].owner_id)
    for conversation_id in ringing.keys() - waiting.keys():
        _is_back(ringing[conversation_id])


@transaction.atomic
def _call(conversation_id: int, owner_id: int) -> None:
    """As if whoever has it had pressed for help; the history says that nobody pressed."""
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)
    at = clock.now()
    if conversation.owner_id != owner_id or _somebody_comes(conversation, at):
        return
    everybody_at = at + timedelta(seconds=setting("help.everybody_seconds"))
    HelpCall.objects.create(conversation=conversation, by_id=owner_id, at=at, everybody_at=everybody_at)
    note(conversation, Kind.CALLED_FOR_HELP, now=LOCKED)
    live.nudge_staff("help")


def _somebody_comes(conversation: Conversation, at: datetime) -> bool:
    """It rings already, or somebody else has just answered: they get the time to take over before it rings again."""
    since = at - timedelta(minutes=setting("staff.locked_minutes")["called"])
    came = Q(answered_at__gt=since) & ~Q(answered_by=F("by"))
    return HelpCall.objects.filter(Q(answered_at=None) | came, conversation=conversation).exists()


@transaction.atomic
def _is_back(call_id: int) -> None:
    """Its person is back, or somebody else has the chat: nobody has to come any more."""
    call = HelpCall.objects.select_for_update(of=("self",)).select_related("conversation__key").get(pk=call_id)
    if call.answered_at is None:
        call.answered_by_id, call.answered_at = call.by_id, clock.now()
        call.save(update_fields=["answered_by", "answered_at"])
        note(call.conversation, Kind.HELP_CAME, now=LOCKED)
        live.nudge_staff("help")


def _ringing() -> dict[int, int]:
    """By conversation, the calls that ring because of a lock, not because somebody pressed."""
    of_a_lock = ConversationEvent.objects.filter(
        conversation=OuterRef("conversation"), kind=Kind.CALLED_FOR_HELP, to_value=LOCKED, at__gte=OuterRef("at")
    )
    calls = HelpCall.objects.filter(Exists(of_a_lock), answered_at=None, conversation__ended_at=None)
    return dict(calls.values_list("conversation_id", "pk"))
