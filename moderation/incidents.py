"""Something is wrong with the service itself: one row that everybody on duty sees, not one a child."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chat import live
from chat.models import Message
from config import clock
from config.tuning import setting
from moderation.models import Incident


def watch() -> None:
    """Called each second: opens an incident when messages wait too long to be read, closes it when none does."""
    since = clock.now() - timedelta(seconds=setting("assessment.incident_seconds"))
    late = Message.objects.filter(reading=Message.Reading.PENDING, stored_at__lt=since).exists()
    if late:
        _open(Incident.Kind.NOT_CHECKED)
    else:
        _close(Incident.Kind.NOT_CHECKED)


def words() -> str | None:
    """What to tell everybody on duty; None while all is well."""
    if Incident.objects.filter(kind=Incident.Kind.NOT_CHECKED, closed_at=None).exists():
        return _("New messages are not being checked. Read every message yourself. We are told and working on it.")
    return None


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
