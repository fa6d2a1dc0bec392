"""Something is wrong with the service itself: one row that everybody on duty sees, not one a child."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chat import live
from chat.models import Message, PostVersion
from chat.sms import pause
from config import clock
from config.tuning import setting
from moderation.models import Incident

Kind = Incident.Kind


def watch() -> None:
    """Called each second: opens an incident when words wait too long to be read, closes it when none do.

    The same where the carrier does not answer. That is known in the process which calls it, and this is the one.
    """
    since = clock.now() - timedelta(seconds=setting("assessment.incident_seconds"))
    messages = Message.objects.filter(reading=Message.Reading.PENDING, stored_at__lt=since)
    posts = PostVersion.objects.filter(reading=PostVersion.Reading.PENDING, written_at__lt=since)
    for kind, late in ((Kind.NOT_CHECKED, messages), (Kind.POSTS_NOT_CHECKED, posts)):
        if late.exists():
            _open(kind)
        else:
            _close(kind)
    if pause.is_silent():
        _open(Kind.TEXTS_NOT_GOING_OUT)
    elif pause.has_answered():
        _close(Kind.TEXTS_NOT_GOING_OUT)


def words() -> str | None:
    """What to tell everybody on duty; None while all is well."""
    return " ".join(said for kind in Kind.values if (said := words_of(kind))) or None


def forum_words() -> str | None:
    """What to tell moderators; None while posts are read."""
    return words_of(Kind.POSTS_NOT_CHECKED)


def words_of(kind: str) -> str | None:
    if not Incident.objects.filter(kind=kind, closed_at=None).exists():
        return None
    if kind == Kind.TEXTS_NOT_GOING_OUT:
        return _("Texts are not going out at the moment. We keep trying.")
    if kind == Kind.POSTS_NOT_CHECKED:
        return _("New forum posts are not being checked. None of them can go up. We are told and working on it.")
    return _("New messages are not being checked. Read every message yourself. We are told and working on it.")


def _open(kind: str) -> None:
    try:
        with transaction.atomic():
            if Incident.objects.filter(kind=kind, closed_at=None).exists():
                return
            Incident.objects.create(kind=kind, opened_at=clock.now())
            live.nudge_staff("queue")
    except IntegrityError:
        pass  # Another process was first: there is one incident, which is all we want.


def _close(kind: str) -> None:
    if Incident.objects.filter(kind=kind, closed_at=None).update(closed_at=clock.now()):
        live.nudge_staff("queue")
