"""What a console shows beside the words: the queue in numbers, and what is one's own."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from msgspec.structs import replace

from chat import queue
from chat.access import counsellor_reads_from
from chat.consents import consents_in_words
from chat.console import frames
from chat.models import Conversation, Mark, Message, OutgoingText, Phone, SendAttempt
from chat.urgency import Urgency, highest
from config import clock
from rota.access import on_call_lead
from rota.models import StaffMember

pages_for: Callable[[Sequence[StaffMember]], list[list[tuple[Hashable, dict[str, Any]]]]] | None = None
"""How the escalation app says which pages stand for each of some people, each with the name of the call. It sets this
when it is ready."""

escalation_of: Callable[[list[int]], dict[int, dict[str, Any]]] | None = None
"""How the escalation app says which conversations have an escalation. It sets this when it is ready."""

judge: Callable[..., int] | None = None
"""How moderation takes a counsellor's answer to what was noticed. It sets this when it is ready."""

incident_words: Callable[[], str | None] | None = None
"""How moderation says what is wrong with the service itself. It sets this when it is ready."""

open_flags: Callable[[int], list[tuple[int, str, str]]] | None = None
"""How moderation says which flags of a conversation are open: number, urgency, words. It sets this when it is ready."""

# The newest attempt of a text, made by ourselves after one that came back, while nothing was reported of it.
SENT_AGAIN = SendAttempt.objects.filter(
    text=OuterRef("pk"), number=OuterRef("attempts"), number__gt=1, outcome=SendAttempt.Outcome.ACCEPTED
).exclude(reports__status__in=("undelivered", "failed"))

NOTHING = queue.Load(carried=0, cap=0)

COUNTS = f"""
SELECT c.urgency, {queue.LEVEL} = 3 AND c.urgency NOT IN ('very_soon', 'not_checked') AND EXISTS (
        SELECT 1 FROM chat_message m WHERE m.conversation_id = c.id AND m.reading IN ('pending', 'failed')
            AND m.stored_at <= %(not_checked_since)s) AS not_checked,
    count(*), min(c.waiting_since)
FROM chat_conversation c WHERE {queue.NOBODY_HAS} GROUP BY 1, 2
"""  # noqa: S608 (queue.LEVEL is a constant)

NOT_CHECKED = """
SELECT DISTINCT conversation_id FROM chat_message
WHERE conversation_id = ANY(%s::bigint[]) AND reading IN ('pending', 'failed') AND stored_at <= %s
"""


def queue_frame(load: queue.Load = NOTHING) -> frames.Queue:
    """Counts only, never who; and what the one who looks carries."""
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
    return frames.Queue(
        waiting=frames.Counts(**waiting),
        longest_seconds=max(0, int(max(longest.values(), default=0))),
        longest_now_seconds=max(0, int(longest["now"])) if "now" in longest else None,
        on_call=lead.name if lead else None,
        incident=incident_words() if incident_words else None,
        load=load.carried,
        cap=load.cap,
    )


def mine_frame(staff: StaffMember) -> frames.Mine:
    """The open conversations of one person, in the order in which they began."""
    return frames.Mine(conversations=_rows(Conversation.objects.filter(owner=staff, ended_at=None)))


def watching_frame(joined: frozenset[int], staff: StaffMember) -> frames.Watching:
    """Those of other people's that a lead reads along, as far as they are still live."""
    if not joined:
        return frames.Watching(conversations=[])
    live = Conversation.objects.filter(pk__in=joined, ended_at=None, key__isnull=False).exclude(owner=staff)
    return frames.Watching(conversations=_rows(live))


def _rows(conversations: QuerySet[Conversation]) -> list[frames.OwnConversation]:
    found = list(conversations.select_related("key", "owner", "offered_to").order_by("opened_at"))
    ids = [conversation.pk for conversation in found]
    if not ids:
        return []
    last = {
        message.conversation_id: message
        for message in Message.objects.filter(conversation__in=ids)
        .order_by("conversation_id", "-place")
        .distinct("conversation_id")
        .select_related("conversation__key")
    }
    not_checked = _not_checked(ids)
    escalations = escalation_of(ids) if escalation_of else {}
    phones = _phones(found)
    agreed = consents_in_words({conversation.young_person_id for conversation in found})
    return [
        replace(
            _mine(one, last.get(one.pk), one.pk in not_checked, escalations.get(one.pk), phones.get(one.pk)),
            consents=agreed[one.young_person_id],
        )
        for one in found
    ]


def _phones(owned: list[Conversation]) -> dict[int, Phone]:
    """Of conversations by text. Nothing that says whose they are."""
    by_text = {one.young_person_id: one.pk for one in owned if one.channel == Conversation.Channel.SMS}
    if not by_text:
        return {}
    phones = Phone.objects.filter(young_person__in=by_text)
    return {by_text[one.young_person_id]: one for one in phones.defer("number", "number_hash")}


def _seen_by(phone: Phone, conversation: Conversation) -> str:
    """What they answered counts for the conversation in which they were asked."""
    is_asked = phone.asked_who_sees_at is not None and phone.asked_who_sees_at >= conversation.opened_at
    return phone.seen_by if is_asked else ""


def _not_checked(ids: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(NOT_CHECKED, [ids, queue.level_parameters(clock.now())["not_checked_since"]])
        return {row[0] for row in cursor.fetchall()}


def _mine(
    conversation: Conversation,
    last: Message | None,
    not_checked: bool,
    escalation: dict[str, Any] | None,
    phone: Phone | None,
) -> frames.OwnConversation:
    urgency = conversation.urgency
    if not_checked and urgency in {"routine", "soon"}:
        urgency = "not_checked"
    reads_from = counsellor_reads_from(conversation)
    if last is not None and last.place <= reads_from:
        last = None
    return frames.OwnConversation(
        id=conversation.pk,
        handle=conversation.handle,
        nickname=conversation.nickname,
        age_band=conversation.age_band,
        channel=conversation.channel,
        texts=phone.texts if phone else None,
        seen_by=_seen_by(phone, conversation) if phone else None,
        urgency=urgency,
        state=conversation.state,
        left=conversation.left_at is not None,
        last_place=conversation.last_place,
        last_body=last.body[:80] if last else "",
        last_at=last.stored_at if last else None,
        unread=max(0, conversation.last_place - max(conversation.counsellor_saw, reads_from)),
        young_person_saw=conversation.young_person_saw,
        opened_at=conversation.opened_at,
        colour=conversation.colour,
        escalation=frames.EscalationOf(**escalation) if escalation else None,
        owner=conversation.owner.name if conversation.owner else "",
        silent_since=conversation.silent_since,
        handing_over=_handing_over(conversation),
        feeling=conversation.feeling,
        says_safe=conversation.says_safe,
        reads_from=reads_from,
        consents=[],
    )


def _handing_over(conversation: Conversation) -> frames.HandingOver | None:
    if conversation.state != Conversation.State.HANDING_OVER or conversation.reply_due_at is None:
        return None
    return frames.HandingOver(
        to=conversation.offered_to.name if conversation.offered_to else "",
        until=conversation.reply_due_at,
        offer_until=conversation.offer_until,
    )


def marks_frames(conversation_id: int, message_id: int | None = None) -> list[frames.Marks]:
    """What was noticed in one message, or in as much of the conversation as a counsellor may read."""
    conversation = Conversation.objects.only("history_agreed", "returned_at_place").get(pk=conversation_id)
    readable = {"message__conversation_id": conversation_id, "message__place__gt": counsellor_reads_from(conversation)}
    marks = Mark.objects.filter(**readable).select_related("message")
    if message_id is not None:
        marks = marks.filter(message_id=message_id)
    by_place: dict[int, list[Mark]] = {}
    for mark in marks.order_by("message__place", "start"):
        by_place.setdefault(mark.message.place, []).append(mark)
    return [_marks(conversation_id, place, found) for place, found in by_place.items()]


def _marks(conversation_id: int, place: int, marks: list[Mark]) -> frames.Marks:
    return frames.Marks(
        conversation=conversation_id,
        place=place,
        urgency=highest(*(Urgency(mark.urgency) for mark in marks)),
        marks=[
            frames.NoticedWords(
                start=mark.start, end=mark.end, words=mark.words, urgency=mark.urgency, category=mark.category
            )
            for mark in marks
        ],
    )


def delivery_frames(conversation_id: int, message_id: int | None = None) -> list[frames.Delivery]:
    """What became of one text of ours, or of all in the conversation."""
    texts = OutgoingText.objects.filter(message__conversation_id=conversation_id).select_related("message")
    if message_id is not None:
        texts = texts.filter(message_id=message_id)
    texts = texts.annotate(is_on_its_way=Exists(SENT_AGAIN))
    return [
        frames.Delivery(
            conversation=conversation_id,
            place=text.message.place,
            state=text.state,
            words=_words_of(text, is_on_its_way=text.is_on_its_way),
            again_at=text.next_try_at if text.state == OutgoingText.State.UNDELIVERED else None,
        )
        for text in texts.order_by("message__place")
    ]


def _words_of(text: OutgoingText, *, is_on_its_way: bool) -> str:
    """What became of a text. One that we try again by ourselves needs nobody to write it once more."""
    if text.state != OutgoingText.State.UNDELIVERED:
        return str(OutgoingText.State(text.state).label)
    if text.next_try_at is not None:
        return _("Did not arrive yet. We try again")
    return _("Did not arrive yet. Sent again, no word yet") if is_on_its_way else _("Did not arrive")


def flag_frames(conversation_id: int) -> list[tuple[int, frames.Flagged]]:
    """What somebody must still look at in this conversation, each with the number of its flag."""
    found = open_flags(conversation_id) if open_flags else []
    return [
        (number, frames.Flagged(conversation=conversation_id, flag=number, urgency=urgency, words=words))
        for number, urgency, words in found
    ]


def standing_pages(people: Sequence[StaffMember]) -> list[list[tuple[Hashable, frames.Paged]]]:
    """The pages that the console of each of `people` shows now, each with the name of the call."""
    found = pages_for(people) if pages_for else [[] for _ in people]
    return [[(call, frames.Paged(**page)) for call, page in standing] for standing in found]
