"""Words one to one: who writes, in which conversation, in which order, and what was noticed in them."""

from datetime import datetime
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.urgency import Urgency
from config import clock
from config.models import DataKey, SealedTextField


class YoungPerson(models.Model):
    """Somebody who wrote to us. Reached by a cookie, never a sign-in; we know no name unless they say one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # None for somebody who only texts.
    cookie_hash = models.CharField(max_length=64, null=True, unique=True)
    # Raised to make the cookie worthless: exit, a lost phone.
    epoch = models.PositiveIntegerField(default=0)
    # With this name and their code word they come back from any device. No secret by itself.
    return_name = models.CharField(max_length=40, null=True, unique=True)
    # A password hash (argon2); empty where they set none.
    code_word = models.CharField(max_length=128, blank=True, default="")
    code_word_tries = models.PositiveSmallIntegerField(default=0)
    code_word_wait_until = models.DateTimeField(null=True)
    # Their page locked itself, and only the code word shows what was said before.
    page_locked = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return "young person"


class Conversation(models.Model):
    """One young person and us. It has exactly one owner or one running clock until it is over."""

    class State(models.TextChoices):
        """Source: domain reference, state machines."""

        WAITING = "waiting"
        ACTIVE = "active"
        QUIET = "quiet"
        PAUSED = "paused"
        SAFETY_HOLD = "safety_hold"
        HANDING_OVER = "handing_over"
        ENDING = "ending"
        CLOSED = "closed"
        CLOSED_BY_YOUNG_PERSON = "closed_by_yp"
        ABANDONED = "abandoned"

    class Channel(models.TextChoices):
        WEB = "web", _("Web")
        SMS = "sms", _("Text message")

    class AgeBand(models.TextChoices):
        UNDER_11 = "under_11", _("Under 11")
        FROM_11 = "11_12", _("11 or 12")
        FROM_13 = "13_15", _("13 to 15")
        FROM_16 = "16_17", _("16 or 17")
        FROM_18 = "18_25", _("18 to 25")

    class Safe(models.TextChoices):
        """Their own answer to "Are you safe right now?"."""

        YES = "safe", _("Yes")
        NOT_SURE = "not_sure", _("I’m not sure")
        NO = "not_safe", _("No, I’m not safe")

    IN_QUEUE = (State.WAITING,)
    # Whoever hands over stays responsible until somebody has accepted.
    OWNED = (State.ACTIVE, State.QUIET, State.ENDING, State.SAFETY_HOLD, State.HANDING_OVER)
    OVER = (State.CLOSED, State.CLOSED_BY_YOUNG_PERSON, State.ABANDONED, State.PAUSED)

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    young_person = models.ForeignKey(YoungPerson, on_delete=models.PROTECT, related_name="conversations")
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.WEB)
    locale = models.CharField(max_length=10, default="en-gb")
    # What staff call this person on screen ("otter-4"): ours, not theirs, so it gives nobody away.
    handle = models.CharField(max_length=30)
    nickname = SealedTextField(null=True)
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, blank=True, default="")
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.ROUTINE)
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="conversations"
    )
    lease_until = models.DateTimeField(null=True)
    # Handing over: who was asked to take this on, and until when they may answer.
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="offered_conversations"
    )
    offer_until = models.DateTimeField(null=True)
    # Since when our words are not answered, and how many steps of the silence clock were taken since.
    silent_since = models.DateTimeField(null=True)
    silence_step = models.PositiveSmallIntegerField(default=0)
    # The place of the newest words when the counsellor said that the end is near.
    ending_from = models.PositiveIntegerField(null=True)
    # Before they talked: how they felt (0 worst, 10 best), and whether they are safe. Both as they say.
    feeling = models.PositiveSmallIntegerField(null=True)
    says_safe = models.CharField(max_length=10, choices=Safe.choices, blank=True, default="")
    # They came back after it had ended: what was said up to this place is used only if they agree.
    returned_at_place = models.PositiveIntegerField(default=0)
    history_agreed = models.BooleanField(default=False)
    # They said no to that, for what was said up to this place: they are not asked again.
    history_refused_up_to = models.PositiveIntegerField(default=0)
    # Their device shows nothing up to this place without the code word.
    page_shows_from = models.PositiveIntegerField(default=0)
    # The place of the newest message. Messages are numbered 1, 2, 3 without gaps.
    last_place = models.PositiveIntegerField(default=0)
    young_person_saw = models.PositiveIntegerField(default=0)
    counsellor_saw = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)
    waiting_since = models.DateTimeField(null=True, default=clock.now)
    reply_due_at = models.DateTimeField(null=True)
    cut_off_at = models.DateTimeField(null=True)
    first_human_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=40, blank=True, default="")
    summary = SealedTextField(null=True)
    left_at = models.DateTimeField(null=True)
    # When a page of theirs last asked for anything: a place in the queue is kept for a while after that.
    page_seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="one_owner_or_one_clock",
                condition=(
                    Q(state="waiting", owner=None, reply_due_at__isnull=False)
                    | Q(state="handing_over", owner__isnull=False, reply_due_at__isnull=False)
                    | Q(state__in=["active", "quiet", "ending"], owner__isnull=False)
                    | (Q(state="safety_hold") & (Q(owner__isnull=False) | Q(reply_due_at__isnull=False)))
                    | Q(state__in=["closed", "closed_by_yp", "abandoned", "paused"], owner=None)
                ),
            ),
            models.CheckConstraint(name="urgency_is_known", condition=Q(urgency__in=Urgency.values)),
            models.CheckConstraint(
                name="over_means_ended",
                condition=(
                    Q(ended_at__isnull=False, state__in=["closed", "closed_by_yp", "abandoned", "paused"])
                    | (Q(ended_at=None) & ~Q(state__in=["closed", "closed_by_yp", "abandoned", "paused"]))
                ),
            ),
            models.CheckConstraint(
                name="an_offer_has_an_end",
                condition=Q(offered_to=None, offer_until=None)
                | Q(state="handing_over", offered_to__isnull=False, offer_until__isnull=False),
            ),
            models.CheckConstraint(
                name="feeling_from_0_to_10", condition=Q(feeling=None) | Q(feeling__gte=0, feeling__lte=10)
            ),
            models.UniqueConstraint(
                name="one_open_conversation_a_person",
                fields=["young_person"],
                condition=Q(ended_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], condition=Q(ended_at=None), name="conversations_owned"),
            models.Index(fields=["waiting_since"], condition=Q(state="waiting"), name="conversations_waiting"),
            models.Index(
                fields=["ended_at"], condition=Q(urgency__in=["now", "very_soon"]), name="conversations_in_danger"
            ),
            models.Index(
                fields=["silent_since"],
                condition=Q(ended_at=None, silent_since__isnull=False),
                name="conversations_silent",
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise WordsShredded
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.key_id, "conversation"

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def colour(self) -> int:
        """Which of eight colours marks this conversation on a screen with several."""
        return self.pk % 8


class WordsShredded(Exception):
    """The key to these words was deleted. They are gone."""


class Message(models.Model):
    """What somebody said, sealed, at its place. The row is its own outbox until it is assessed."""

    class By(models.TextChoices):
        YOUNG_PERSON = "young_person"
        COUNSELLOR = "counsellor"
        SYSTEM = "system"

    class Reading(models.TextChoices):
        """Has the assessment read it?"""

        PENDING = "pending"
        READ = "read"
        FAILED = "failed"
        NOT_NEEDED = "not_needed"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    client_id = models.UUIDField()
    place = models.PositiveIntegerField()
    by = models.CharField(max_length=12, choices=By.choices)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    body = SealedTextField()
    stored_at = models.DateTimeField()
    reading = models.CharField(max_length=10, choices=Reading.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="said_once"),
            models.UniqueConstraint(fields=["conversation", "place"], name="one_message_a_place"),
            models.CheckConstraint(name="places_begin_at_one", condition=Q(place__gte=1)),
            models.CheckConstraint(
                name="staff_words_have_a_name",
                condition=Q(by="counsellor", staff__isnull=False) | (~Q(by="counsellor") & Q(staff=None)),
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(reading="pending"), name="messages_not_yet_assessed")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.client_id


class Mark(models.Model):
    """Words to underline: where, why, how urgent. Written by moderation, shown by the console."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="marks")
    # Offsets in code points into the body.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=80)
    category = models.CharField(max_length=30)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "start", "end", "words"], name="marked_once"),
            models.CheckConstraint(name="a_mark_has_length", condition=Q(end__gt=models.F("start"))),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class ConversationEvent(models.Model):
    """One move of a conversation: who, in which role, when, from, to, why. Added to, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        URGENCY_RAISED = "urgency_raised"
        URGENCY_LOWERED = "urgency_lowered"
        TAKEN = "taken"
        FIRST_REPLY = "first_reply"
        RETURNED = "returned_to_queue"
        ENDED = "ended"
        LEFT = "left_the_page"
        ABANDONED = "abandoned"
        CAME_BACK = "came_back"
        CHECKED_ON = "checked_on"
        WENT_QUIET = "went_quiet"
        SPOKE_AGAIN = "spoke_again"
        PAUSED = "paused"
        HELD = "safety_hold"
        REACHED = "reached"
        STOOD_DOWN = "stood_down"
        HANDING_OVER = "handing_over"
        OFFERED = "offered"
        DECLINED = "declined"
        ACCEPTED = "accepted"
        KEPT = "kept"
        TAKEN_OVER = "taken_over"
        ENDING = "ending"
        CARRIED_ON = "carried_on"
        SAYS_NOT_SAFE = "says_not_safe"
        CALLED_FOR_HELP = "called_for_help"
        HELP_CAME = "help_came"
        # They gave their code word: `to_value` says right or wrong. It is no move.
        CODE_WORD = "code_word"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_value = models.CharField(max_length=20, blank=True, default="")
    to_value = models.CharField(max_length=20, blank=True, default="")
    why = SealedTextField(null=True)
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        triggers = [
            pgtrigger.Protect(name="keep_conversation_history", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        indexes = [
            models.Index(fields=["conversation", "at"]),
            models.Index(fields=["at"], condition=Q(kind="taken"), name="takings_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.conversation_id}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.at.isoformat()


def waited(conversation: Conversation, until: datetime) -> float:
    """Seconds since this person began to wait; 0 for somebody who is not waiting."""
    if conversation.waiting_since is None:
        return 0.0
    return max(0.0, (until - conversation.waiting_since).total_seconds())
