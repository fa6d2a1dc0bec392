"""What a member wrote in the forum: one key for all of it, so it goes together, and never while any of it is up."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.keeping.asking import Wanted, before_erasing
from chat.keeping.erase import Stopped, obstacles
from chat.keeping.shred import shred_posts
from chat.models import Hold, Member, Post, PostEvent, YoungPerson
from chat.urgency import Urgency
from config.tuning import setting
from escalation.models import Escalation, Subject
from escalation.rights.years import old_enough, was_referred, worried_before
from moderation.models import Flag
from rota import audit

log = logging.getLogger(__name__)


def past_members(at: datetime) -> QuerySet[Member]:
    """Nothing of theirs is up, and nothing moved for 180 days; for seven years or until they are 25 after a worry."""
    posts = Post.objects.filter(author=OuterRef("pk"))
    found = Member.objects.filter(~Exists(posts.filter(published_version__isnull=False)), key__isnull=False)
    came_to = Subject.objects.filter(post__author=OuterRef(OuterRef("pk")), escalation=OuterRef("pk"))
    worries = Escalation.objects.filter(Q(post__author=OuterRef("pk")) | Q(Exists(came_to)))
    flagged = Flag.objects.filter(post__author=OuterRef("pk"))
    worried = Q(Exists(worries)) | Q(Exists(flagged.filter(urgency__in=[Urgency.NOW, Urgency.VERY_SOON])))
    young = Q(Exists(worries.filter(was_referred()))) & ~old_enough(at, "age_band", "joined_at")
    quiet = _quiet_since(at - timedelta(days=setting("keeping.no_concern_days")))
    long_quiet = _quiet_since(worried_before(at))
    return found.filter(quiet).exclude(worried & ~long_quiet).exclude(young).order_by("pk")


def due_members(at: datetime) -> QuerySet[Member]:
    held = Hold.objects.filter(
        Q(young_person=OuterRef("young_person")) | Q(conversation__young_person=OuterRef("young_person")),
        lifted_at=None,
    )
    return past_members(at).filter(~Exists(held))


@transaction.atomic
def erase_posts(member: Member, *, at: datetime) -> None:
    """Destroys the key to all their posts, held back or taken back. Raises Stopped: holds and open work win."""
    young_person = YoungPerson.objects.select_for_update(no_key=True).get(pk=member.young_person_id)
    posts = list(Post.objects.select_for_update().filter(author=member).order_by("pk"))
    wanted = Wanted(young_person, [], posts, is_everything=True)
    codes = obstacles(wanted)
    if Hold.objects.filter(conversation__young_person=young_person, lifted_at=None).exists():
        codes.append("held")
    if codes:
        raise Stopped(list(dict.fromkeys(codes)))
    if not due_members(at).filter(pk=member.pk).exists():
        raise Stopped(["not_due"])
    for prepare in before_erasing:
        list(prepare(wanted))
    shred_posts(wanted)
    audit.record("posts.erased", f"member:{member.pk}", who=None)
    log.info("posts.erased", extra={"id": member.pk})


def _quiet_since(moment: datetime) -> Q:
    moved = PostEvent.objects.filter(post__author=OuterRef("pk"), at__gte=moment)
    written = Post.objects.filter(author=OuterRef("pk"), created_at__gte=moment)
    return Q(~Exists(moved), ~Exists(written), joined_at__lt=moment)
