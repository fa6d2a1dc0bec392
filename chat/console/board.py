"""What a console shows beside the words: the queue in numbers, and what is one's own."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from chat import queue
from chat.models import Conversation, Mark, Message
from chat.urgency import Urgency, highest
from config import clock
from rota.access import on_call_lead
from rota.models import StaffMember

page_reader: Callable[[int, StaffMember], dict[str, Any] | None] | None = None
"""How the escalation app says what a page means for one person. It sets this when it is ready."""

escalation_of: Callable[[list[int]], dict[int, dict[str, Any]]] | None = None
"""How the escalation app says which conversations have an escalation. It sets this when it is ready."""

judge: Callable[..., int] | None = None
"""How moderation takes a counsellor's answer to what was noticed. It sets this when it is ready."""

incident_words: Callable[[], str | None] | None = None
"""How moderation says what is wrong with the service itself. It sets this when it is ready."""

COUNTS = f"""
SELECT c.urgency, {queue.LEVEL} = 3 AND c.urgency NOT IN ('very_soon', 'not_checked') AND EXISTS (
        SELECT 1 FROM chat_message m WHERE m.conversation_id = c.id AND m.reading IN ('pending', 'failed')
            AND m.stored_at <= %(not_checked_since)s) AS not_checked,
    count(*), min(c.waiting_since)
FROM chat_conversation c WHERE c.state = 'waiting' GROUP BY 1, 2
"""  # noqa: S608 (queue.LEVEL is a constant)

NOT_CHECKED = """
SELECT DISTINCT conversation_id FROM chat_message
WHERE conversation_id = ANY(%s::bigint[]) AND reading IN ('pending', 'failed') AND stored_at <= %s
"""


def queue_frame() -> dict[str, Any]:
    """The part of the `queue` frame that is the same for everybody: counts only, never who."""
    now = clock.now()
    waiting = {"now": 0, "very_soon": 0, "not_checked": 0, "soon": 0, "routine": 0}
    longest: dict[str, float] = {}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, queue.level_parameters(now))
        for urgency, not_checked, count, since in cursor.fetchall():
            shown = "not_checked" if not_checked else urgency
            waiting[shown] += count
            longest[shown] = max(longest.get(shown, 0.0), (now - since).total_seconds())
    lead = on_call_lead()
    return {
        "type": "queue",
        "waiting": waiting,
        "longest_seconds": int(max(longest.values(), default=0)),
        "longest_now_seconds": int(longest["now"]) if "now" in longest else None,
        "on_call": lead.name if lead else None,
        "incident": incident_words() if incident_words else None,
    }


def own_frames(staff: StaffMember) -> tuple[dict[str, Any], dict[str, int]]:
    """The `mine` frame of one person, and their load and cap."""
    owned = list(Conversation.objects.filter(owner=staff, ended_at=None).select_related("key").order_by("opened_at"))
    ids = [conversation.pk for conversation in owned]
    last = {
        message.conversation_id: message
        for message in Message.objects.filter(conversation__in=ids)
        .order_by("conversation_id", "-place")
        .distinct("conversation_id")
        .select_related("conversation__key")
    }
    not_checked = _not_checked(ids)
    escalations = escalation_of(ids) if escalation_of else {}
    load = queue.load_of(staff)
    mine = [
        _mine(one, last.get(one.pk), one.pk in not_checked) | {"escalation": escalations.get(one.pk)} for one in owned
    ]
    return {"type": "mine", "conversations": mine}, {"load": load.carried, "cap": load.cap}


def _not_checked(ids: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(NOT_CHECKED, [ids, queue.level_parameters(clock.now())["not_checked_since"]])
        return {row[0] for row in cursor.fetchall()}


def _mine(conversation: Conversation, last: Message | None, not_checked: bool) -> dict[str, Any]:
    urgency = conversation.urgency
    if not_checked and urgency in {"routine", "soon"}:
        urgency = "not_checked"
    return {
        "id": conversation.pk,
        "handle": conversation.handle,
        "nickname": conversation.nickname,
        "age_band": conversation.age_band,
        "channel": conversation.channel,
        "urgency": urgency,
        "state": conversation.state,
        "left": conversation.left_at is not None,
        "last_place": conversation.last_place,
        "last_body": last.body[:80] if last else "",
        "last_at": last.stored_at.isoformat() if last else None,
        "unread": max(0, conversation.last_place - conversation.counsellor_saw),
        "young_person_saw": conversation.young_person_saw,
        "opened_at": conversation.opened_at.isoformat(),
        "colour": conversation.colour,
    }


def marks_frames(conversation_id: int, message_id: int | None = None) -> list[str]:
    """`marks` frames of one message, or of the whole conversation, ready to send."""
    marks = Mark.objects.filter(message__conversation_id=conversation_id).select_related("message")
    if message_id is not None:
        marks = marks.filter(message_id=message_id)
    by_place: dict[int, list[Mark]] = {}
    for mark in marks.order_by("message__place", "start"):
        by_place.setdefault(mark.message.place, []).append(mark)
    return [json.dumps(_marks(conversation_id, place, found)) for place, found in by_place.items()]


def _marks(conversation_id: int, place: int, marks: list[Mark]) -> dict[str, Any]:
    return {
        "type": "marks",
        "conversation": conversation_id,
        "place": place,
        "urgency": highest(*(Urgency(mark.urgency) for mark in marks)),
        "marks": [
            {
                "start": mark.start,
                "end": mark.end,
                "words": mark.words,
                "urgency": mark.urgency,
                "category": mark.category,
            }
            for mark in marks
        ],
    }
