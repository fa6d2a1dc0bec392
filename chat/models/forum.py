"""The forum: public words, each version of which is shown only after a moderator approved that version."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.talk import Conversation, WordsShredded, YoungPerson
from chat.urgency import Urgency
from config import clock
from config.models import DataKey, SealedTextField


class Forum(models.Model):
    """A place to talk with each other, with rules that stand on its page."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.slug


class Member(models.Model):
    """A young person in the forum, under a nickname of safe words that we made. Their posts share one key."""

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    young_person = models.OneToOneField(YoungPerson, on_delete=models.PROTECT, related_name="member")
    nickname = models.CharField(max_length=40, unique=True)
    age_band = models.CharField(max_length=10, choices=Conversation.AgeBand.choices, blank=True, default="")
    joined_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"member {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise WordsShredded
        return self.key


class Thread(models.Model):
    """Posts about one thing. Its title is that of its first post, so it is public when that post is."""

    class State(models.TextChoices):
        OPEN = "open"
        LOCKED = "locked"
        HIDDEN = "hidden"

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="threads")
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="threads")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=clock.now)
    # When something in it was last published; None until its first post is.
    newest_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["forum", "-newest_at"], name="threads_by_newest")]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class Post(models.Model):
    """What one member wrote into a thread. The public sees `published_version` and nothing else.

    The state is that of the newest version: a published post that was edited is `held` again while its
    approved version stays where it is.
    """

    class State(models.TextChoices):
        HELD = "held", _("A person reads it first")
        IN_REVIEW = "in_review", _("Somebody is reading it")
        SECOND_OPINION = "second_opinion", _("A second person reads it")
        PUBLISHED = "published", _("Up")
        RETURNED = "returned", _("Sent back to you")
        WITHHELD = "withheld", _("Not put up")
        WITHDRAWN = "withdrawn", _("You took it back")

    TO_REVIEW = (State.HELD, State.IN_REVIEW, State.SECOND_OPINION)

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts")
    opens_thread = models.BooleanField(default=False)
    state = models.CharField(max_length=15, choices=State.choices, default=State.HELD)
    newest_version = models.PositiveIntegerField(default=0)
    published_version = models.ForeignKey("chat.PostVersion", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="published_has_a_version", condition=~Q(state="published") | Q(published_version__isnull=False)
            ),
            models.CheckConstraint(
                name="withdrawn_shows_nothing", condition=~Q(state="withdrawn") | Q(published_version=None)
            ),
            models.UniqueConstraint(
                name="one_post_opens_a_thread", fields=["thread"], condition=Q(opens_thread=True)
            ),
        ]
        indexes = [
            models.Index(
                fields=["thread", "published_at"],
                condition=Q(published_version__isnull=False),
                name="posts_that_are_public",
            )
        ]
        triggers = [
            # Not only our code: the database itself shows no version that a moderator has not approved.
            pgtrigger.Trigger(
                name="only_approved_versions_are_public",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__published_version__isnull=False),
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM chat_postversion v
                    WHERE v.id = NEW.published_version_id AND v.post_id = NEW.id AND v.approved_at IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'Only a version that a moderator approved may be public.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class PostVersion(models.Model):
    """One wording of a post, sealed. Its words never change; whether it was approved is written once.

    `made_by` is set where a moderator took details out of an earlier wording (`taken_from`): they may
    delete words, never add or rewrite.
    """

    class Reading(models.TextChoices):
        """Has the assessment read it? What was not read is never public."""

        PENDING = "pending"
        READ = "read"
        FAILED = "failed"
        NOT_NEEDED = "not_needed"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    client_id = models.UUIDField(unique=True)
    # Only the post that opens a thread has one.
    title = SealedTextField(null=True)
    body = SealedTextField()
    written_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    reading = models.CharField(max_length=10, choices=Reading.choices, default=Reading.PENDING)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    support_note = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                name="approved_by_somebody",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="approved_means_read", condition=Q(approved_at=None) | Q(reading__in=["read", "not_needed"])
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(reading="pending"), name="versions_not_yet_assessed")]
        triggers = [
            # What a moderator approved cannot become other words afterwards, whoever tries.
            pgtrigger.ReadOnly(name="words_of_a_version_stay", fields=["post", "number", "client_id", "title", "body"])
        ]

    def __str__(self) -> str:
        return f"version {self.number} of post {self.post_id}"

    def sealing_key(self) -> DataKey:
        return self.post.author.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.post_id, self.client_id


class PostMark(models.Model):
    """Words of a version to underline for a moderator: where, why, how urgent."""

    version = models.ForeignKey(PostVersion, on_delete=models.CASCADE, related_name="marks")
    # Offsets in code points into the body.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=80)
    category = models.CharField(max_length=30)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end", "words"], name="post_marked_once"),
            models.CheckConstraint(name="a_post_mark_has_length", condition=Q(end__gt=models.F("start"))),
        ]

    def __str__(self) -> str:
        return f"post mark {self.pk}"


class PostEvent(models.Model):
    """One move of a post: who, when, from, to, which version. Added to, never changed."""

    class Kind(models.TextChoices):
        WRITTEN = "written"
        EDITED = "edited"
        TAKEN = "taken"
        LET_GO = "let_go"
        PUBLISHED = "published"
        RETURNED = "returned"
        WITHHELD = "withheld"
        SECOND_OPINION = "second_opinion"
        WITHDRAWN = "withdrawn"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="history")
    version = models.ForeignKey(PostVersion, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=15, blank=True, default="")
    to_state = models.CharField(max_length=15, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_post_history", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["post", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.post_id}"


class Notice(models.Model):
    """What we told the author about a post, in the words they read."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="notices")
    version = models.ForeignKey(PostVersion, on_delete=models.PROTECT, related_name="+")
    # The wording it began as ("post.held"); a moderator may have reworded it.
    template = models.CharField(max_length=40)
    words = SealedTextField()
    offers_chat = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["post", "-made_at"])]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.post.author.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.post_id, self.made_at.isoformat()
