"""Once an hour the whole chain is checked, and what came of it is written down."""

import logging
from datetime import timedelta

from config import clock
from config.tuning import setting
from rota.audit import anchors
from rota.audit.check import verify
from rota.models import AuditCheck, AuditLink

log = logging.getLogger(__name__)


def is_due() -> bool:
    """Was the last check so long ago that the next one has to come?"""
    every = timedelta(minutes=setting("audit.check_minutes"))
    return not AuditCheck.objects.filter(at__gt=clock.now() - every).exists()


def check_now() -> AuditCheck:
    """Reads every row, link and anchor. What is wrong is said in the log too, in numbers."""
    problems = verify()
    anchor = anchors.last()
    newest = AuditLink.objects.order_by("-place").values_list("place", flat=True).first()
    check = AuditCheck.objects.create(
        links=newest or 0,
        problems=len(problems),
        first_problem=problems[0][:200] if problems else "",
        anchored_place=anchor.place if anchor else None,
        anchored_at=anchor.at if anchor else None,
    )
    if problems:
        log.error("audit.is_broken", extra={"count": len(problems), "id": check.pk})
    return check


def broken_since() -> AuditCheck | None:
    """The first check of those in a row that found something wrong, up to the newest; None while all is well."""
    whole = AuditCheck.objects.filter(problems=0).order_by("-pk").first()
    broken = AuditCheck.objects.filter(problems__gt=0, pk__gt=whole.pk if whole else 0)
    return broken.order_by("pk").first()
