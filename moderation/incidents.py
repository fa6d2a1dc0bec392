"""Something is wrong with the service itself: one row that everybody on duty sees, not one a child."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat import live
from chat.models import Message, PostVersion
from chat.sms import pause
from config import clock
from config.models import ProcessSeen
from config.tuning import setting
from moderation import choosing, second_opinion
from moderation.models import Incident, IncidentPage
from rota import cover

log = logging.getLogger(__name__)

Kind, Part = Incident.Kind, Incident.Part

WORDS = {
    Kind.NOT_CHECKED: _(
        "New messages are not being checked. Read every message yourself. We are told and working on it."
    ),
    Kind.POSTS_NOT_CHECKED: _(
        "New forum posts are not being checked. None of them can go up. We are told and working on it."
    ),
    Kind.TEXTS_NOT_GOING_OUT: _("Texts are not going out at the moment. We keep trying."),
    Kind.NOBODY_ON_DUTY: _("Nobody is there to talk to young people. Start pages say so. Somebody has to come on."),
    Kind.NO_OWNER_NO_CLOCK: _("Somebody may be waiting whom no clock counts. Look at every open conversation."),
    Kind.REPLY_OVERDUE: _("Somebody has waited too long for an answer. Answer now, or take the next one."),
    Kind.NOW_AND_ALL_FULL: _("Somebody in danger now is waiting, and everybody is full. A lead has to make room."),
    Kind.AUDIT_BROKEN: _(
        "The record of who looked at what was changed. Tell the privacy officer and whoever runs the service."
    ),
    Kind.GAP_IN_ROTA: _("There is a gap in the rota ahead. The page of the rota shows it. Somebody has to fill it."),
    Kind.NOBODY_CAME: _("Somebody has not come to their shift. Call them, or find somebody else."),
    Kind.OTHER_MODEL: _(
        "Another model reads the messages than the one that was chosen. Nothing stays unread. "
        "Tell whoever runs the service."
    ),
    Kind.KEYS_STALLED: _(
        "The keys that protect what was written are not being renewed. Tell whoever runs the service."
    ),
    Kind.CANARY_LOST: _("A test message of ours was lost. Read every message yourself. Tell whoever runs the service."),
}
BY_PART = {
    Part.NOT_STORED: _(
        "A test message of ours was not stored. What young people write may not be stored either. Tell whoever runs"
        " the service now."
    ),
    Part.NOT_READ: _(
        "A test message of ours was not read by the program. Read every message yourself. Tell whoever runs the"
        " service."
    ),
    Part.NOT_NOTICED: _(
        "The program read a test message of ours and did not notice the danger in it. Read every message yourself."
        " Tell whoever runs the service."
    ),
    Part.NOT_SHOWN: _(
        "What the program finds may not reach your console by itself. Load this page again now and then. Tell whoever"
        " runs the service."
    ),
}

NO_SECOND_OPINION = _(
    "The second reading of posts (Detoxify) is set up but not there: posts are marked not checked, and none can go up. "
    "Tell whoever runs the service."
)
SEEN_WITHIN = timedelta(seconds=30)


def watch() -> None:
    """Called each second: opens an incident when words wait too long to be read, closes it when none do.

    The same where the carrier does not answer, which is known in the process that calls it: this one. And where the
    worker reads with another model than the one that people chose.
    """
    since = clock.now() - timedelta(seconds=setting("assessment.incident_seconds"))
    messages = Message.objects.filter(reading=Message.Reading.PENDING, stored_at__lt=since)
    posts = PostVersion.objects.filter(reading=PostVersion.Reading.PENDING, written_at__lt=since)
    tell(Kind.NOT_CHECKED, is_wrong=messages.exists())
    tell(Kind.POSTS_NOT_CHECKED, is_wrong=posts.exists())
    if pause.is_silent() or pause.has_answered():
        tell(Kind.TEXTS_NOT_GOING_OUT, is_wrong=pause.is_silent())
    tell(Kind.OTHER_MODEL, is_wrong=choosing.is_another_reading())


def watch_cover() -> None:
    """Called each second: writes down when the service opens, narrows or closes, and pages when nobody is there."""
    found, since = cover.note_change()
    if found.state != cover.State.CLOSED:
        tell(Kind.NOBODY_ON_DUTY, is_wrong=False)
    elif clock.now() - since >= timedelta(seconds=setting("cover.nobody_seconds")):
        tell(Kind.NOBODY_ON_DUTY, is_wrong=True)


def tell(kind: str, *, is_wrong: bool, part: str = "") -> None:
    """For a clock: this is wrong now, or is not any more. One incident of a kind; safe to repeat each second."""
    if is_wrong:
        _open(kind, part)
    else:
        _close(kind)


def words() -> str | None:
    """What to tell everybody on duty; None while all is well."""
    wrong = Incident.objects.filter(closed_at=None).exclude(_is_far_gap())
    told = [words_of(one) for one in sorted(wrong, key=lambda one: Kind.values.index(one.kind))]
    return " ".join(str(one) for one in (*told, second_opinion_words()) if one) or None


def words_of(incident: Incident) -> str | Promise:
    """What is wrong, and where that is known which part of it."""
    return BY_PART[Part(incident.part)] if incident.part else WORDS[Kind(incident.kind)]


def forum_words() -> str | None:
    """What to tell moderators; None while posts are read."""
    is_wrong = Incident.objects.filter(kind=Kind.POSTS_NOT_CHECKED, closed_at=None).exists()
    told = WORDS[Kind.POSTS_NOT_CHECKED] if is_wrong else second_opinion_words()
    return str(told) if told else None


def second_opinion_words() -> str | None:
    """By what the worker last said of Detoxify; None while it reads, and where nobody set it up.

    No incident, so nobody is called: what it has not read is held and marked, and a person reads each post anyway.
    """
    if not second_opinion.files().is_set_up:
        return None
    said = ProcessSeen.objects.filter(name=second_opinion.NAME, seen_at__gt=clock.now() - SEEN_WITHIN)
    return str(NO_SECOND_OPINION) if said.exclude(detail="").exists() else None


def call_again(kind: str, since: datetime | None) -> None:
    """Something more of the same went wrong at `since`: whoever said before that they are on it is called again."""
    seen = Incident.objects.filter(kind=kind, closed_at=None, acknowledged_at__lt=since)
    seen.update(page_due_at=clock.now(), page_step=F("page_step") + 1, acknowledged_by=None, acknowledged_at=None)


def _is_far_gap() -> Q:
    """A gap days ahead is the rota manager's alone. It is everybody's when others had to be called about it."""
    others = IncidentPage.objects.filter(incident=OuterRef("pk")).exclude(duty="rota")
    return Q(~Exists(others), kind=Kind.GAP_IN_ROTA)


def _open(kind: str, part: str) -> None:
    standing = Incident.objects.filter(kind=kind, closed_at=None)
    try:
        with transaction.atomic():
            if standing.exists():
                if standing.exclude(part=part).update(part=part):
                    live.nudge_staff("queue")
                return
            incident = Incident.objects.create(kind=kind, part=part, opened_at=clock.now(), page_due_at=clock.now())
            live.nudge_staff("queue")
        log.critical("incident.opened", extra={"incident": incident.pk, "reason": kind})
    except IntegrityError:
        pass  # Another process was first: there is one incident, which is all we want.


def _close(kind: str) -> None:
    if Incident.objects.filter(kind=kind, closed_at=None).update(closed_at=clock.now(), page_due_at=None):
        live.nudge_staff("queue")
        log.warning("incident.closed", extra={"reason": kind})
