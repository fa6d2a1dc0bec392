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
    """Was the last check so long ago that the next one has to come? What was found broken is looked at again soon."""
    last = AuditCheck.objects.order_by("-pk").first()
    if last is None:
        return True
    minutes = setting("audit.check_again_minutes" if last.problems else "audit.check_minutes")
    return bool(last.at <= clock.now() - timedelta(minutes=minutes))


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


def is_sure() -> bool:
    """Two checks in a row found it broken: rows of an outage, which the linker was about to link, are no alarm."""
    newest = AuditCheck.objects.order_by("-pk").values_list("problems", flat=True)[:2]
    return len(newest) == 2 and all(newest)
